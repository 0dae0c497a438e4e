"""R47, R48: whoever may say yes opens an action, and whoever says no gives a reason."""

from __future__ import annotations

import pytest

from bot.procedure.chapters import CHAPTERS
from bot.procedure.closing import AWAIT_ACTION, OPENS_ACTION
from bot.procedure.workflow import Chapter, Route, Step


def steps_of(route: Route) -> list[Step]:
    return [step for stage in route.stages for step in stage.steps]


def determines(step: Step) -> bool:
    return any(action.name == "action_needed" for action in step.actions)


ROUTES = [(of, route) for of in CHAPTERS.values() for route in of.routes if any(map(determines, steps_of(route)))]
EACH = pytest.mark.parametrize(("of", "route"), ROUTES, ids=lambda x: x.key if isinstance(x, Route) else x.kind)


@EACH
def test_no_needs_a_reason(of: Chapter, route: Route) -> None:
    for step in filter(determines, steps_of(route)):
        refusals = [action for action in step.actions if action.name == "no_action"]
        assert refusals
        assert all(action.reason and action.reason_to == "cpa_reason" for action in refusals)


@EACH
def test_yes_opens_an_action_at_the_determination_or_at_its_confirmation(of: Chapter, route: Route) -> None:
    steps = steps_of(route)
    opens_at = {spawn.at for spawn in (*of.spawns, *OPENS_ACTION) if spawn.kind == "cpa"}
    for place, step in enumerate(steps):
        if determines(step):
            confirmation = steps[place + 1] if steps[place + 1].key == "confirm_determination" else step
            assert confirmation.key in opens_at
            assert "link_action" in confirmation.effects


@EACH
def test_it_can_wait_for_the_action_before_its_archive(of: Chapter, route: Route) -> None:
    keys = [step.key for step in steps_of(route)]
    last = max(n for n, step in enumerate(steps_of(route)) if determines(step))
    assert AWAIT_ACTION.key in keys[last:]


def test_the_cases_of_the_procedure_are_among_them() -> None:
    assert {"site_job", "spare_part", "late_delivery", "quality_alert"} <= {of.kind for of, _ in ROUTES}
