"""What came to somebody together with a work item, and from whom: a question, its answer, why it was sent back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.casework import line_of
from bot.desk.house import tongue_of
from bot.desk.model import Member
from bot.procedure.chapters import chapter
from bot.procedure.forms import rows_form
from bot.procedure.people import called
from bot.procedure.words import N_
from bot.procedure.workflow import ANSWERING, ASK, Goes
from bot.storage import people, records, trail
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

ASKS = N_("{name} asks: {words}")
ANSWERS = N_("{name} answers: {words}")


def asked(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> tuple[str, ...]:
    """The lines that the item's card bears for it, in this reader's words; none for most items."""
    if item.step == ANSWERING.key or item.paused_at is not None:
        return _question(tx, member, item if item.paused_at is not None else records.item(tx, item.parent_id))
    if found := _line_asked(record, item):
        return (tongue_of(member, tx).pair(tongue_of(member, tx)(found[0]), found[1]),) if found[1] else ()
    items = records.items(tx, record.id)
    answers = [i for i in items if i.parent_id == item.id and i.outcome == "answer" and i.reason]
    if answers:
        return (*_question(tx, member, item), _said(tx, member, ANSWERS, answers[-1].done_by, answers[-1].reason or ""))
    return _sent_back(tx, member, record, items, item)


def _question(tx: Tx, member: Member, item: ItemRow | None) -> tuple[str, ...]:
    if item is None or not item.reason:
        return ()
    asking = [e for e in trail.of_record(tx, item.record_id) if e.work_item_id == item.id and e.action == ASK.name]
    return (_said(tx, member, ASKS, asking[-1].actor_id if asking else None, item.reason),)


def _said(tx: Tx, member: Member, msgid: str, person_id: int | None, words: str) -> str:
    return tongue_of(member, tx)(msgid, name=_name(tx, member, person_id), words=words)


def _name(tx: Tx, member: Member, person_id: int | None) -> str:
    found = people.names(tx, [person_id] if person_id else [])
    return called(*found[person_id], member.language) if person_id in found else ""


def _line_asked(record: RecordRow, item: ItemRow) -> tuple[str, str] | None:
    """What the line says that the item is of, under the label of its first answer."""
    of, line = chapter(record.kind), line_of(item)
    name = of.step(record.route, item.step).line_of
    rows = record.data.get(name) or []
    if line is None or line >= len(rows):
        return None
    first = rows_form(of.form.field(name)).all_fields()[0]
    return first.ask.label, str(rows[line].get(first.name) or "")


def _sent_back(tx: Tx, member: Member, record: RecordRow, items: Sequence[ItemRow], item: ItemRow) -> tuple[str, ...]:
    """Why a round began, for the item that it began with: Zhang Lei declined (On leave)."""
    is_first = item.id == min(i.id for i in items if i.round == item.round)
    before = [i for i in items if i.round == item.round - 1 and _goes_back(record, i) and i.reason]
    if not is_first or not before:
        return ()
    last, t = before[-1], tongue_of(member, tx)
    action = chapter(record.kind).step(record.route, last.step).action(last.outcome or "")
    what = t(action.done, name=_name(tx, member, last.done_by)) if action else ""
    return (t.aside(what, last.reason or ""),)


def _goes_back(record: RecordRow, item: ItemRow) -> bool:
    actions = chapter(record.kind).step(record.route, item.step).actions
    return any(a.name == item.outcome and a.goes in {Goes.BACK, Goes.TO} for a in actions)
