"""Every time limit of the procedure is read somewhere, and does what it says (deadlines.md)."""

from __future__ import annotations

import inspect
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import centres, chasing, delivery_questions, surveys, tools, verifications, visits
from bot.desk.casework import overrides
from bot.procedure.chapters import CHAPTERS
from bot.procedure.deadlines import DEADLINES
from bot.procedure.ladder import Audience
from bot.procedure.time_limits import LABELS
from bot.procedure.workflow import STANDING, Step
from tests.desk.office import CHEN, LI, WANG, ZHAO, Office
from tests.desk.test_house_rules import arrived, settle
from tests.desk.test_overseeing import JOB

SHANGHAI = ZoneInfo("Asia/Shanghai")
SWEEPS = (centres, delivery_questions, surveys, tools, verifications, visits)
DELAY = {
    "new_date": "2027-01-29", "late_qty": 3, "cause_class": "material", "cause": "Magnets come late",
    "remedy": "Second source",
}  # fmt: skip


def limits_of(step: Step) -> set[str]:
    slower = {step.slower[1]} if step.slower else set()
    return {step.deadline, step.sleeps, step.escalates, step.no_later[0], step.rest[0]} | slower


def test_every_limit_that_can_be_set_is_read() -> None:
    steps = [step for of in CHAPTERS.values() for route in of.routes for stage in route.stages for step in stage.steps]
    by_steps = set().union(*(limits_of(step) for step in (*steps, *STANDING.values())))
    code = "".join(inspect.getsource(module) for module in SWEEPS)
    by_sweeps = {key for key in DEADLINES if re.search(rf'["}}]{key}"', code)}
    assert by_steps - {""} | by_sweeps | {"signature_after_shipping"} == set(DEADLINES) == set(LABELS)


async def test_a_remote_place_gives_more_time_unless_less_was_agreed(office: Office) -> None:
    near = await office.hand_in(LI, "site_job", "site_job", JOB | {"customer_id": 3, "site_id": 5})
    far = await office.hand_in(LI, "site_job", "site_job", JOB | {"customer_id": 3, "site_id": 5, "remote": True})
    assert (await office.item(near.id, "start")).deadline_rule == "on_site:48h"
    assert (await office.item(far.id, "start")).deadline_rule == "on_site_remote:72h"
    agreed = await office.hand_in(LI, "site_job", "site_job", JOB | {"remote": True})
    if "on_site" in overrides(agreed):
        assert overrides(agreed)["on_site_remote"] == overrides(agreed)["on_site"]


async def test_those_above_hear_of_an_old_part_when_it_is_missing(office: Office) -> None:
    """T9: reminded after 30 days, escalated after 45."""
    part = await arrived(office)
    item = await office.item(part.id, "send_old")
    day = office.clock.now().astimezone(SHANGHAI).date()
    ladder = await office.read(lambda tx: chasing.ladder_of(tx, office.desk.house, part, item))
    told = {rung.audience: rung.at.astimezone(SHANGHAI).date() - day for rung in ladder}
    assert timedelta(30) <= told[Audience.PERFORMER] <= timedelta(33)
    assert timedelta(45) <= told[Audience.UNIT_LEADER] <= timedelta(48)
    assert told[Audience.UNIT_LEADER] < told[Audience.MANAGEMENT_REP] <= timedelta(50)
    assert [rung.level for rung in ladder] == [0, 1, 2, 3, 4]


async def test_a_delay_notice_is_due_two_working_days_before_the_promise_at_the_latest(office: Office) -> None:
    line_id, promised = await office.line("4500917362", 10)
    await settle(office, "limit.delay_notice", "10 working days")
    early = await office.hand_in(CHEN, "late_delivery", "late_delivery", DELAY | {"order_line_id": line_id})
    item = await office.item(early.id, "told")
    assert item.deadline_rule == "delay_notice_latest:-2wd"
    assert item.due_at is not None
    assert item.due_at < datetime.combine(promised, time(0), SHANGHAI)
    assert "short_notice" not in early.data


async def test_a_delay_that_is_reported_too_late_for_that_says_so(office: Office) -> None:
    line_id, promised = await office.line("4500917362", 10)
    while office.clock.now().astimezone(SHANGHAI).date() < promised - timedelta(1):
        office.clock.advance(days=1)
    late = await office.hand_in(CHEN, "late_delivery", "late_delivery", DELAY | {"order_line_id": line_id})
    assert late.data["short_notice"] is True
    item = await office.item(late.id, "told")
    assert (item.deadline_rule, item.due_at and item.due_at > office.clock.now()) == ("delay_notice:0wd", True)


async def test_a_part_that_is_needed_tomorrow_is_prepared_by_then(office: Office) -> None:
    """Monday: three working days would be Thursday."""
    rules = []
    for needed in ("2026-11-24", "2026-12-10"):
        part = await office.part(needed_on=needed)
        await office.press(WANG, part.id, "approve")
        await office.press(ZHAO, part.id, "sign", finding="ours")
        item = await office.item(part.id, "ready_made")
        rules.append((item.deadline_rule, item.due_at and item.due_at.astimezone(SHANGHAI).date().isoformat()))
    assert rules == [("needed_on:date", "2026-11-24"), ("ship_spare:3wd", "2026-11-26")]
