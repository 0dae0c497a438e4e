"""Time limits: the table, its overrides, halts of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.calendar import WorkingCalendar
from bot.procedure.deadlines import DEADLINES, URGE_INTERVAL, due
from bot.procedure.spans import CalendarDays, Elapsed, Span, WorkingDays, WorkingHours, due_with_pauses, parse_span

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLANT = WorkingCalendar.from_settings("Asia/Shanghai")
SPANS: list[Span] = [Elapsed(24), WorkingHours(12), WorkingDays(3), CalendarDays(14)]

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))
waits = st.timedeltas(timedelta(minutes=1), timedelta(days=20))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = shanghai("2026-11-23T09:12")


@pytest.mark.parametrize(
    ("key", "urgent", "rule", "due_at"),
    [
        ("pass_quality_info", False, "pass_quality_info:2h", "2026-11-23T11:12"),
        ("acknowledge_customer", False, "acknowledge_customer:24h", "2026-11-24T09:12"),
        ("acknowledge_customer", True, "acknowledge_customer.urgent:2h", "2026-11-23T11:12"),
        ("on_site", False, "on_site:48h", "2026-11-25T09:12"),
        ("on_site", True, "on_site.urgent:24h", "2026-11-24T09:12"),
        ("on_site_remote", True, "on_site_remote:72h", "2026-11-26T09:12"),
        ("containment", False, "containment:24h", "2026-11-24T09:12"),
        ("containment", True, "containment.urgent:12h", "2026-11-23T21:12"),
        ("root_cause", False, "root_cause:5wd", "2026-11-30T17:30"),
        ("root_cause_sub_supplier", False, "root_cause_sub_supplier:10wd", "2026-12-07T17:30"),
        ("actions_done", False, "actions_done:14d", "2026-12-07T17:30"),
        ("approval_step", False, "approval_step:1wd", "2026-11-24T17:30"),
        ("approval_step", True, "approval_step.urgent:4wh", "2026-11-23T14:42"),
        ("ship_spare", False, "ship_spare:3wd", "2026-11-26T17:30"),
        ("ship_spare", True, "ship_spare.urgent:24h", "2026-11-24T09:12"),
        ("old_part_back", False, "old_part_back:30d", "2026-12-23T17:30"),
        ("delay_notice", False, "delay_notice:0wd", "2026-11-23T17:30"),
        ("chase_consent", False, "chase_consent:1wd", "2026-11-24T17:30"),
        ("visit_application", False, "visit_application:-2wd", "2026-11-19T17:30"),
    ],
)
def test_default_time_limits(key: str, urgent: bool, rule: str, due_at: str) -> None:
    found = due(key, MONDAY, PLANT, urgent=urgent)
    assert (found.rule, found.start, found.due_at) == (rule, MONDAY, shanghai(due_at))


def test_every_row_is_filed_under_its_own_key_and_has_a_reason() -> None:
    assert all(key == row.key and row.why and row.starts for key, row in DEADLINES.items())


def test_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        due("lunch", MONDAY, PLANT)


def test_customer_may_override_either_clock() -> None:
    overrides: dict[str, Span] = {
        "approval_step": WorkingDays(2),
        "approval_step.urgent": Elapsed(1),
        "containment.urgent": Elapsed(8),
    }
    assert due("approval_step", MONDAY, PLANT, overrides=overrides).rule == "approval_step:2wd"
    assert due("approval_step", MONDAY, PLANT, urgent=True, overrides=overrides).rule == "approval_step.urgent:1h"
    assert due("containment", MONDAY, PLANT, urgent=True, overrides=overrides).rule == "containment.urgent:8h"
    assert due("containment", MONDAY, PLANT, overrides=overrides).rule == "containment:24h"
    once = {"actions_done": Elapsed(1)}
    assert due("actions_done", MONDAY, PLANT, urgent=True, overrides=once).rule == "actions_done:1h"


def test_delay_known_after_hours_is_told_the_next_working_day() -> None:
    assert due("delay_notice", shanghai("2026-11-27T19:00"), PLANT).due_at == shanghai("2026-11-30T17:30")


def test_urging_waits_four_working_hours() -> None:
    assert URGE_INTERVAL.after(shanghai("2026-11-27T16:30"), PLANT) == shanghai("2026-11-30T11:30")


@pytest.mark.parametrize("code", ["2h", "4wh", "1wd", "30d", "-2wd"])
def test_span_is_written_as_it_is_read(code: str) -> None:
    assert parse_span(f" {code} ").code == code


@pytest.mark.parametrize("code", ["", "2", "two hours", "-2h", "1.5h", "2 h"])
def test_span_that_cannot_be_read_is_answered_with_the_forms(code: str) -> None:
    with pytest.raises(ValueError, match="4wh"):
        parse_span(code)


def test_halted_clock_has_no_deadline_until_it_runs_again() -> None:
    halt = shanghai("2026-11-23T10:00")
    assert due_with_pauses(PLANT, WorkingHours(4), MONDAY, [(halt, None)]) is None
    end = halt + timedelta(days=1)
    assert due_with_pauses(PLANT, WorkingHours(4), MONDAY, [(halt, end)]) == shanghai("2026-11-24T14:42")
    assert due_with_pauses(PLANT, Elapsed(4), MONDAY, [(halt, end)]) == shanghai("2026-11-24T13:12")


def test_halt_after_the_deadline_heals_nothing() -> None:
    late = shanghai("2026-11-23T20:00")
    assert due_with_pauses(PLANT, Elapsed(4), MONDAY, [(late, None)]) == shanghai("2026-11-23T13:12")


def test_overlapping_halts_count_once() -> None:
    ten, eleven = shanghai("2026-11-23T10:00"), shanghai("2026-11-23T11:00")
    half_past = shanghai("2026-11-23T10:30")
    pauses = [(half_past, eleven), (ten, eleven), (ten, half_past), (half_past, eleven)]
    assert due_with_pauses(PLANT, Elapsed(4), MONDAY, pauses) == shanghai("2026-11-23T14:12")


@given(st.sampled_from(SPANS), instants)
def test_clock_without_halts_is_the_plain_one(span: Span, start: datetime) -> None:
    assert due_with_pauses(PLANT, span, start, []) == span.after(start, PLANT)


@given(st.sampled_from(SPANS), instants, waits, waits)
def test_halt_never_brings_the_deadline_forward(span: Span, start: datetime, wait: timedelta, halt: timedelta) -> None:
    begin = start + wait
    found = due_with_pauses(PLANT, span, start, [(begin, begin + halt)])
    assert found is not None
    assert span.after(start, PLANT) <= found <= span.after(start, PLANT) + 5 * halt + timedelta(days=20)


@given(st.sampled_from(SPANS), instants, st.timedeltas(timedelta(), timedelta(days=9)))
def test_later_start_is_never_due_earlier(span: Span, start: datetime, wait: timedelta) -> None:
    assert span.after(start, PLANT) <= span.after(start + wait, PLANT)
