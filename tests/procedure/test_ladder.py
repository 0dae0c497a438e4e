"""The ladder of reminders: order, recipients' own calendars, nights, and one reminder after an outage."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.calendar import WorkingCalendar
from bot.procedure.ladder import Audience, highest_due, next_allowed, next_rung, rungs
from bot.procedure.working_hours import DayException, DayKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLANT = WorkingCalendar.from_settings("Asia/Shanghai")
EVERYBODY = dict.fromkeys(Audience, PLANT)

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


OPENED, DUE = shanghai("2026-11-23T09:12"), shanghai("2026-11-24T17:30")


def test_ladder_climbs_from_performer_to_management() -> None:
    found = [(rung.key, rung.level, rung.audience, rung.at) for rung in rungs(OPENED, DUE, EVERYBODY)]
    assert found == [
        ("before", 0, Audience.PERFORMER, shanghai("2026-11-24T15:30")),
        ("due", 1, Audience.PERFORMER, DUE),
        ("again", 2, Audience.PERFORMER, shanghai("2026-11-25T14:00")),
        ("unit_leader", 3, Audience.UNIT_LEADER, shanghai("2026-11-25T17:30")),
        ("management_rep", 4, Audience.MANAGEMENT_REP, shanghai("2026-11-26T17:30")),
    ]


def test_short_clock_warns_at_three_quarters() -> None:
    opened = shanghai("2026-11-23T08:30")
    first = rungs(opened, shanghai("2026-11-23T10:30"), EVERYBODY)[0]
    assert (first.key, first.at) == ("before", shanghai("2026-11-23T10:00"))


def test_warning_that_would_come_with_the_deadline_is_left_out() -> None:
    found = rungs(shanghai("2026-11-23T20:00"), shanghai("2026-11-23T22:00"), EVERYBODY)
    assert [rung.key for rung in found][:1] == ["due"]
    assert found[0].at == shanghai("2026-11-24T08:30")


def test_recipient_on_leave_hears_of_it_when_back() -> None:
    away = PLANT.with_exceptions({date(2026, 11, day): DayException(DayKind.OFF) for day in (25, 26, 27)})
    found = {rung.key: rung.at for rung in rungs(OPENED, DUE, EVERYBODY | {Audience.UNIT_LEADER: away})}
    assert found["unit_leader"] == shanghai("2026-11-30T17:30")
    assert found["management_rep"] == shanghai("2026-11-26T17:30")


def test_line_down_climbs_through_the_night() -> None:
    opened = shanghai("2026-11-28T22:00")
    found = rungs(opened, opened + timedelta(hours=4), EVERYBODY, line_down=True)
    assert [rung.at - opened for rung in found] == [timedelta(hours=hours) for hours in (3, 4, 8, 28, 52)]


def test_nights_and_days_off_wait_for_the_morning_but_lunch_does_not() -> None:
    assert next_allowed(shanghai("2026-11-23T12:30"), PLANT) == shanghai("2026-11-23T12:30")
    assert next_allowed(shanghai("2026-11-23T17:30"), PLANT) == shanghai("2026-11-23T17:30")
    assert next_allowed(shanghai("2026-11-23T03:00"), PLANT) == shanghai("2026-11-23T08:30")
    assert next_allowed(shanghai("2026-11-27T21:00"), PLANT) == shanghai("2026-11-30T08:30")
    assert next_allowed(shanghai("2026-11-27T21:00"), PLANT, line_down=True) == shanghai("2026-11-27T21:00")


def test_after_an_outage_only_the_highest_rung_is_climbed() -> None:
    found = rungs(OPENED, DUE, EVERYBODY)
    assert highest_due(found, OPENED) is None
    top = highest_due(found, shanghai("2026-11-26T09:00"), reached=0)
    assert top is not None
    assert top.key == "unit_leader"
    assert highest_due(found, shanghai("2026-11-26T09:00"), reached=top.level) is None
    following = next_rung(found, reached=top.level)
    assert following is not None
    assert following.key == "management_rep"
    assert next_rung(found, reached=4) is None


@given(instants, st.timedeltas(timedelta(), timedelta(days=60)))
def test_rungs_rise_and_disturb_nobody(opened: datetime, span: timedelta) -> None:
    found = rungs(opened, opened + span, EVERYBODY)
    assert [rung.at for rung in found] == sorted(rung.at for rung in found)
    assert [rung.key for rung in found][-4:] == ["due", "again", "unit_leader", "management_rep"]
    assert all(next_allowed(rung.at, PLANT) == rung.at for rung in found)
