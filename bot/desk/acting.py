"""Acting on what is owed: press, urge, withdraw. Authorised from the database at the moment of the press."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.desk import archive, post, questions, views
from bot.desk.casework import Holder, case_of, facts, holders
from bot.desk.deciding import decide
from bot.desk.filling import begun_with
from bot.desk.handing_over import hand_over
from bot.desk.house import House, tongue_of
from bot.desk.ledger import note
from bot.desk.model import Actor, Pressed, Refused, Unknown
from bot.desk.overseeing import oversees
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.people import Member
from bot.procedure.permissions import hidden_from
from bot.procedure.plans import action_plan, opening_plan
from bot.procedure.words import N_
from bot.procedure.workflow import EVERYTHING, Action, Goes, Step
from bot.storage import drafts, evidence, idempotency, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx


def press(tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
    """A button of a card: done at once, or a draft for what must be asked first. Pressed twice it acts once."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return Pressed(**before)
    pressed = _press(tx, house, actor, item_id, version, action_name)
    archive.nothing_outstanding(tx, pressed.record_id)
    idempotency.keep(tx, actor.key, asdict(pressed))
    return pressed


def _press(tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
    record, item, step = _found(tx, item_id)
    if item.state != "open":
        return _too_late(tx, actor, record, item, step)
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
        raise Unknown(N_("This is no longer there. /work shows what waits for you."))
    return record, item, chapter(record.kind).step(record.route, item.step)


def _authorised(
    tx: Tx, actor: Actor, record: RecordRow, item: ItemRow, step: Step, action: Action | None = None
) -> Holder:
    for holder in holders(tx, record, item, step):
        if holder.member.id == actor.member.id:
            _awake(tx, actor, item)
            return holder
    if action and action.goes is Goes.HAND_OVER and oversees(tx, actor.member.id, record, item):
        return Holder(actor.member)
    if step.approval and record.created_by == actor.member.id:
        raise Refused(N_("You cannot decide on your own request. Somebody else has it."))
    raise Refused(N_("This is not yours to decide. /work shows what waits for you."))


def _awake(tx: Tx, actor: Actor, item: ItemRow) -> None:
    if item.wakes_at is not None:
        raise Refused(
            N_("You will be asked for this {moment}."), moment=tongue_of(actor.member, tx).moment(item.wakes_at)
        )


def _action(step: Step, name: str) -> Action:
    action = step.action(name)
    if action is None:
        raise Unknown(N_("This is no longer there. /work shows what waits for you."))
    return action


def _too_late(tx: Tx, actor: Actor, record: RecordRow, item: ItemRow, step: Step) -> Pressed:
    """Says who did what when, to those who may see the record; the press is kept in the trail as refused."""
    owed = any(h.member.id == actor.member.id for h in holders(tx, record, item, step))
    if not owed and not views.allowed(tx, actor.member, record):
        raise Refused(N_("This is not yours to decide. /work shows what waits for you."))
    note(tx, actor, "refused_late", record, item)
    post.redraw_for(tx, record, item, actor.member.id)
    if item.done_by is None:
        return Pressed(False, N_("This is settled. Nothing left to do."), stale=True, record_id=record.id)
    outcome = step.action(item.outcome or "")
    done = outcome.done if outcome else N_("{name} did it")
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
    data: dict[str, Any] = {}
    settled: list[str] = []
    if action.asks == EVERYTHING:
        plan = opening_plan(chapter(record.kind), record.route)
        hidden = hidden_from(actor.member, chapter(record.kind))
        data = {f.name: record.data[f.name] for f in plan.fields if f.name in record.data and f.name not in hidden}
        settled = questions.settled(plan, facts(record))
    elif action.begins:
        data = begun_with(record, item.step, action)
        settled = questions.complete(chapter(record.kind).form, data)
    return drafts.add_for_item(tx, actor.member.id, record, item, action.name, data, settled)


def act(
    tx: Tx, house: House, actor: Actor, item_id: int, version: int, action_name: str, answers: dict[str, Any]
) -> Pressed:
    """Do an action with its answers. Authorises, decides, stores, notes in the trail and queues what people are told.

    Refused if the person may not, NotNow is turned into the sentence that says who was faster."""
    record, item, step = _found(tx, item_id)
    if item.state != "open":
        return _too_late(tx, actor, record, item, step)
    action = _action(step, action_name)
    holder = _authorised(tx, actor, record, item, step, action)
    if version != item.version:
        post.send_card(tx, record, item, actor.member.id, again=f":{tx.now.timestamp():.0f}")
        return Pressed(
            False, N_("This card was out of date. Here is the present one."), stale=True, record_id=record.id
        )
    _complete(tx, actor, record, action, answers)
    if action.goes is Goes.HAND_OVER:
        return hand_over(tx, house, actor, record, item, action, answers)
    return decide(tx, house, holder, actor, record, item, action, answers)


def _complete(tx: Tx, actor: Actor, record: RecordRow, action: Action, answers: dict[str, Any]) -> None:
    """Whatever way the answers came: what the action must have is there, its reason too (R47, R43)."""
    of = chapter(record.kind)
    plan = opening_plan(of, record.route) if action.asks == EVERYTHING else action_plan(of, action)
    asked = {f.name for f in plan.fields}
    known = {name: value for name, value in facts(record).items() if name not in asked}
    missing = plan.missing({**known, **answers})
    if missing:
        t = tongue_of(actor.member, tx)
        raise Refused(N_("Still missing: {names}."), names=t.list(t(f.ask.label) for f in missing))


def of_itself(tx: Tx, house: House, member: Member, item_id: int, action_name: str, answers: dict[str, Any]) -> Pressed:
    """What follows from another record, put down to `member`: nobody presses it, asleep or not. Not done as long as a
    file of the record is still being fetched; who calls tries again."""
    record, item, step = _found(tx, item_id)
    if evidence.are_coming(tx, archive.files_of(tx, record)):
        return Pressed(False, record_id=record.id)
    action = _action(step, action_name)
    return decide(tx, house, Holder(member), Actor(member, 0), record, item, action, answers)
