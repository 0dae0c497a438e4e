"""Passing a step on: from whoever owes it to somebody who may do it too."""

from __future__ import annotations

from typing import Any

from bot.desk import briefings, choices, ledger, post, suspension
from bot.desk.casework import line_of
from bot.desk.house import House
from bot.desk.model import Actor, Pressed, Refused
from bot.procedure.chapters import chapter
from bot.procedure.plans import TRANSFER_TO
from bot.procedure.words import N_
from bot.procedure.workflow import ASSIGN, Action
from bot.storage import drafts, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx


def hand_over(
    tx: Tx, house: House, actor: Actor, record: RecordRow, item: ItemRow, action: Action, answers: dict[str, Any]
) -> Pressed:
    """Somebody else owes it now. Only somebody who may do the step, and never the applicant of an approval."""
    target = records.item(tx, item.parent_id) if item.step == ASSIGN.key else item
    to = people.by_id(tx, answers.get(TRANSFER_TO.name))
    if target is None or target.state != "open" or to is None:
        raise Refused(N_("This is no longer there. /work shows what waits for you."))
    suspension.may_get_work(tx, to.id)
    step = chapter(record.kind).step(record.route, target.step)
    if to.id not in {m.id for m in choices.able_takers(tx, actor.member, record, target)}:
        raise Refused(
            N_("It cannot be passed on to {name}. Please choose somebody else."), name=to.called(actor.member.language)
        )
    _gone_from(tx, actor, target, item, action, answers, {part.key for part in step.parts})
    ledger.note(tx, actor, action.name, record, item, reason=answers.get("reason"), data={"to": to.id})
    changed = records.change(tx, record, data=briefings.passed_on(tx, house, record, step, to.id))
    opened = ledger.open_item(
        tx, house, changed, step, parent_id=target.parent_id, line=line_of(target), assignee_id=to.id
    )
    post.after_change(tx, changed, opened)
    return Pressed(True, N_("Passed on to {name}."), {"name": to.called(actor.member.language)}, record_id=record.id)


def _gone_from(
    tx: Tx, actor: Actor, target: ItemRow, item: ItemRow, action: Action, answers: dict[str, Any], parts: set[str]
) -> None:
    """Who had it has it no longer; what was asked on its behalf, and of whom it was to be, falls away with it, but not
    what others owe beside it."""
    for row in {target.id: target, item.id: item}.values():
        records.change_item(
            tx, row, state="transferred", outcome=action.name, reason=answers.get("reason"),
            done_by=actor.member.id, done_at=tx.now, next_reminder_at=None,
        )  # fmt: skip
    open_ones = records.items(tx, target.record_id, only_open=True)
    hanging = [i.id for i in open_ones if i.parent_id == target.id and i.step not in parts]
    records.void_items(tx, hanging)
    drafts.remove_of_items(tx, [target.id, item.id, *hanging])
