"""Answers as their writer reads them again: escaped, on one line."""

from __future__ import annotations

from typing import Any

from bot.cards.values import Labels, answer_text
from bot.dialogs.layout import safe
from bot.procedure.forms import FormField, is_empty, rows_form
from bot.procedure.kinds import Rows
from bot.tongue import Tongue


def said(field: FormField, value: Any, names: Labels, t: Tongue, columns: int = 300) -> str:
    """One answer, as HTML; of lines, how many there are."""
    if isinstance(field.kind, Rows):
        return t.n("{n} entry", "{n} entries", len(value))
    return safe(answer_text(field, value, names, t), columns)


def lines_of(field: FormField, rows: list[dict[str, Any]], names: Labels, t: Tongue) -> list[str]:
    """The lines of a field of lines: the answers of each, numbered."""
    fields = rows_form(field).all_fields()
    return [f"{n}. {_one_line(fields, row, names, t)}" for n, row in enumerate(rows, 1)]


def _one_line(fields: tuple[FormField, ...], row: dict[str, Any], names: Labels, t: Tongue) -> str:
    told = ((f, row.get(f.name)) for f in fields if f.ask.label)
    return " · ".join(t.pair(t(f.ask.label), said(f, v, names, t, 60)) for f, v in told if not is_empty(v))
