"""Lines of a form beyond their questions: what is assumed of a new one, and the way to one more than usual."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from bot.desk.questions import line_at
from bot.procedure.forms import Data, FormField, Plan, is_empty, rows_form
from bot.procedure.kinds import Rows

ASSUMED: Final = ":assumed"
"""After the path of an answer in a line, among what a draft skips: nobody gave that answer."""


def next_line(field: FormField, rows: list[dict[str, Any]]) -> str | None:
    """The path of the first answer of one line more than usual; None where that is asked anyway, or no more fit."""
    assert isinstance(field.kind, Rows)
    if not field.kind.usual or not field.kind.usual <= len(rows) < field.kind.most:
        return None
    return f"{field.name}.{len(rows)}.{rows_form(field).asked('row')[0].name}"


def with_assumed(plan: Plan, before: Data, data: dict[str, Any], path: str) -> tuple[dict[str, Any], list[str]]:
    """A line that `path` has just begun with what is assumed of it, and the marks of those answers."""
    name, *place = path.split(".")
    owner = next((f for f in plan.fields if f.name == name), None)
    if owner is None or not place or line_at(before, path):
        return data, []
    rows = list(data[name])
    index = int(place[0])
    row = rows[index]
    found = {s.name: s.assumed(row) for s in rows_form(owner).asked("row") if is_empty(row.get(s.name))}
    taken = {column: value for column, value in found.items() if not is_empty(value)}
    rows[index] = {**row, **taken}
    return {**data, name: rows}, [f"{name}.{index}.{column}{ASSUMED}" for column in taken]


def still_assumed(plan: Plan, data: Data, skipped: Collection[str]) -> tuple[str, ...]:
    """The paths of the answers in lines that nobody gave."""
    return tuple(
        path
        for field in plan.shown(data)
        if isinstance(field.kind, Rows)
        for index in range(len(data.get(field.name) or []))
        for column in rows_form(field).asked("row")
        if f"{(path := f'{field.name}.{index}.{column.name}')}{ASSUMED}" in skipped
    )
