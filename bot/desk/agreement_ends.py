"""A service agreement that ends before its day, and its open duties with it (R39)."""

from __future__ import annotations

from bot.desk import ledger, post
from bot.desk.agreements import approved_end, duties_of
from bot.desk.casework import case_of, owed_of
from bot.desk.house import House
from bot.desk.model import Actor
from bot.desk.owners import owner_among
from bot.procedure import engine
from bot.procedure.engine import DONE, OPEN, WITHDRAWN
from bot.procedure.roles import UnitKind
from bot.procedure.service_agreement import SERVICE_AGREEMENT
from bot.procedure.words import N_
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

_OVER = N_("The agreement ends early ({reason}). Nothing is left to do here.")


def sweep_ended(tx: Tx, house: House) -> int:
    """End the agreements whose early end is approved. How many there were; none twice, for then they are not open."""
    open_ones = (records.get(tx, item.record_id) for item in records.open_at(tx, ["end"]))
    running = [a for a in open_ones if a is not None and a.kind == SERVICE_AGREEMENT.kind]
    return sum(_end(tx, house, agreement, end) for agreement in running if (end := approved_end(tx, agreement)))


def _end(tx: Tx, house: House, agreement: RecordRow, end: RecordRow) -> bool:
    """Put down to who approved it; whether there is anybody."""
    approved = [i.done_by for i in records.items(tx, end.id) if i.step == "approve" and i.done_by]
    member = owner_among(tx, [UnitKind.QUALITY_DEPT], approved[-1:])
    if member is None:
        return False
    actor = Actor(member, 0)
    for duty in duties_of(tx, agreement):
        if duty.state == OPEN:
            _tell(tx, duty, end)
            _over(tx, house, actor, duty, end, WITHDRAWN)
    _over(tx, house, actor, agreement, end, DONE, result=end.data["reason"])
    return True


def _over(tx: Tx, house: House, actor: Actor, record: RecordRow, end: RecordRow, state: str, **answers: str) -> None:
    owed = owed_of(records.items(tx, record.id))
    ledger.note(tx, actor, "ended_early", record, reason=end.data["reason"], data={"record": end.number})
    ledger.settle(tx, house, record, engine.call_off(case_of(record), owed, state), {**record.data, **answers}, actor)


def _tell(tx: Tx, duty: RecordRow, end: RecordRow) -> None:
    """Whoever has something to do for a duty now."""
    for item in records.items(tx, duty.id, only_open=True):
        holders = post.item_holders(tx, duty, item) if item.wakes_at is None else []
        for holder in holders:
            reason = post.excerpt(end.data["reason"])
            post.tell(tx, holder.member.id, f"over:{duty.id}", _OVER, record_id=duty.id, reason=reason)
