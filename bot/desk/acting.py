"""Acting on what is owed: press, urge, withdraw. Authorised from the database at the moment of the press."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.desk import ledger, post, questions
from bot.desk.casework import Holder, case_of, holders, owed_of
from bot.desk.chasing import audience
from bot.desk.house import House, tongue_of
from bot.desk.ledger import note
from bot.desk.model import Actor, Pressed, Refused
from bot.desk.opening import spawn, validated
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.deadlines import URGE_INTERVAL
from bot.procedure.engine import NotNow
from bot.procedure.ladder import Audience
from bot.procedure.plans import TRANSFER_TO, action_plan
from bot.procedure.roles import WATCHING_ROLES
from bot.procedure.words import N_
from bot.procedure.workflow import ASSIGN, CLOSED, STANDING, Action, Goes, Step
from bot.storage import chases, drafts, idempotency, people, records, trail
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

SENT_BACK = frozenset({"return", "decline"})  # outcomes after which the record walks part of its way again
OUTSIDE_FORM = frozenset({"reason", "transfer_to", "back_to"})


def press(tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
    """A button of a card: done at once, or a draft for what must be asked first. Pressed twice it acts once."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return Pressed(**before)
    pressed = _press(tx, house, actor, item_id, version, action_name)
    idempotency.keep(tx, actor.key, asdict(pressed))
    return pressed


def _press(tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
    record, item, step = _found(tx, item_id)
    if item.state != "open":
        return _too_late(tx, actor, record, item)
    _authorised(tx, actor, record, item, step)
    action = _action(step, action_name)
    if version != item.version or action not in engine.offered(case_of(record), step):
        post.send_card(tx, record, item, actor.member.id, again=f":{tx.now.timestamp():.0f}")
        return Pressed(
            False, N_("This card was out of date. Here is the present one."), stale=True, record_id=record.id
        )
    if action_plan(chapter(record.kind), action).fields:
        return Pressed(False, draft_id=_draft_for(tx, actor, record, item, action), record_id=record.id)
    return act(tx, house, actor, item_id, version, action_name, {})


def _found(tx: Tx, item_id: int) -> tuple[RecordRow, ItemRow, Step]:
    item = records.item(tx, item_id)
    record = records.get(tx, item.record_id) if item else None
    if item is None or record is None:
        raise Refused(N_("This is no longer there. /work shows what waits for you."))
    return record, item, chapter(record.kind).step(record.route, item.step)


def _authorised(tx: Tx, actor: Actor, record: RecordRow, item: ItemRow, step: Step) -> Holder:
    for holder in holders(tx, record, item, step):
        if holder.member.id == actor.member.id:
            _awake(tx, actor, item)
            return holder
    if step.approval and record.created_by == actor.member.id:
        raise Refused(N_("You cannot decide on your own request. Somebody else has it."))
    raise Refused(N_("This is not yours to decide. /work shows what waits for you."))


def _awake(tx: Tx, actor: Actor, item: ItemRow) -> None:
    if item.wakes_at is not None:
        raise Refused(
            N_("You will be asked for this {moment}."), moment=tongue_of(actor.member, tx).moment(item.wakes_at)
        )


def _action(step: Step, name: str) -> Action:
    for action in step.actions:
        if action.name == name:
            return action
    raise Refused(N_("This is no longer there. /work shows what waits for you."))


def _too_late(tx: Tx, actor: Actor, record: RecordRow, item: ItemRow) -> Pressed:
    """Says who did what when; the press is kept in the trail as refused."""
    note(tx, actor, "refused_late", record, item)
    post.redraw_for(tx, record, item, actor.member.id)
    if item.done_by is None:
        return Pressed(False, N_("This is settled. Nothing left to do."), stale=True, record_id=record.id)
    step = chapter(record.kind).step(record.route, item.step)
    done = next((a.done for a in step.actions if a.name == item.outcome), N_("{name} did it"))
    tongue = tongue_of(actor.member, tx)
    by = people.names(tx, [item.done_by])[item.done_by]
    name = by[0] if actor.member.language.startswith("zh") or not by[1] else by[1]
    what = tongue(done, name=name)
    at = tongue.time(item.done_at) if item.done_at else ""
    return Pressed(
        False, N_("{what} at {time}. Nothing left to do."), {"what": what, "time": at}, stale=True, record_id=record.id
    )


def _draft_for(tx: Tx, actor: Actor, record: RecordRow, item: ItemRow, action: Action) -> int:
    begun = drafts.of_action(tx, actor.member.id, item.id, action.name)
    if begun is not None:
        drafts.change(tx, begun.id, item_version=item.version)
        return begun.id
    data = dict(record.data) if action.asks == "*" else {}
    return drafts.add(
        tx,
        person_id=actor.member.id,
        purpose="act",
        kind=record.kind,
        route=record.route,
        work_item_id=item.id,
        item_version=item.version,
        action=action.name,
        data=data,
        skipped=questions.complete(chapter(record.kind).form, data),
    )


def act(
    tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str, answers: dict[str, Any]
) -> Pressed:
    """Do an action with its answers. Authorises, decides, stores, notes in the trail and queues what people are told.

    Refused if the person may not, NotNow is turned into the sentence that says who was faster."""
    record, item, step = _found(tx, item_id)
    if item.state != "open":
        return _too_late(tx, actor, record, item)
    holder = _authorised(tx, actor, record, item, step)
    action = _action(step, action_name)
    if version != item.version:
        post.send_card(tx, record, item, actor.member.id, again=f":{tx.now.timestamp():.0f}")
        return Pressed(
            False, N_("This card was out of date. Here is the present one."), stale=True, record_id=record.id
        )
    if action.goes is Goes.HAND_OVER:
        return _hand_over(tx, house, actor, record, item, action, answers)
    return _decide(tx, house, holder, actor, record, item, action, answers)


def _decide(
    tx: Tx,
    house: House,
    holder: Holder,
    actor: Actor,
    record: RecordRow,
    item: ItemRow,
    action: Action,
    answers: dict[str, Any],
) -> Pressed:
    of, case = chapter(record.kind), case_of(record)
    reason = answers.get("reason")
    put = {k: v for k, v in answers.items() if k not in OUTSIDE_FORM}
    put |= engine.stamps(action, record.data, actor.member.id, tx.now, reason)
    owed = owed_of(records.items(tx, record.id, only_open=True))
    mine = next(o for o in owed if o.id == item.id)
    try:
        moves = engine.act(case, owed, mine, action, put=put, back_to=answers.get("back_to") or "")
    except NotNow:
        raise Refused(N_("This is not possible now. /work shows what waits for you.")) from None
    _close(tx, item, holder, action, moves, answers, reason)
    data = validated(of, {**record.data, **put})
    note(tx, actor, action.name, record, item, reason=reason, data={"step": item.step, "put": put})
    changed = ledger.settle(tx, house, record, moves, data, actor)
    if moves.finished_step:
        spawn(tx, house, actor, changed, moves.finished_step)
    if changed.state == engine.DONE:
        spawn(tx, house, actor, changed, CLOSED)
    return Pressed(True, N_("Done: {number}."), {"number": record.number}, record_id=record.id)


def _close(
    tx: Tx, item: ItemRow, holder: Holder, action: Action, moves: Any, answers: dict[str, Any], reason: str | None
) -> None:
    outcome = dict(moves.closed).get(item.id)
    values: dict[str, Any] = {"reason": reason}
    if outcome is not None:
        values |= {
            "state": "done",
            "outcome": outcome,
            "done_by": holder.member.id,
            "done_for": holder.behalf.id if holder.behalf else None,
            "done_at": tx.now,
            "data": answers,
            "next_reminder_at": None,
        }
    if not records.change_item(tx, item, **values):
        raise Refused(N_("Somebody was faster. /work shows what waits for you."))


def _hand_over(
    tx: Tx, house: House, actor: Actor, record: RecordRow, item: ItemRow, action: Action, answers: dict[str, Any]
) -> Pressed:
    """Somebody else owes it now. Only somebody who may do the step, and never the applicant of an approval."""
    target = records.item(tx, item.parent_id) if item.step == ASSIGN.key else item
    to = people.by_id(tx, answers.get(TRANSFER_TO.name))
    if target is None or target.state != "open" or to is None:
        raise Refused(N_("This is no longer there. /work shows what waits for you."))
    step = chapter(record.kind).step(record.route, target.step)
    if to.role in WATCHING_ROLES or to.id == actor.member.id or (step.approval and to.id == record.created_by):
        raise Refused(
            N_("It cannot be passed on to {name}. Please choose somebody else."), name=to.called(actor.member.language)
        )
    for row in {target.id: target, item.id: item}.values():
        records.change_item(
            tx, row, state="transferred", outcome=action.name, reason=answers.get("reason"),
            done_by=actor.member.id, done_at=tx.now, next_reminder_at=None,
        )  # fmt: skip
    drafts.remove_of_items(tx, [target.id, item.id])
    note(tx, actor, action.name, record, item, reason=answers.get("reason"), data={"to": to.id})
    changed = records.change(tx, record)
    opened = ledger.open_item(tx, house, changed, step, assignee_id=to.id)
    post.after_change(tx, changed, opened)
    return Pressed(True, N_("Passed on to {name}."), {"name": to.called(actor.member.language)}, record_id=record.id)


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
    items = records.items(tx, record_id)
    if not may_withdraw(record, items):
        raise Refused(N_("It can no longer be withdrawn: work on it has begun. Please ask those who have it."))
    moves = engine.withdraw(case_of(record), owed_of(items))
    note(tx, actor, "withdrawn", record)
    ledger.settle(tx, house, record, moves, dict(record.data), actor)
    return Pressed(True, N_("Withdrawn."), record_id=record_id)


def may_withdraw(record: RecordRow, items: list[ItemRow]) -> bool:
    """Until somebody approved or signed in this round, or did something that no withdrawal undoes."""
    return record.state == engine.OPEN and not any(_binds(record, item) for item in items)


def _binds(record: RecordRow, item: ItemRow) -> bool:
    if item.state != "done" or item.outcome in SENT_BACK or item.step in STANDING:
        return False
    step = chapter(record.kind).step(record.route, item.step)
    return not step.approval or item.round == record.round


def snooze(tx: Tx, house: House, actor: Actor, item_ids: list[int], until: datetime) -> None:
    """Put this person's own reminders off until then; colleagues who owe the same, and the ladder above, go on."""
    owed = [i.id for i in records.owed_by(tx, [actor.member]) if not item_ids or i.id in item_ids]
    chases.put_off_until(tx, actor.member.id, owed, until)
    trail.append(tx, "snoozed", actor_id=actor.member.id, data={"until": until.isoformat(), "items": owed})
