"""Carrying out what somebody decided: what is put down, what the engine makes of it, what is closed and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.desk import briefings, ledger, outcomes, same_hand
from bot.desk.answers import prepared, validated
from bot.desk.casework import Holder, case_of, facts, owed_of
from bot.desk.checks import check_all
from bot.desk.house import House
from bot.desk.model import Actor, Pressed, Refused
from bot.desk.opening import spawn
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.engine import Moves, NotNow
from bot.procedure.house_rules import TODAY
from bot.procedure.plans import opening_plan
from bot.procedure.words import N_
from bot.procedure.workflow import AMEND, CLOSED, EVERYTHING, Action, Goes
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

OUTSIDE_FORM = frozenset({"reason", "transfer_to", "back_to"})


def decide(
    tx: Tx,
    house: House,
    holder: Holder,
    actor: Actor,
    record: RecordRow,
    item: ItemRow,
    action: Action,
    answers: dict[str, Any],
) -> Pressed:
    """Do it, and the next approval with it where the same person would give that, too. Refused if it does not fit any
    more; whether the person may is asked before."""
    changed = _done(tx, house, holder, actor, record, item, action, answers)
    also = same_hand.following(tx, changed, item, holder, action)
    if also is None:
        return outcomes.done(tx, actor, changed, action)
    second, yes = also
    both = _done(tx, house, holder, actor, changed, second, yes, {}, {same_hand.SAME_HAND: True})
    return outcomes.done(tx, actor, both, action, also=chapter(both.kind).step(both.route, second.step).title)


def _done(
    tx: Tx,
    house: House,
    holder: Holder,
    actor: Actor,
    record: RecordRow,
    item: ItemRow,
    action: Action,
    answers: dict[str, Any],
    marks: Mapping[str, bool] = MappingProxyType({}),
) -> RecordRow:
    reason = None if action.asks == EVERYTHING else answers.get("reason")
    put = _put(tx, house, actor, record, action, answers)
    back_to = answers.get("back_to") or _straight_to(tx, record, item, put)
    moves = _moves(tx, record, item, action, put, back_to)
    _close(tx, item, holder, action, moves, answers, reason)
    data = validated(chapter(record.kind), {**record.data, **put})
    said = {"put": put, **marks}
    ledger.note_deed(tx, actor, action.name, record, item, moves, holder.behalf, reason=reason, said=said)
    changed = ledger.settle(tx, house, record, moves, data, actor)
    if action.meets:
        ledger.begin_rest(tx, house, changed, item.id)
    if moves.finished_step:
        spawn(tx, house, actor, changed, moves.finished_step)
    if changed.state == engine.DONE:
        spawn(tx, house, actor, changed, CLOSED)
    present = records.get(tx, changed.id)
    assert present is not None
    return present


def _put(
    tx: Tx, house: House, actor: Actor, record: RecordRow, action: Action, answers: dict[str, Any]
) -> dict[str, Any]:
    """What the action puts down: its answers and stamps. An amended form is completed and judged as a new one is."""
    of = chapter(record.kind)
    put = engine.stamps(action, {**record.data, **answers}, actor.member.id, tx.now, answers.get("reason"))
    if action.asks != EVERYTHING:
        put |= {k: v for k, v in answers.items() if k not in OUTSIDE_FORM}
        put |= {k: [*(record.data.get(k) or []), *(put.get(k) or [])] for k in action.appends}
        today = house.calendar.local_date(tx.now)
        check_all(tx, of.form, {**facts(record), TODAY: today.isoformat(), **put}, put)
        return put
    put |= answers  # a form may have a field called reason
    asked = dict.fromkeys([*(f.name for f in opening_plan(of, record.route).fields), *briefings.flags_of(of)])
    whole = {**record.data, **asked, **put}
    return {**asked, **put, **prepared(tx, house.under(record.rules), of, whole, record.created_by)}


def _straight_to(tx: Tx, record: RecordRow, item: ItemRow, put: dict[str, Any]) -> str:
    """The step to which an amended record goes straight back: the one that returned it, where that was wished and all
    that stands before it, as the record is now, is signed."""
    if item.step != AMEND.key:
        return ""
    case = case_of(record)
    case = replace(case, data={**case.data, **put})
    done = [(i, case.step(i.step).action(i.outcome or "")) for i in records.items(tx, record.id) if i.state == "done"]
    returned = [i for i, did in done if did and did.goes is Goes.BACK][-1]
    if (returned.data or {}).get("back_to") != engine.STRAIGHT:
        return ""
    signed = {i.step for i, did in done if did and did.goes is Goes.ON}
    before = {step.key for step in engine.earlier_steps(case, case.step(returned.step))}
    return returned.step if before <= signed else ""


def _moves(tx: Tx, record: RecordRow, item: ItemRow, action: Action, put: dict[str, Any], back_to: str) -> Moves:
    owed = owed_of(records.items(tx, record.id, only_open=True))
    mine = next(o for o in owed if o.id == item.id)
    try:
        return engine.act(case_of(record), owed, mine, action, put=put, back_to=back_to)
    except NotNow:
        raise Refused(N_("This is not possible now. /work shows what waits for you.")) from None


def _close(
    tx: Tx, item: ItemRow, holder: Holder, action: Action, moves: Moves, answers: dict[str, Any], reason: str | None
) -> None:
    outcome = dict(moves.closed).get(item.id)
    values: dict[str, Any] = {"reason": reason}
    if action.meets:
        values |= {"due_at": None, "next_reminder_at": None}
    if outcome is not None:
        values |= {
            "state": "done",
            "outcome": outcome,
            "done_by": holder.member.id,
            "done_for": holder.behalf.id if holder.behalf else None,
            "done_at": tx.now,
            "data": {**(item.data or {}), **answers},
            "next_reminder_at": None,
        }
    if not records.change_item(tx, item, **values):
        raise Refused(N_("Somebody was faster. /work shows what waits for you."))
