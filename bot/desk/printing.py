"""A record on paper: who signed each step of its chain, and which steps are left for ink (R38)."""

from __future__ import annotations

from bot.cards.printed import Printed, Signature, printed
from bot.cards.view import RecordView
from bot.desk import views
from bot.desk.casework import case_of
from bot.desk.house import House, tongue_of
from bot.desk.model import Member, Refused
from bot.procedure import engine
from bot.procedure.words import N_
from bot.procedure.workflow import AMEND, Goes, Step
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue


def form(tx: Tx, house: House, member: Member, record_id: int) -> Printed:
    """The record as it is now. Refused if this person may not see it, or if it is no form on paper."""
    record = views.visible(tx, member, record_id)
    shown = views.view(tx, house, member, record)
    if not shown.chapter.prints or record.disposed_in is not None:
        raise Refused(N_("There is nothing to print here."))
    t = tongue_of(member, tx)
    return printed(shown, (_applied(tx, member, record, shown, t), *_signatures(tx, member, record, t)), t)


def _applied(tx: Tx, member: Member, record: RecordRow, v: RecordView, t: Tongue) -> Signature:
    """The applicant's, unless it was sent back to be amended; then of whoever handed it in again."""
    title = v.chapter.opening_of(v.route)
    again = [i for i in records.items(tx, record.id) if i.step == AMEND.key and i.state in {"open", "done"}]
    if not again:
        return Signature(title, v.applicant, record.created_at)
    done = again[-1].state == "done"
    return Signature(title, _who(tx, member, again[-1], t), again[-1].done_at) if done else Signature(title)


def _signatures(tx: Tx, member: Member, record: RecordRow, t: Tongue) -> list[Signature]:
    """One for each step that the chain has as things stand."""
    case = case_of(record)
    latest = {i.step: i for i in records.items(tx, record.id) if i.state != "transferred"}
    steps = [step for _, steps in engine.chain(case) for step in steps]
    return [_signature(tx, member, record, step, latest.get(step.key), t) for step in steps]


def _signature(tx: Tx, member: Member, record: RecordRow, step: Step, item: ItemRow | None, t: Tongue) -> Signature:
    action = step.action(item.outcome or "") if item else None
    if item is None or action is None or not _counts(record, step, item):
        return Signature(step.title)
    return Signature(step.title, t(action.done, name=_who(tx, member, item, t)), item.done_at)


def _who(tx: Tx, member: Member, item: ItemRow, t: Tongue) -> str:
    """Whoever did it, and for whom if they stood in."""
    deputy, principal = (views.name(tx, member, person) for person in (item.done_by, item.done_for))
    return t(N_("{deputy} for {principal}"), deputy=deputy, principal=principal) if principal else deputy


def _counts(record: RecordRow, step: Step, item: ItemRow) -> bool:
    """Done or refused, and of this round unless the record has gone on past it: what was signed before it was sent back
    is signed anew."""
    action = step.action(item.outcome or "")
    if item.state != "done" or action is None or action.goes not in {Goes.ON, Goes.END}:
        return False
    past = engine.stage_of(case_of(record), step.key) < record.stage
    return past or record.state == engine.DONE or item.round == record.round
