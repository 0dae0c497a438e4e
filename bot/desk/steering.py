"""What one does about a record without discharging anything: urge, withdraw."""

from __future__ import annotations

from bot.desk import ledger, post
from bot.desk.casework import case_of, owed_of
from bot.desk.chasing import audience
from bot.desk.house import House, tongue_of
from bot.desk.ledger import note
from bot.desk.model import Actor, Pressed, Refused
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.deadlines import URGE_INTERVAL
from bot.procedure.ladder import Audience
from bot.procedure.words import N_
from bot.procedure.workflow import STANDING
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

SENT_BACK = frozenset({"return", "decline"})  # outcomes after which the record walks part of its way again


def urge(tx: Tx, house: House, actor: Actor, record_id: int) -> Pressed:
    """The applicant urges those who owe it now, at most once per four working hours and item."""
    record = records.get(tx, record_id)
    if record is None or record.created_by != actor.member.id or record.state != engine.OPEN:
        raise Refused(N_("Only what you applied for and what is still open can be urged."))
    items = [i for i in records.items(tx, record_id, only_open=True) if not i.paused_at and not i.wakes_at]
    calendar = house.company_calendar(tx)
    ready = [i for i in items if i.urged_at is None or URGE_INTERVAL.after(i.urged_at, calendar) <= tx.now]
    others = [i for i in ready if any(m.id != actor.member.id for m in audience(tx, record, i, Audience.PERFORMER))]
    if not others:
        again = min((URGE_INTERVAL.after(i.urged_at, calendar) for i in items if i.urged_at), default=None)
        if again is None:
            raise Refused(N_("Nobody else has this now."))
        moment = tongue_of(actor.member, tx).moment(again)
        raise Refused(N_("They have been urged already. You can urge again {moment}."), moment=moment)
    for item in others:
        records.note_item(tx, item.id, urged=item.urged + 1, urged_at=tx.now)
        for member in audience(tx, record, item, Audience.PERFORMER):
            post.urge(tx, record, item, member.id)
    note(tx, actor, "urged", record, data={"items": [i.id for i in others]})
    post.redraw(tx, records.change(tx, record))
    return Pressed(True, N_("Urged."), record_id=record_id)


def withdraw(tx: Tx, house: House, actor: Actor, record_id: int) -> Pressed:
    """The applicant takes a record back, as long as nothing was signed or shipped on it."""
    record = records.get(tx, record_id)
    if record is None or record.created_by != actor.member.id:
        raise Refused(N_("Only who applied for it can withdraw it."))
    if not chapter(record.kind).withdrawable:
        raise Refused(N_("This cannot be withdrawn once it is handed in. Please tell those who have it."))
    items = records.items(tx, record_id)
    if not may_withdraw(record, items):
        raise Refused(N_("It can no longer be withdrawn: work on it has begun. Please ask those who have it."))
    moves = engine.withdraw(case_of(record), owed_of(items))
    note(tx, actor, "withdrawn", record)
    ledger.settle(tx, house, record, moves, dict(record.data), actor)
    return Pressed(True, N_("Withdrawn."), record_id=record_id)


def may_withdraw(record: RecordRow, items: list[ItemRow]) -> bool:
    """Until somebody approved or signed in this round, or did something that no withdrawal undoes."""
    of = chapter(record.kind)
    applied_for = of.withdrawable and of.route(record.route).menu  # what the bot asks for, nobody withdraws
    return record.state == engine.OPEN and applied_for and not any(_binds(record, item) for item in items)


def _binds(record: RecordRow, item: ItemRow) -> bool:
    if item.state != "done" or item.outcome in SENT_BACK or item.step in STANDING:
        return False
    step = chapter(record.kind).step(record.route, item.step)
    return not step.approval or item.round == record.round
