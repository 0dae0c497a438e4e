"""The one engine behind every chapter: given a record, what it owes and what somebody does, what follows?

Pure: it decides, the desk stores. Requirements: R1, R24, R36, R37, R45, R47 and section 2 (order advice)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.procedure.forms import Data
from bot.procedure.workflow import AMEND, ANSWERING, Action, Chapter, Goes, Stage, Step

OPEN, DONE, REJECTED, WITHDRAWN = "open", "done", "rejected", "withdrawn"
STRAIGHT = "straight"  # returned to the applicant; what was signed stands, the step that returned it is next again


@dataclass(frozen=True)
class Case:
    """A record as the engine sees it. data holds the form's answers and, for conditions, `urgency` and `assigned`."""

    chapter: Chapter
    route: str
    state: str
    stage: int
    round: int
    data: Data

    def stages(self) -> tuple[Stage, ...]:
        return self.chapter.route(self.route).stages

    def step(self, key: str) -> Step:
        return self.chapter.step(self.route, key)


@dataclass(frozen=True)
class Owed:
    """An open work item as the engine sees it."""

    id: int
    step: str
    round: int
    parent_id: int | None = None


@dataclass(frozen=True)
class Moves:
    """What follows from an action: the record as it is then, items closed and opened, clocks stopped and started."""

    case: Case
    closed: tuple[tuple[int, str], ...] = ()  # item id, outcome
    opened: tuple[Step, ...] = ()
    paused: tuple[int, ...] = ()
    resumed: tuple[int, ...] = ()
    handed_over: int | None = None
    asked_of: int | None = None  # the item on whose behalf a question is open
    effects: tuple[str, ...] = ()
    finished_step: str = ""  # done: neither refused, nor sent back, nor handed over
    voided: tuple[int, ...] = field(default=())


class NotNow(Exception):
    """The action does not fit where the record stands (it was decided meanwhile, or a condition no longer holds)."""


def begin(case: Case) -> Moves:
    """The record is handed in: its first stage opens."""
    moves = _open_from(replace(case, state=OPEN, stage=0), 0, ())
    return replace(moves, effects=case.chapter.route(case.route).effects)


def offered(case: Case, step: Step) -> tuple[Action, ...]:
    """The actions that `step` offers now, in the order of their likelihood.

    What went ahead of its signature (T6) cannot be sent back any more; it can be signed, or refused for the record."""
    late = _left_behind(case, step)
    open_ones = (a for a in step.actions if all(w.holds(case.data) for w in a.when))
    return tuple(a for a in open_ones if not (late and a.goes is Goes.BACK))


def _left_behind(case: Case, step: Step) -> bool:
    """Whether the record went on without this step's signature."""
    if not deferred(case, step):
        return False
    return any(step in stage.steps for stage in case.stages()[: case.stage])


def act(
    case: Case, owed: Sequence[Owed], item: Owed, action: Action, *, put: Data = MappingProxyType({}), back_to: str = ""
) -> Moves:
    """What follows when `action` is done on `item` and puts down `put`. back_to: a return's goal, a step or STRAIGHT
    ("": the applicant); of what is handed in again, the step to go straight to. NotNow if it does not fit."""
    step = case.step(item.step)
    if case.state != OPEN or action not in offered(case, step):
        raise NotNow
    case = replace(case, data={**case.data, **put})
    if item.step == ANSWERING.key:
        resumed = (item.parent_id,) if item.parent_id is not None else ()
        return Moves(case, closed=((item.id, action.name),), resumed=resumed, finished_step=item.step)
    match action.goes:
        case Goes.STAY:
            return Moves(case)
        case Goes.ASK:
            return Moves(case, opened=(ANSWERING,), paused=(item.id,), asked_of=item.id)
        case Goes.HAND_OVER:
            return Moves(case, handed_over=item.id)
        case Goes.END if _left_behind(case, step):
            # The part is on its way: the refusal is kept, and receipt and old part are still chased.
            return _on(case, owed, item, action, step, "")
        case Goes.END:
            return _end(case, owed, item, action, REJECTED)
        case Goes.BACK:
            return _back(case, owed, item, action, back_to)
        case Goes.TO:
            return _jump(case, owed, item, action, action.to)
    return _on(case, owed, item, action, step, back_to)


def withdraw(case: Case, owed: Sequence[Owed]) -> Moves:
    """The applicant takes it back: everything owed falls away. NotNow if it is no longer open, or of a kind
    that nobody takes back."""
    if case.state != OPEN or not case.chapter.withdrawable:
        raise NotNow
    return Moves(replace(case, state=WITHDRAWN), voided=tuple(o.id for o in owed))


def call_off(case: Case, owed: Sequence[Owed], state: str) -> Moves:
    """What it stood on is over: everything owed falls away, whoever takes such a record back or not. NotNow if it is
    no longer open."""
    if case.state != OPEN:
        raise NotNow
    return Moves(replace(case, state=state), voided=tuple(o.id for o in owed))


def stamps(action: Action, data: Data, actor_id: int, now: datetime, reason: str | None) -> dict[str, Any]:
    """The fields that `action` puts down by itself: instants as ISO strings in UTC, minutes as whole numbers."""
    put: dict[str, Any] = {name: now.isoformat() for name in action.stamps}
    put |= dict(action.sets)
    if action.claims:
        put[action.claims] = actor_id
    put |= {name: data.get(source) for name, source in action.copies}
    if action.reason_to:
        put[action.reason_to] = reason
    minutes, since = action.adds
    if minutes and data.get(since):
        passed = now - datetime.fromisoformat(data[since])
        put[minutes] = (data.get(minutes) or 0) + int(passed.total_seconds() // 60)
    return put | dict.fromkeys(action.empties)


def _on(case: Case, owed: Sequence[Owed], item: Owed, action: Action, step: Step, straight_to: str) -> Moves:
    closed = ((item.id, action.name),)
    # Who decides without waiting for the answer needs it no longer.
    voided = tuple(o.id for o in owed if o.parent_id == item.id)
    done = Moves(case, closed=closed, voided=voided, effects=step.effects, finished_step=step.key)
    if item.step == AMEND.key:
        moves = _open_from(case, stage_of(case, straight_to) if straight_to else case.stage, ())
        return replace(moves, closed=closed, voided=voided, finished_step=step.key)
    rest = [o for o in owed if o.id != item.id and o.parent_id != item.id]
    if _holds_up(case, rest, case.stage):
        return done
    # A step that was put off (T6) is done: the record itself does not move, unless that was all it waited for.
    in_current = step in _steps_at(case, case.stage)
    waits = case.stage < len(case.stages())
    if not in_current and (waits or rest):
        return done
    moves = _open_from(case, case.stage + 1 if in_current else case.stage, rest)
    return replace(moves, closed=closed, voided=voided, effects=step.effects, finished_step=step.key)


def _steps_at(case: Case, stage: int) -> tuple[Step, ...]:
    stages = case.stages()
    return stages[stage].steps if stage < len(stages) else ()


def _holds_up(case: Case, rest: Sequence[Owed], stage: int) -> bool:
    keys = {s.key for s in _steps_at(case, stage) if not deferred(case, s)}
    return any(o.step in keys for o in rest)


def deferred(case: Case, step: Step) -> bool:
    """Whether the record goes on without waiting for this step (T6)."""
    return bool(step.deferred_when) and all(when.holds(case.data) for when in step.deferred_when)


def _open_from(case: Case, stage: int, rest: Sequence[Owed]) -> Moves:
    """Open the stages from `stage` on until one of them must be waited for; past the last one the record is done."""
    opened: list[Step] = []
    while stage < len(case.stages()):
        due = [s for s in _steps_at(case, stage) if all(w.holds(case.data) for w in s.when)]
        opened += due
        if any(not deferred(case, s) for s in due):
            return Moves(replace(case, stage=stage), opened=tuple(opened))
        stage += 1
    state = OPEN if opened or rest else DONE
    return Moves(replace(case, stage=stage, state=state), opened=tuple(opened))


def _end(case: Case, owed: Sequence[Owed], item: Owed, action: Action, state: str) -> Moves:
    others = tuple(o.id for o in owed if o.id != item.id)
    return Moves(replace(case, state=state), closed=((item.id, action.name),), voided=others)


def _back(case: Case, owed: Sequence[Owed], item: Owed, action: Action, back_to: str) -> Moves:
    """Back to an earlier step, or to the applicant, who amends; every signature from there on is asked for again,
    unless it is to come STRAIGHT back."""
    if back_to == STRAIGHT and not may_come_straight(case, owed, case.step(item.step)):
        raise NotNow
    if back_to not in {"", STRAIGHT}:
        return _jump(case, owed, item, action, back_to)
    others = tuple(o.id for o in owed if o.id != item.id)
    again = replace(case, stage=0, round=case.round + 1)
    return Moves(again, closed=((item.id, action.name),), voided=others, opened=(AMEND,))


def _jump(case: Case, owed: Sequence[Owed], item: Owed, action: Action, key: str) -> Moves:
    stage = stage_of(case, key)
    # What was put off before that step (T6) is still owed: nothing asks for it anew.
    before = {s.key for earlier in case.stages()[:stage] for s in earlier.steps if deferred(case, s)}
    kept = {o.id for o in owed if o.step in before and o.id != item.id}
    rest = [o for o in owed if o.id in kept or o.parent_id in kept]
    moves = _open_from(replace(case, round=case.round + 1), stage, rest)
    others = tuple(o.id for o in owed if o.id != item.id and o not in rest)
    return replace(moves, closed=((item.id, action.name),), voided=others)


def stage_of(case: Case, key: str) -> int:
    """The stage in which step `key` stands. NotNow if there is none."""
    for index, stage in enumerate(case.stages()):
        if any(step.key == key for step in stage.steps):
            return index
    raise NotNow


def earlier_steps(case: Case, step: Step) -> tuple[Step, ...]:
    """The steps before `step` to which it may be returned, besides the applicant."""
    try:
        here = stage_of(case, step.key)
    except NotNow:
        return ()
    before = (s for stage in case.stages()[:here] for s in stage.steps)
    return tuple(s for s in before if s.approval and all(w.holds(case.data) for w in s.when))


def may_come_straight(case: Case, owed: Sequence[Owed], step: Step) -> bool:
    """Whether what `step` returns may come straight back to it: all before it is signed, and none of that by those who
    vouch for what they have looked at."""
    before = earlier_steps(case, step)
    unsigned = {o.step for o in owed} & {s.key for s in before}
    return bool(before) and not unsigned and not any(s.signs_apart for s in before)


def chain(case: Case) -> list[tuple[str, tuple[Step, ...]]]:
    """The record's chain as (title, steps), leaving out what does not apply as things stand."""
    shown: list[tuple[str, tuple[Step, ...]]] = []
    for stage in case.stages():
        steps = tuple(s for s in stage.steps if s.chain and all(w.holds(case.data) for w in s.when))
        if steps:
            shown.append((stage.title, steps))
    return shown
