"""A customer file as everybody may read it: what is in force, and who changed what when (R13 to R15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.cards.details_card import ROOM, fitting
from bot.cards.model import Button, Card
from bot.cards.record_card import escape
from bot.cards.values import Labels, answer_text
from bot.procedure.customer_file import ANSWERS, CUSTOMER_FILE
from bot.procedure.customer_terms import FilePart
from bot.procedure.forms import is_empty, rows_form
from bot.procedure.kinds import Rows
from bot.procedure.words import N_
from bot.tongue import Tongue

LONGEST = 300
SHOWN = 10  # lines of a list
WHOLE = 4000  # of Telegram's 4096 characters


@dataclass(frozen=True)
class FileVersion:
    """One version. who: "" for an import; number: of the record that brought it, "" if there is none."""

    version: int
    at: datetime
    who: str
    parts: tuple[str, ...]  # values of FilePart
    number: str


@dataclass(frozen=True)
class Dealings:
    """What there is with a customer. opened: how many records of which chapter (its title) in the last twelve months;
    content: how content they were in them, and in the year before, as figures.py writes it."""

    open: int
    opened: tuple[tuple[str, int], ...]
    content: str
    content_before: str


@dataclass(frozen=True)
class FileView:
    """A customer file for one reader. versions: the newest first; dealings: None for those outside (R40)."""

    customer_id: int
    name: str
    verified_on: date
    data: Mapping[str, Any]
    labels: Labels
    versions: tuple[FileVersion, ...]
    dealings: Dealings | None = None


def file_card(v: FileView, t: Tongue) -> Card:
    """Everything on file, then its versions."""
    title = t(CUSTOMER_FILE.title)
    head = f"{CUSTOMER_FILE.emoji} <b>{escape(t.pair(title, v.name))}</b>"
    state = t(N_("Version {n}, found right {day}"), n=v.versions[0].version, day=t.day(v.verified_on))
    lines = [head, state, *(_dealings(v.dealings, t) if v.dealings else []), "", *_answers(v, t)]
    text = "\n".join(fitting(lines, ROOM))
    history = "\n".join(fitting([escape(_version(one, t)) for one in v.versions], WHOLE - len(text)))
    change = Button(t(N_("Report a change")), f"f:{v.customer_id}:change", "primary")
    return Card(f"{text}\n\n<blockquote expandable>{history}</blockquote>", ((change,),))


def _dealings(found: Dealings, t: Tongue) -> list[str]:
    lines = [t.pair(t(N_("Open records")), t.number(found.open))]
    if found.opened:
        counts = t.list(f"{t(title)} × {t.number(n)}" for title, n in found.opened)
        lines.append(t.pair(t(N_("Last 12 months")), counts))
    if found.content or found.content_before:
        before = t(N_("the year before {mean}"), mean=found.content_before or "–")
        lines.append(t.pair(t(N_("Satisfaction")), f"{found.content or '–'} · {before}"))
    return lines


def _answers(v: FileView, t: Tongue) -> list[str]:
    lines = []
    for name in ANSWERS:
        field, value = CUSTOMER_FILE.form.field(name), v.data.get(name)
        if value is None or is_empty(value):
            continue
        if isinstance(field.kind, Rows):
            lines.append(t.pair(t(field.ask.label), "").rstrip())
            lines += [f"• {escape(_line(name, row, v, t)[:LONGEST])}" for row in value[:SHOWN]]
            lines += [t(N_("… and {n} more"), n=len(value) - SHOWN)] if len(value) > SHOWN else []
        else:
            lines.append(t.pair(t(field.ask.label), escape(answer_text(field, value, v.labels, t)[:LONGEST])))
    return lines


def _line(name: str, row: Mapping[str, Any], v: FileView, t: Tongue) -> str:
    """郑国强 · 总装车间主任 · 13604310021 · Chinese · Phone: what it is goes without saying."""
    fields = rows_form(CUSTOMER_FILE.form.field(name)).asked("row")
    return " · ".join(answer_text(f, row[f.name], v.labels, t) for f in fields if not is_empty(row.get(f.name)))


def _version(one: FileVersion, t: Tongue) -> str:
    parts = t.list(t(FilePart(part).label) for part in one.parts)
    who = one.who or t(N_("imported"))
    facts = [t(N_("Version {n}"), n=one.version), t.day(one.at.astimezone(t.zone).date()), who, one.number]
    return t.pair(" · ".join(fact for fact in facts if fact), parts if one.version > 1 else t(N_("everything")))
