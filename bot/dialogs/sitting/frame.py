"""What every window of a sitting has: its header, and the sentence about what has just happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.cards.record_card import where
from bot.desk.model import Sitting
from bot.dialogs.layout import safe
from bot.dialogs.sitting import memory
from bot.procedure.workflow import Action, Chapter
from bot.tongue import Tongue

GAP = " " * 8


def header(sitting: Sitting, t: Tongue, *, position: bool = False) -> str:
    """🛠 Repair · FAW Jiefang, Changchun plant 1 · final assembly        4/9"""
    title = form_title(sitting.chapter, sitting.route, sitting.action, sitting.number, t)
    place = where(_place(sitting, "customer"), _place(sitting, "site"), t)
    line = f"{sitting.chapter.emoji} " + " · ".join(part for part in (title, place) if part)
    return f"{line}{GAP}{sitting.position}/{sitting.total}" if position and sitting.total > 1 else line


def form_title(chapter: Chapter, route: str, action: Action | None, number: str, t: Tongue) -> str:
    """What is being filled in: a new record by its route's name, an action with its record's number."""
    if action is None:
        return t(chapter.route(route).title)
    return f"{t(action.label)} · <code>{safe(number)}</code>"


def _place(sitting: Sitting, entity: str) -> str:
    key = sitting.data.get(f"{entity}_id")
    name = sitting.names.get((entity, key), "") if isinstance(key, int) else ""
    return safe(name, 40)


def spoken(t: Tongue, msgid: str, values: Mapping[str, Any]) -> str:
    """A sentence with what somebody wrote in it, escaped."""
    return t(msgid, **{name: _value(t, value) for name, value in values.items()})


def _value(t: Tongue, value: Any) -> Any:
    match value:
        case str():
            return safe(value)
        case {memory.DAY: day}:
            return t.dated(date.fromisoformat(day))
        case date():
            return t.dated(value)
    return value
