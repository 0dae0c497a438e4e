"""What those above may do about an item that they are told is overdue: urge who has it, or give it to somebody else."""

from __future__ import annotations

from bot.desk import post
from bot.desk.chasing import audience
from bot.desk.house import House, tongue_of
from bot.desk.ledger import note
from bot.desk.model import Actor, Pressed, Refused
from bot.procedure.deadlines import URGE_INTERVAL
from bot.procedure.ladder import Audience
from bot.procedure.words import N_
from bot.procedure.workflow import TRANSFER
from bot.storage import drafts, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx


def oversees(tx: Tx, person_id: int, record: RecordRow, item: ItemRow) -> bool:
    """Whether overdue items like this one are escalated to this person."""
    above = (Audience.UNIT_LEADER, Audience.MANAGEMENT_REP)
    return any(m.id == person_id for a in above for m in audience(tx, record, item, a))


def urge(tx: Tx, house: House, actor: Actor, item_id: int) -> Pressed:
    """Ask who has it to hurry, at most once per four working hours and item. Refused if it is not theirs to chase."""
    record, item = _chased(tx, actor, item_id)
    again = URGE_INTERVAL.after(item.urged_at, house.company_calendar(tx)) if item.urged_at else tx.now
    if again > tx.now:
        moment = tongue_of(actor.member, tx).moment(again)
        raise Refused(N_("They have been urged already. You can urge again {moment}."), moment=moment)
    records.note_item(tx, item.id, urged_at=tx.now)
    for member in audience(tx, record, item, Audience.PERFORMER):
        post.urge(tx, record, item, member.id, by=actor.member.id)
    note(tx, actor, "urged", record, item)
    return Pressed(True, N_("Urged."), record_id=record.id)


def begin_passing(tx: Tx, actor: Actor, item_id: int) -> int:
    """The form that gives it to somebody else; the draft's id. Refused if it is not theirs to chase."""
    record, item = _chased(tx, actor, item_id)
    begun = drafts.of_action(tx, actor.member.id, item.id, TRANSFER.name)
    if begun is not None:
        drafts.change(tx, begun.id, item_version=item.version)
        return begun.id
    return drafts.add_for_item(tx, actor.member.id, record, item, TRANSFER.name, {}, [])


def _chased(tx: Tx, actor: Actor, item_id: int) -> tuple[RecordRow, ItemRow]:
    item = records.item(tx, item_id)
    record = records.get(tx, item.record_id) if item else None
    if item is None or record is None or item.state != "open":
        raise Refused(N_("This is settled. Nothing left to do."))
    if not oversees(tx, actor.member.id, record, item):
        raise Refused(N_("This is not yours to decide. /work shows what waits for you."))
    return record, item
