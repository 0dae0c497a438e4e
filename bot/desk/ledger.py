"""Writing down what the engine decided: items closed, opened, paused; the record as it is then; the trail entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import archive, post
from bot.desk.answers import columns
from bot.desk.casework import LINE, calendar_of, case_of, deadline_columns, item_columns, kept_out, line_of, wakes
from bot.desk.chasing import first_reminder
from bot.desk.effects import EFFECTS
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.chapters import chapter
from bot.procedure.engine import OPEN, Moves, deferred
from bot.procedure.people import Member
from bot.procedure.roles import Role
from bot.procedure.spans import parse_span
from bot.procedure.words import N_
from bot.procedure.workflow import ASSIGN, Step
from bot.storage import chases, drafts, records, trail
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

OVERTAKEN = N_("This was settled while you were writing. Nothing is left for you to do; what you began is discarded.")


def settle(tx: Tx, house: House, record: RecordRow, moves: Moves, data: dict[str, Any], actor: Actor) -> RecordRow:
    """Store the record after `moves`, open what it owes now, and tell people. The record as it is then."""
    of = chapter(record.kind)
    closed_at = tx.now if moves.case.state != OPEN and record.state == OPEN else record.closed_at
    changed = records.change(
        tx,
        record,
        data=data,
        state=moves.case.state,
        stage=moves.case.stage,
        round=moves.case.round,
        closed_at=closed_at,
        urgency=data.get("urgency") or record.urgency,
        **(columns(tx, of, data) if data != record.data else {}),
    )
    records.void_items(tx, moves.voided)
    _drop_drafts(tx, changed, [*moves.voided, *(item_id for item_id, _ in moves.closed)], actor)
    for name in moves.effects:
        changed = EFFECTS[name](tx, house, changed, actor)
    if closed_at is not None:
        changed = records.change(tx, changed, **archive.filed(tx, house, of, changed.data, closed_at))
    _resume(tx, house, changed, moves)
    opened = [open_item(tx, house, changed, step, parent_id=moves.asked_of) for step in moves.opened]
    post.after_change(tx, changed, [item_id for ids in opened for item_id in ids], by=actor.member.id)
    return changed


def _drop_drafts(tx: Tx, record: RecordRow, item_ids: list[int], actor: Actor) -> None:
    """What others had begun to write for items that are settled is of no use; they are told before they write on."""
    for person_id in drafts.writers(tx, item_ids) - {actor.member.id}:
        post.tell(tx, person_id, f"overtaken:{record.id}:{record.version}", OVERTAKEN, record_id=record.id)
    drafts.remove_of_items(tx, item_ids)


def open_item(
    tx: Tx,
    house: House,
    record: RecordRow,
    step: Step,
    *,
    parent_id: int | None = None,
    line: int | None = None,
    **who: Any,
) -> list[int]:
    """Open a work item for `step` and its parts; where nobody can act on it, also one for the administrators to name
    somebody. line: of which line of `step.line_of` it is."""
    if line is not None:
        record = replace(record, data={**record.data, **record.data[step.line_of][line]})
    wakes_at = wakes(tx, house, record, step)
    item_id = records.add_item(
        tx,
        record_id=record.id,
        step=step.key,
        round=record.round,
        parent_id=parent_id,
        wakes_at=wakes_at,
        data=None if line is None else {LINE: line},
        barred=" ".join(map(str, sorted(kept_out(record, step)))) or None,
        **(who or item_columns(tx, record, step)),
    )
    parts = [i for part in step.parts for i in _open_part(tx, house, record, part, item_id)]
    return parts if wakes_at else [*_call(tx, house, record, step, item_id), *parts]


def _open_part(tx: Tx, house: House, record: RecordRow, part: Step, item_id: int) -> list[int]:
    """What others owe beside the item, each a line; where the item was passed on they owe it already."""
    this_round = (i for i in records.items(tx, record.id) if i.step == part.key and i.round == record.round)
    there = {line_of(i): i for i in this_round if i.state in {"open", "done"}}
    for item in there.values():
        records.note_item(tx, item.id, parent_id=item_id)
    lines = [n for n in range(len(record.data.get(part.line_of) or [])) if n not in there]
    return [i for n in lines for i in open_item(tx, house, record, part, parent_id=item_id, line=n)]


def _call(tx: Tx, house: House, record: RecordRow, step: Step, item_id: int) -> list[int]:
    """From now on somebody is asked for the item: it gets its deadline and its reminders."""
    later = deferred(case_of(record), step)
    records.note_item(tx, item_id, wakes_at=None, **deadline_columns(tx, house, record, step, deferred=later))
    item = records.item(tx, item_id)
    assert item is not None
    arm(tx, house, record, item)
    if step.key == ASSIGN.key or post.item_holders(tx, record, item):
        return [item_id]
    return [item_id, *open_item(tx, house, record, ASSIGN, parent_id=item_id, roles=Role.ADMIN.value)]


def sweep_sleepers(tx: Tx, house: House) -> int:
    """Ask for what slept until now (R39, R48: verification, recurrence). How many items there were."""
    found = records.due_to_wake(tx)
    for item in found:
        record = records.get(tx, item.record_id)
        if record is not None:
            step = chapter(record.kind).step(record.route, item.step)
            changed = records.change(tx, record)
            post.after_change(tx, changed, _call(tx, house, changed, step, item.id))
    return len(found)


def sweep_orphans(tx: Tx, house: House) -> int:
    """Have administrators name somebody for what people owe who have left. How many items there were; none twice, for
    what asks is in the rows."""
    found = chases.orphaned(tx, ASSIGN.key)
    for item in found:
        record = records.get(tx, item.record_id)
        if record is not None:
            changed = records.change(tx, record)
            asked = open_item(tx, house, changed, ASSIGN, parent_id=item.id, roles=Role.ADMIN.value)
            post.after_change(tx, changed, asked)
    return len(found)


def arm(tx: Tx, house: House, record: RecordRow, item: ItemRow) -> None:
    """Set when the item is reminded of next (reminders climb from there)."""
    at, level = first_reminder(tx, house, record, item)
    records.note_item(tx, item.id, next_reminder_at=at, next_level=level)


def begin_rest(tx: Tx, house: House, record: RecordRow, item_id: int) -> None:
    """The time limit of a step was kept: that of what is left runs from then on."""
    item = records.item(tx, item_id)
    if item is None or item.state != "open":
        return
    step = chapter(record.kind).step(record.route, item.step)
    records.note_item(tx, item.id, **deadline_columns(tx, house, record, step, deferred=False))
    again = records.item(tx, item_id)
    assert again is not None
    arm(tx, house, record, again)


def _resume(tx: Tx, house: House, record: RecordRow, moves: Moves) -> None:
    for item_id in moves.paused:
        records.note_item(tx, item_id, paused_at=tx.now, next_reminder_at=None)
    for item_id in moves.resumed:
        item = records.item(tx, item_id)
        if item is None or item.state != "open" or item.paused_at is None:
            continue
        records.note_item(tx, item.id, paused_at=None, due_at=_moved(tx, house, record, item))
        again = records.item(tx, item_id)
        assert again is not None
        arm(tx, house, record, again)
        post.take_back(tx, record, again)
        for holder in post.item_holders(tx, record, again):
            post.send_card(tx, record, again, holder.member.id, again=f":{record.version}")


def _moved(tx: Tx, house: House, record: RecordRow, item: ItemRow) -> Any:
    """The deadline after a pause: what the pause took is given back, by the clock of the rule."""
    if item.due_at is None or item.paused_at is None or item.due_at <= item.paused_at:
        return item.due_at
    if tx.now - item.paused_at < timedelta(minutes=1):  # nor does half past five become tomorrow morning for seconds
        return item.due_at
    code = (item.deadline_rule or "").rpartition(":")[2]
    try:
        span = parse_span(code)
    except ValueError:
        return item.due_at  # a day on the calendar does not move
    return span.extend(item.due_at, item.paused_at, tx.now, calendar_of(tx, house, record))


def note(tx: Tx, actor: Actor, action: str, record: RecordRow, item: ItemRow | None = None, **more: Any) -> None:
    """An entry in the trail: who did what to which record, by which update, and as what, for roles change."""
    member = actor.member
    more["data"] = {**more.get("data", {}), "role": member.role.value, "unit": member.unit_id}
    trail.append(
        tx,
        action,
        actor_id=member.id,
        telegram_id=actor.telegram_id,
        update_id=actor.update_id,
        record_id=record.id,
        work_item_id=item.id if item else None,
        version=record.version,
        **more,
    )


def note_deed(
    tx: Tx,
    actor: Actor,
    action: str,
    record: RecordRow,
    item: ItemRow,
    moves: Moves,
    behalf: Member | None,
    *,
    reason: str | None,
    said: dict[str, Any],
) -> None:
    """The entry of an action: from which step, to which, for whom where a deputy did it, and what else is `said`."""
    data = {"step": item.step, "opens": [step.key for step in moves.opened], "state": moves.case.state, **said}
    note(tx, actor, action, record, item, reason=reason, data=data | ({"for": behalf.id} if behalf else {}))
