"""The trace as lines, as JSON and as the page docs/traceability.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from bot.procedure.chapters import CHAPTERS
from bot.trace.carriers import Carrier, carriers
from bot.trace.requirements import REQUIREMENTS
from bot.trace.scenarios import TESTS, scenarios

HEAD = """# From requirement to code to test

Written by `fieldclerk trace --page > docs/traceability.md`; a test fails when it is out of date. Of each number of the
procedure: the chapter, route, step or setting that carries it out (or the file, where no chapter does), and the
scenarios that show it.
"""


@dataclass(frozen=True)
class Line:
    """One requirement."""

    number: str
    requirement: str
    carried_out_by: list[Carrier]
    shown_by: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether something carries it out and a scenario shows it."""
        return bool(self.carried_out_by and self.shown_by)


def trace(tests: Path = TESTS) -> list[Line]:
    """Every requirement, in the order of the requirements page."""
    carried, shown = carriers(), scenarios(tests)
    return [Line(n, text, carried.get(n, []), shown.get(n, [])) for n, text in REQUIREMENTS.items()]


def as_json(lines: list[Line]) -> str:
    """A list of objects: number, requirement, carried_out_by (kind, name), shown_by (as pytest names tests)."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)


def as_text(lines: list[Line]) -> str:
    """For a person: three lines or more a requirement."""
    return "\n".join(row for line in lines for row in _rows(line))


def _rows(line: Line) -> Iterator[str]:
    yield f"{line.number:<4} {line.requirement}"
    yield from (f"       {c.kind}: {c.name}" for c in line.carried_out_by)
    yield from (f"     ✓ {test}" for test in line.shown_by)
    if not line.is_whole:
        yield "     ✗ " + ("no scenario" if line.carried_out_by else "nothing carries it out")


def as_page(lines: list[Line]) -> str:
    """docs/traceability.md."""
    table = ["| no. | requirement | carried out by | shown by |", "|---|---|---|---|"]
    table += [f"| {n.number} | {n.requirement} | {_carried(n)} | {_shown(n)} |" for n in lines]
    return "\n".join([HEAD, *table, "", *_chapters(), ""])


def _carried(line: Line) -> str:
    return "<br>".join(f"{name} ({kind})" if "/" not in kind else f"{name} (`{kind}`)" for kind, name in _brief(line))


def _brief(line: Line) -> list[tuple[str, str]]:
    """What is said of a step says enough of its route and chapter."""
    named = [(c.kind, c.name) for c in line.carried_out_by]
    inner = [name for kind, name in named if kind in {"route", "step"}]
    return [(k, n) for k, n in named if not any(i != n and i.startswith(n) for i in inner)]


def _shown(line: Line) -> str:
    files = groupby(line.shown_by, key=lambda test: test.partition("::")[0])
    return "<br>".join(f"`{file.rpartition('/')[2]}`: " + ", ".join(_words(t) for t in tests) for file, tests in files)


def _words(test: str) -> str:
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def _chapters() -> list[str]:
    rows = [f"| {c.title} | `{c.prefix}` | {', '.join(c.rules)} |" for c in CHAPTERS.values()]
    return ["## Chapters", "", "| chapter | numbers | requirements |", "|---|---|---|", *rows]
