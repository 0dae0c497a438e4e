"""What chapters name of each other, of their forms and of the tables is there."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.procedure.chapters import CHAPTERS, chapter
from bot.procedure.deadlines import DEADLINES
from bot.procedure.forms import rows_form
from bot.procedure.plans import opening_plan
from bot.procedure.spare_part import SPARE_PART
from bot.procedure.workflow import EVERYTHING, STANDING, Chapter, Step

ALL = pytest.mark.parametrize("of", CHAPTERS.values(), ids=CHAPTERS)


def steps(of: Chapter) -> list[Step]:
    return [step for route in of.routes for stage in route.stages for step in stage.steps]


@ALL
def test_no_step_is_called_like_a_standing_one(of: Chapter) -> None:
    """The engine would take the step for the standing one, which moves no record."""
    assert {step.key for step in steps(of)} & set(STANDING) == set()
    for route in of.routes:
        keys = sorted(step.key for stage in route.stages for step in stage.steps)
        assert [key for key, following in pairwise(keys) if key == following] == []


@ALL
def test_time_limits_and_fields_are_there(of: Chapter) -> None:
    named = {key for step in steps(of) for key in (step.deadline, step.sleeps) if key}
    assert named <= set(DEADLINES)
    fields = {f for step in steps(of) for f in (step.clock_field, step.due_field, step.sleeps_until) if f}
    assert fields - {"created_at"} <= set(of.form.model_fields)


@ALL
def test_an_action_asks_for_something(of: Chapter) -> None:
    asked = {a.asks for step in steps(of) for a in step.actions if a.asks} - {EVERYTHING, "transfer"}
    assert {name for name in asked if not of.form.asked(name)} == set()


@ALL
def test_records_that_follow_have_their_chapter_route_and_fields(of: Chapter) -> None:
    for start in of.starts:
        chapter(start.kind).route(start.route)
    for spawn in of.spawns:
        target = chapter(spawn.kind)
        target.route(spawn.route)
        assert {there for there, _ in (*spawn.carries, *spawn.says)} <= set(target.form.model_fields)


def test_what_is_known_is_not_assumed() -> None:
    plan, route = opening_plan(SPARE_PART, "warranty_spare"), {"route": "warranty_spare"}
    assert plan.assumed(route) == {"qty": 1, "reason": "faulty", "urgency": "normal"}
    assert plan.assumed({**route, "qty": 4, "urgency": "line_down"}) == {"reason": "faulty"}
    assert "needed_on" not in {f.name for f in plan.missing(route)}


def test_a_resupply_says_itself_what_is_sent_and_by_when() -> None:
    plan, route = opening_plan(SPARE_PART, "oem_resupply"), {"route": "oem_resupply"}
    assert plan.assumed(route) == {"urgency": "normal"}
    assert {"qty", "reason", "needed_on"} <= {f.name for f in plan.missing(route)}


def test_nobody_is_taken_to_have_spoken_of_quality_safety_or_consent() -> None:
    assumed = {f.name for of in CHAPTERS.values() for f in of.form.all_fields() if f.ask.assumed is not None}
    assert assumed == {"qty", "reason", "urgency"}


@ALL
def test_a_part_of_a_step_finds_person_and_day_in_its_line(of: Chapter) -> None:
    for part in (part for step in steps(of) for part in step.parts):
        columns = {f.name for f in rows_form(of.form.field(part.line_of)).all_fields()}
        assert {part.by.person_field, part.due_field} <= columns
        assert part.key not in {step.key for step in steps(of)}
