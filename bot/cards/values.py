"""An answer of a form as people write it, in the reader's language. Not escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.procedure.forms import FormField, rows_form
from bot.procedure.kinds import Day, Kind, Moment, OneOf, Period, Photos, Ref, Rows, Several, YesNo
from bot.procedure.words import N_
from bot.tongue import Tongue

Labels = Mapping[tuple[str, int], str]


def answer_text(field: FormField, value: Any, labels: Labels, t: Tongue) -> str:
    """What a person reads of an answer: the label of a choice, the name of a customer, a date as people write it."""
    kind = field.kind
    if isinstance(kind, Several):
        return t.list(t(kind.choices(one).label) for one in value)
    if isinstance(kind, OneOf):
        return t(kind.choices(value).label)
    if isinstance(kind, YesNo):
        return t(N_("Yes")) if value else t(N_("No"))
    if isinstance(kind, Ref):
        return labels.get((kind.entity, value), str(value)) if isinstance(value, int) else str(value)
    if isinstance(kind, Day):
        return t.day(date.fromisoformat(value))
    if isinstance(kind, Photos) and kind.mixed:
        return t.n("{n} file", "{n} files", len(value))
    if isinstance(kind, Photos):
        return t.n("{n} photo", "{n} photos", len(value))
    if isinstance(kind, Rows):
        return " / ".join(lines_text(field, value, labels, t))
    if isinstance(kind, Period):
        return t.period(value)
    if type(kind) is Kind or isinstance(kind, Moment):
        return t.moment(datetime.fromisoformat(value))
    return t.number(value) if isinstance(value, int) else t.usual(str(value), field.ask.offers)


def lines_text(field: FormField, rows: Iterable[Mapping[str, Any]], labels: Labels, t: Tongue) -> list[str]:
    """What a person reads of each line of a list."""
    return [_line(field, row, labels, t) for row in rows]


def _line(field: FormField, row: Mapping[str, Any], labels: Labels, t: Tongue) -> str:
    shown = [s for s in rows_form(field).all_fields() if s.ask.label and row.get(s.name) is not None]
    told = [(t(s.ask.label), answer_text(s, row[s.name], labels, t)) for s in shown]
    if isinstance(field.kind, Rows) and field.kind.plain:
        return " · ".join(value for _, value in told)
    return " · ".join(brief(label, value, t) for label, value in told)


def brief(label: str, value: str, t: Tongue) -> str:
    """A label and its value inside a line that has a colon already."""
    return t.c("label and value, brief", "{label}: {value}", label=label, value=value)
