"""A record as somebody without the product reads it: what was answered, who did what when, and what was sent in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.details_card import answer
from bot.cards.listed import answered
from bot.cards.record_card import STATES
from bot.cards.view import RecordView
from bot.desk import views
from bot.desk.archive import files_of
from bot.desk.house import House
from bot.desk.model import Member
from bot.procedure.chapters import chapter
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue


@dataclass(frozen=True)
class StepTaken:
    """One work item: what was to be done, who owed it or did it, by when, and what came of it."""

    title: str
    who: str
    opened: datetime
    due: datetime | None
    done: datetime | None
    outcome: str
    reason: str


@dataclass(frozen=True)
class Readable:
    """A record in one language. files: ids."""

    row: RecordRow
    view: RecordView
    title: str
    state: str
    answers: tuple[tuple[str, str], ...]
    steps: tuple[StepTaken, ...]
    files: frozenset[int]


def reader(house: House) -> Member:
    """Whoever reads an export sees what an auditor sees, in the company's language."""
    zone = house.calendar.zone.key
    return Member(0, "", None, None, "", None, None, None, Role.AUDITOR, None, house.language, zone)


def readable(tx: Tx, house: House, row: RecordRow, t: Tongue) -> Readable:
    member = reader(house)
    view = views.view(tx, house, member, row, own=False)
    answers = tuple((t(f.ask.label), answer(f, view, t)) for f in answered(view))
    steps = tuple(_step(tx, member, row, item, t) for item in records.items(tx, row.id))
    title = t(view.chapter.route(row.route).title)
    return Readable(
        row, view, title, t(STATES.get(row.state, N_("Open"))), answers, steps, frozenset(files_of(tx, row))
    )


def _step(tx: Tx, member: Member, row: RecordRow, item: ItemRow, t: Tongue) -> StepTaken:
    step = chapter(row.kind).step(row.route, item.step)
    action = step.action(item.outcome or "")
    who = views.name(tx, member, item.done_by) or views.owner(tx, member, row, item)
    outcome = t(action.done, name=who) if action else (item.outcome or item.state)
    return StepTaken(t(step.title), who, item.opened_at, item.due_at, item.done_at, outcome, item.reason or "")


def as_row(one: Readable, items: list[dict[str, Any]], raw: dict[str, Any]) -> dict[str, Any]:
    """Everything of a record for a program: its columns, its work items, and each answer as people read it."""
    said = [{"question": label, "answer": text} for label, text in one.answers]
    return {**raw, "title_of_kind": one.title, "answers": said, "work": items, "files": sorted(one.files)}
