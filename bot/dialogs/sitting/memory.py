"""What the window itself remembers: where one is in a list or a calendar, and the last sentence. No answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.desk.model import Question

DAY = "day"  # marks a date among the values of a note


@dataclass(frozen=True)
class Memory:
    """query: what was typed to search by; codes: what a label says; month: 2026-11; page: of a long list; note: a msgid
    and its values."""

    query: str = ""
    month: str = ""
    page: int = 0
    codes: tuple[str, ...] = ()
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def recalled(data: Mapping[str, Any], question: Question | None) -> Memory:
    """What still belongs to this question; the note always."""
    note, values = data.get("note") or ("", {})
    if question is None or data.get("path") != question.path:
        return Memory(note=note, values=values)
    codes = tuple(data.get("codes", ()))
    return Memory(data.get("query", ""), data.get("month", ""), data.get("page", 0), codes, note, values)


def remember(data: dict[str, Any], question: Question, **what: Any) -> None:
    """Keep `what` for as long as `question` is asked."""
    if data.get("path") != question.path:
        forget(data)
    data.update(path=question.path, **what)


def forget(data: dict[str, Any]) -> None:
    """Nothing but the note is kept."""
    for name in ("path", "query", "month", "page", "codes"):
        data.pop(name, None)


def note(data: dict[str, Any], msgid: str, values: Mapping[str, Any]) -> None:
    """Say this above the question. The dialog is kept as JSON: a date is marked as one, to be spoken later."""
    data["note"] = [msgid, {name: _kept(value) for name, value in values.items()}]


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return value if isinstance(value, int | float | str) else str(value)
