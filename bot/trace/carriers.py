"""What carries a requirement out: chapters, routes and steps say it themselves; what lives elsewhere is named here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.procedure.chapters import CHAPTERS
from bot.procedure.house_rules import RULES
from bot.procedure.workflow import Chapter, Route

_NUMBER: Final = re.compile(r"[RT]\d+")


@dataclass(frozen=True)
class Carrier:
    """kind: chapter, route, step, setting, or the file that holds it where no chapter does."""

    kind: str
    name: str


ELSEWHERE: Final[tuple[tuple[str, str, str], ...]] = (
    # requirement, file, what it does there
    ("R1", "bot/procedure/engine.py", "a record ends only when every step of its route is done"),
    ("R3", "bot/desk/opening.py", "records are linked to what they came from and what came from them"),
    ("R4", "bot/procedure/permissions.py", "who may open a record of a route"),
    ("R5", "bot/procedure/permissions.py", "who may open a record of a route"),
    ("R6", "bot/procedure/permissions.py", "who may open a record of a route"),
    ("R14", "bot/desk/answers.py", "no record of any kind without a customer file"),
    ("R14", "bot/importing/customer_files.py", "no order without a customer file"),
    ("R16", "bot/desk/lists.py", "customers' cases come first in what waits for somebody"),
    ("R17", "bot/desk/casework.py", "an applicant never decides on an own request, nor does their deputy"),
    ("R25", "bot/procedure/permissions.py", "quality information is seen by quality and by who took part"),
    ("R33", "bot/importing/rules.py", "no import moves a promised date"),
    ("R45", "bot/desk/casework.py", "an applicant never decides on an own request, nor does their deputy"),
    ("R49", "bot/procedure/engine.py", "what is done takes no further action"),
    ("R49", "bot/storage/records.py", "what was closed before is not changed"),
    ("R50", "bot/procedure/figures.py", "what each figure of a review counts"),
    ("R51", "bot/procedure/retention.py", "the longest applicable retention wins"),
    ("R51", "bot/desk/archive.py", "what is past its date goes by an approved disposal, a legal hold spares it"),
    ("T14", "bot/desk/surveys.py", "every customer is asked once a year"),
)


def carriers() -> dict[str, list[Carrier]]:
    """Every carrier by the number of the requirement."""
    found: defaultdict[str, dict[Carrier, None]] = defaultdict(dict)
    for text, carrier in (*_of_chapters(), *_of_settings(), *_elsewhere()):
        for number in _NUMBER.findall(text):
            found[number][carrier] = None
    return {number: list(named) for number, named in found.items()}


def _of_chapters() -> Iterator[tuple[str, Carrier]]:
    for chapter in CHAPTERS.values():
        for rule in chapter.rules:
            yield rule, Carrier("chapter", chapter.title)
        for route in chapter.routes:
            yield route.rule, Carrier("route", _called(chapter, route))
            for step in (s for stage in route.stages for s in stage.steps):
                yield step.rule, Carrier("step", f"{_called(chapter, route)}: {step.owed}")


def _called(chapter: Chapter, route: Route) -> str:
    return chapter.title if route.title == chapter.title else f"{chapter.title}, {route.title}"


def _of_settings() -> Iterator[tuple[str, Carrier]]:
    for rule in RULES.values():
        yield rule.rule, Carrier("setting", rule.label)


def _elsewhere() -> Iterator[tuple[str, Carrier]]:
    for number, file, deed in ELSEWHERE:
        yield number, Carrier(file, deed)
