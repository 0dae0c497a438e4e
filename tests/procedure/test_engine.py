"""The engine on every chapter: whatever people press, the procedure's order holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.procedure import engine
from bot.procedure.chapters import CHAPTERS, chapter
from bot.procedure.engine import Case, Moves, NotNow, Owed
from bot.procedure.house_rules import facts_of
from bot.procedure.workflow import AMEND, Goes

ROUTES = [(c.kind, r.key) for c in CHAPTERS.values() for r in c.routes]
SIGNATURES = {"review", "confirm", "approve", "sign"}
PAUSE = ("paused_minutes", "paused_at")
WORK = {"make_ready", "buy_ready", "settle", "ship"}


class Walk:
    """One record, walked by presses."""

    def __init__(self, kind: str, route: str, data: dict[str, Any]) -> None:
        self.case = Case(chapter(kind), route, engine.OPEN, 0, 1, data)
        self.owed: list[Owed] = []
        self.signed: list[str] = []
        self.last_id = 0
        self._take(engine.begin(self.case))

    def press(self, place: int, choice: int, data: dict[str, Any]) -> None:
        item = self.owed[place % len(self.owed)]
        step = self.case.step(item.step)
        actions = engine.offered(self.case, step)
        if not actions:
            return
        action = actions[choice % len(actions)]
        put = {**data, **dict.fromkeys(action.stamps, "2026-11-23T01:00:00+00:00"), **dict(action.sets)}
        put |= dict.fromkeys(action.empties)
        moves = engine.act(self.case, self.owed, item, action, put=put)
        if action.goes is Goes.ON:
            self.signed.append(step.key)
        if action.goes in {Goes.BACK, Goes.TO}:
            self.signed.clear()
        self._take(moves)

    def _take(self, moves: Moves) -> None:
        self.case = moves.case
        gone = {item_id for item_id, _ in moves.closed} | set(moves.voided)
        self.owed = [o for o in self.owed if o.id not in gone]
        for step in moves.opened:
            self.last_id += 1
            self.owed.append(Owed(self.last_id, step.key, self.case.round, moves.asked_of))


DATA = st.fixed_dictionaries(
    {},
    optional={
        "result": st.sampled_from(["solved", "temporary", "unsolved"]),
        "quality_info": st.booleans(),
        "consent": st.sampled_from(["agreed", "conditional", "refused"]),
        "over_limit": st.booleans(),
    },
)
PRESSES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=60)


@given(route=st.sampled_from(ROUTES), data=DATA, presses=PRESSES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_record_is_open_as_long_as_something_is_owed(
    route: tuple[str, str], data: dict[str, Any], presses: list[tuple[int, int]]
) -> None:
    walk = Walk(*route, data)
    for place, choice in presses:
        if walk.case.state != engine.OPEN:
            break
        walk.press(place, choice, {})
        assert bool(walk.owed) == (walk.case.state == engine.OPEN)


@given(data=DATA, presses=PRESSES, route=st.sampled_from(["warranty_spare", "oem_resupply"]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_nothing_is_prepared_or_shipped_before_quality_signed(
    route: str, data: dict[str, Any], presses: list[tuple[int, int]]
) -> None:
    """R36, R46: no stock or shipping step before the signature, unless the line stands still."""
    walk = Walk("spare_part", route, {**data, "urgency": "normal"})
    for place, choice in presses:
        if walk.case.state != engine.OPEN:
            break
        if any(o.step in WORK for o in walk.owed):
            assert {"confirm", "sign"} & set(walk.signed)
        walk.press(place, choice, {})


def test_with_a_stopped_line_the_part_goes_first_and_the_signatures_follow() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})
    assert {o.step for o in walk.owed} == {"review", "confirm", "make_ready", "buy_ready", "settle"}


def test_a_refusal_after_the_part_went_is_kept_and_stops_nothing() -> None:
    """T6: what is on its way must still be received, and its old part returned."""
    walk = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})
    step = walk.case.step("confirm")
    assert "return" not in [a.name for a in engine.offered(walk.case, step)]
    reject = next(a for a in step.actions if a.name == "reject")
    moves = engine.act(walk.case, walk.owed, next(o for o in walk.owed if o.step == "confirm"), reject)
    assert moves.case.state == engine.OPEN
    assert moves.voided == ()


def test_the_three_confirm_side_by_side_and_only_then_it_ships() -> None:
    walk = Walk("spare_part", "oem_resupply", {"urgency": "normal"})
    walk.press(0, 0, {})
    assert {o.step for o in walk.owed} == {"make_ready", "buy_ready", "settle"}
    walk.press(0, 0, {})
    walk.press(0, 0, {})
    assert {o.step for o in walk.owed} == {"settle"}
    walk.press(0, 0, {})
    assert {o.step for o in walk.owed} == {"ship"}


def test_a_return_asks_for_every_signature_again() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "normal"})
    walk.press(0, 0, {})
    confirm = walk.owed[0]
    returned = engine.act(walk.case, walk.owed, confirm, walk.case.step("confirm").actions[1])
    assert [s.key for s in returned.opened] == ["amend"]
    assert returned.case.round == walk.case.round + 1
    again = engine.act(
        returned.case,
        [Owed(9, "amend", 2)],
        Owed(9, "amend", 2),
        chapter("spare_part").step("warranty_spare", "amend").actions[0],
    )
    assert [s.key for s in again.opened] == ["review"]


def test_a_return_to_a_step_goes_there_and_nowhere_that_is_not() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "normal"})
    walk.press(0, 0, {})
    confirm = walk.owed[0]
    give_back = walk.case.step("confirm").actions[1]
    returned = engine.act(walk.case, walk.owed, confirm, give_back, back_to="review")
    assert ([s.key for s in returned.opened], returned.case.round) == (["review"], walk.case.round + 1)
    with pytest.raises(NotNow):
        engine.act(walk.case, walk.owed, confirm, give_back, back_to="nowhere")


def test_it_comes_straight_back_only_past_what_is_signed_and_never_past_quality() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "normal", "over_limit": True})
    review, confirm, approve = (walk.case.step(key) for key in ("review", "confirm", "approve"))
    with pytest.raises(NotNow):  # nothing stands before it
        engine.act(walk.case, walk.owed, walk.owed[0], review.actions[1], back_to=engine.STRAIGHT)
    walk.press(0, 0, {})
    assert engine.may_come_straight(walk.case, walk.owed, confirm)
    walk.press(0, 0, {})
    assert [o.step for o in walk.owed] == ["approve"]
    assert not engine.may_come_straight(walk.case, walk.owed, approve), "quality has looked at what is amended"
    stopped = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})
    assert not engine.may_come_straight(stopped.case, stopped.owed, confirm), "the leader has not signed"


def test_it_is_returned_only_to_what_was_signed_before() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "normal"})
    assert [s.key for s in engine.earlier_steps(walk.case, walk.case.step("confirm"))] == ["review"]
    assert engine.earlier_steps(walk.case, AMEND) == ()


def test_a_signature_that_follows_moves_nothing_on() -> None:
    """T6: the part that went first is on its way, and stays where it is."""
    walk = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})
    confirm = next(o for o in walk.owed if o.step == "confirm")
    sign = next(a for a in engine.offered(walk.case, walk.case.step("confirm")) if a.name == "sign")
    for step in ("make_ready", "buy_ready", "settle"):
        place = next(n for n, o in enumerate(walk.owed) if o.step == step)
        walk.press(place, 0, {})
    assert "ship" in {o.step for o in walk.owed}
    moves = engine.act(walk.case, walk.owed, confirm, sign)
    assert (moves.case.stage, moves.opened, moves.closed) == (walk.case.stage, (), ((confirm.id, "sign"),))


def test_of_two_signatures_that_follow_the_last_one_ends_it() -> None:
    """T6: when the part was received and the old one analysed, the record still waits for both."""
    walk = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})

    def press(key: str) -> None:
        walk.press(next(n for n, o in enumerate(walk.owed) if o.step == key), 0, {})

    while work := [o.step for o in walk.owed if o.step not in {"review", "confirm"}]:
        press(work[0])
    assert (walk.case.stage, walk.case.state) == (len(walk.case.stages()), engine.OPEN)
    press("review")
    assert ([o.step for o in walk.owed], walk.case.state) == (["confirm"], engine.OPEN)
    press("confirm")
    assert (walk.owed, walk.case.state) == ([], engine.DONE)


def test_what_is_called_off_owes_nothing_and_is_called_off_once() -> None:
    walk = Walk("spare_part", "warranty_spare", {"urgency": "line_down"})
    moves = engine.call_off(walk.case, walk.owed, engine.WITHDRAWN)
    assert (moves.case.state, set(moves.voided)) == (engine.WITHDRAWN, {o.id for o in walk.owed})
    with pytest.raises(NotNow):
        engine.call_off(moves.case, (), engine.WITHDRAWN)


def test_minutes_of_a_pause_are_added_up() -> None:
    begun = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    resume = next(a for a in chapter("site_job").step("site_job", "work").actions if a.adds == PAUSE)
    data = {"paused_minutes": 5, "paused_at": begun.isoformat()}
    assert engine.stamps(resume, data, 1, begun + timedelta(minutes=12, seconds=50), None)["paused_minutes"] == 17
    assert "paused_minutes" not in engine.stamps(resume, {}, 1, begun, None)


def test_what_is_over_takes_no_press() -> None:
    walk = Walk("quality_alert", "quality_alert", {})
    over = replace(walk.case, state=engine.REJECTED)
    with pytest.raises(NotNow):
        engine.act(over, walk.owed, walk.owed[0], over.step("acknowledge").actions[0])


@pytest.mark.parametrize(("kind", "route"), ROUTES)
def test_every_field_that_a_step_asks_exists_and_every_condition_names_one(kind: str, route: str) -> None:
    of = chapter(kind)
    names = set(of.form.model_fields) | {"urgency", "own_job", "quality_info", *facts_of(None)}
    for stage in of.route(route).stages:
        for step in stage.steps:
            assert {w.field for w in step.when} <= names
            for action in step.actions:
                assert {*action.stamps, *action.empties, *(n for n, _ in action.sets)} <= names
                if action.asks not in {"", "*", "transfer"}:
                    assert of.form.asked(action.asks), f"{step.key}.{action.name} asks for nothing"


@pytest.mark.parametrize(("kind", "route"), ROUTES)
def test_every_deadline_is_in_the_table_and_every_button_fits_telegram(kind: str, route: str) -> None:
    from bot.procedure.deadlines import DEADLINES

    for stage in chapter(kind).route(route).stages:
        for step in stage.steps:
            assert step.deadline in DEADLINES or step.due_field or step.waits
            for action in step.actions:
                assert len(f"w:{10**12}:{10**4}:{action.name}".encode()) <= 64
