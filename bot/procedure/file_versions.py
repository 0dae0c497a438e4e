"""Versions of a customer file (R15): what changed between two, and two changes made at the same time as one.

A file is the answers of its form: single values, and lists of lines. A line is known by its first answer, its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from bot.procedure.forms import Data, is_empty

Line = Mapping[str, Any]
LONGEST = 300
ARROW = " → "
ROW = "id"  # the column of a line that says which row of the master data it is


def changed(before: Data, after: Data, names: Collection[str]) -> list[str]:
    """The fields among `names` that are not the same in both, in their order."""
    return [name for name in names if not same(before.get(name), after.get(name))]


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same; no answer is as good as an empty one."""
    return one == other or (is_empty(one) and is_empty(other))


def merged(base: Data, theirs: Data, current: Data, names: Collection[str]) -> dict[str, Any]:
    """`current` with what `theirs` changed in `base`: a change that came into force meanwhile is kept."""
    put = {name: _merged(base.get(name), theirs.get(name), current.get(name)) for name in changed(base, theirs, names)}
    return {name: value for name, value in ({**current, **put}).items() if name in names and not is_empty(value)}


def _merged(base: Any, theirs: Any, current: Any) -> Any:
    if not isinstance(theirs, list) or same(base, current):
        return theirs
    return _merged_lines(base or [], theirs, current or [])


def _merged_lines(base: Sequence[Line], theirs: Sequence[Line], current: Sequence[Line]) -> list[Line]:
    lines = list(current)
    for before, after in pairs(base, theirs):
        place = next((n for n, line in enumerate(lines) if before is not None and _alike(line, before)), None)
        if place is None:
            lines += [after] if after is not None and after != before and after not in lines else []
        elif after != before:
            lines[place : place + 1] = [] if after is None else [after]
    return lines


def pairs(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each line as it was and as it is: found by all of its answers, or by the row that it is, or by its name. Another
    name is another line (a new contact is not the old one renamed), unless the line says which row it is (a plant).
    None on one side means that it came or went."""
    olds, news = list(before), list(after)
    for alike in (_equal, _alike):
        yield from list(_taken(olds, news, alike))
    yield from ((old, None) for old in olds)
    yield from ((None, new) for new in news)


def _taken(olds: list[Line], news: list[Line], alike: Callable[[Line, Line], bool]) -> Iterator[tuple[Line, Line]]:
    for new in list(news):
        old = next((o for o in olds if alike(o, new)), None)
        if old is not None:
            olds.remove(old)
            news.remove(new)
            yield old, new


def _equal(one: Line, other: Line) -> bool:
    return one == other


def _alike(one: Line, other: Line) -> bool:
    if one.get(ROW) and other.get(ROW):
        return bool(one[ROW] == other[ROW])
    name = next(iter(one), "")
    return bool(name) and one.get(name) == other.get(name)


def differences(before: Data, after: Data, names: Collection[str], words: Collection[str]) -> str:
    """ "郑国强 · 13604310021 → 13604310099": what was and what is, of the fields and columns that hold plain `words`.
    It is kept as one text for readers of either language: no punctuation of one of them is in it."""
    told = [text for name in changed(before, after, names) for text in _told(name, before, after, words)]
    text = " / ".join(dict.fromkeys(told))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _told(name: str, before: Data, after: Data, words: Collection[str]) -> Iterator[str]:
    old, new = before.get(name), after.get(name)
    if isinstance(old, list) or isinstance(new, list):
        found = (
            _told_line(one or {}, other or {}, words) for one, other in pairs(old or [], new or []) if one != other
        )
        yield from (text for text in found if text)
    elif name in words:
        yield _arrow(old, new)


def _told_line(old: Line, new: Line, words: Collection[str]) -> str:
    key = next(iter(old or new))
    if key not in words:
        return ""
    if not old or not new:
        return _arrow(old.get(key), new.get(key))
    names = [name for name in dict.fromkeys([*old, *new]) if name in words and old.get(name) != new.get(name)]
    cells = " · ".join(_arrow(old.get(name), new.get(name)) for name in names)
    return f"{old[key]} · {cells}" if cells else str(old[key])


def _arrow(before: Any, after: Any) -> str:
    return f"{'–' if is_empty(before) else before}{ARROW}{'–' if is_empty(after) else after}"
