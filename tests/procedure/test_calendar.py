"""Working time: windows of a day, holidays with make-up days, and arithmetic that holds in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.calendar import WorkingCalendar
from bot.procedure.working_hours import DayException, DayKind, parse_days, parse_windows, week_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLANT = WorkingCalendar.from_settings("Asia/Shanghai")
CALENDARS = [
    PLANT,
    WorkingCalendar.from_settings("Europe/Berlin", holidays="DE"),
    WorkingCalendar.from_settings("America/New_York", "00:30-02:30,02:45-24:00", "1-7", "none"),
    WorkingCalendar.from_settings("Africa/Cairo", "00:00-06:00,22:00-24:00", "1-4,7", "none"),
    WorkingCalendar.from_settings("Australia/Lord_Howe", "01:00-01:45,01:50-03:00", "1-7", "none"),
]

calendars = st.sampled_from(CALENDARS)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(), timedelta(hours=120))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def stands_in_window(calendar: WorkingCalendar, at: datetime) -> bool:
    return any(opens <= at <= closes for opens, closes in calendar.windows(calendar.local_date(at))) or any(
        closes == at for _, closes in calendar.windows(calendar.local_date(at - timedelta(seconds=1)))
    )


def test_lunch_is_not_working_time() -> None:
    assert PLANT.is_working(shanghai("2026-11-23T08:30"))
    assert not PLANT.is_working(shanghai("2026-11-23T12:00"))
    assert not PLANT.is_working(shanghai("2026-11-23T13:29"))
    assert PLANT.add_working(shanghai("2026-11-23T11:00"), timedelta(hours=2)) == shanghai("2026-11-23T14:30")
    assert PLANT.day_length == timedelta(hours=7, minutes=30)


def test_span_that_fills_a_window_ends_with_it() -> None:
    assert PLANT.add_working(shanghai("2026-11-23T08:30"), timedelta(hours=3, minutes=30)) == shanghai(
        "2026-11-23T12:00"
    )


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked_like_any_day(day: str) -> None:
    made_up = date.fromisoformat(day)
    assert made_up.weekday() >= 5
    assert len(PLANT.windows(made_up)) == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ],
)
def test_holidays_of_2026_are_free_from_first_to_last(first: str, last: str) -> None:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        assert not PLANT.is_working_day(day), day
        day += timedelta(days=1)


def test_working_day_before_national_week_is_due_after_it() -> None:
    assert PLANT.add_working_days(shanghai("2026-09-30T10:00"), 1) == shanghai("2026-10-08T17:30")
    assert PLANT.add_working_days(shanghai("2026-10-09T10:00"), 1) == shanghai("2026-10-10T17:30")


def test_unannounced_year_says_so_and_can_be_entered() -> None:
    assert PLANT.is_announced(2026)
    assert not PLANT.is_announced(2031)
    assert PLANT.with_announced(2031).is_announced(2031)
    assert WorkingCalendar.from_settings("Europe/Berlin", holidays="DE").is_announced(2031)
    assert WorkingCalendar.from_settings("Asia/Shanghai", holidays="none").is_announced(2031)


def test_working_days_count_from_the_next_day() -> None:
    assert PLANT.add_working_days(shanghai("2026-11-23T10:00"), 1) == shanghai("2026-11-24T17:30")
    assert PLANT.add_working_days(shanghai("2026-11-21T10:00"), 1) == shanghai("2026-11-23T17:30")
    assert PLANT.add_working_days(shanghai("2026-11-27T10:00"), 1, end_of_day=False) == shanghai("2026-11-30T10:00")
    assert PLANT.add_working_days(shanghai("2026-11-27T12:30"), 1, end_of_day=False) == shanghai("2026-11-30T13:30")
    assert PLANT.add_working_days(shanghai("2026-11-27T22:00"), 1, end_of_day=False) == shanghai("2026-11-30T17:30")


def test_same_day_moves_on_once_the_day_has_closed() -> None:
    assert PLANT.add_working_days(shanghai("2026-11-23T10:00"), 0) == shanghai("2026-11-23T17:30")
    assert PLANT.add_working_days(shanghai("2026-11-27T17:30"), 0) == shanghai("2026-11-30T17:30")
    assert PLANT.add_working_days(shanghai("2026-11-28T09:00"), 0, end_of_day=False) == shanghai("2026-11-30T08:30")


def test_working_days_before_a_promised_date() -> None:
    assert PLANT.subtract_working_days(shanghai("2026-11-30T00:00"), 2) == shanghai("2026-11-26T17:30")
    assert PLANT.subtract_working_days(shanghai("2026-11-30T09:00"), 5, end_of_day=False) == shanghai(
        "2026-11-23T09:00"
    )


def test_closing_of_a_day_off_is_the_usual_one() -> None:
    assert PLANT.closing(date(2026, 11, 28)) == shanghai("2026-11-28T17:30")


def test_site_overrides_win_over_week_and_holidays() -> None:
    site = PLANT.with_exceptions(
        {
            date(2026, 10, 1): DayException(DayKind.WORK),
            date(2026, 11, 28): DayException(DayKind.WORK, ((time(9), time(15)),)),
            date(2026, 11, 24): DayException(DayKind.HALF),
            date(2026, 11, 25): DayException(DayKind.OFF),
        }
    )
    assert len(site.windows(date(2026, 10, 1))) == 2
    assert site.windows(date(2026, 11, 28)) == [(shanghai("2026-11-28T09:00"), shanghai("2026-11-28T15:00"))]
    assert site.closing(date(2026, 11, 24)) == shanghai("2026-11-24T12:00")
    assert not site.is_working_day(date(2026, 11, 25))
    assert PLANT.is_working_day(date(2026, 11, 25))


def test_other_week_replaces_the_first() -> None:
    shift = PLANT.with_weekly(week_of(parse_days("1-6"), parse_windows("06:00-14:00,14:00-24:00")))
    assert shift.windows(date(2026, 11, 28))[-1][1] == shanghai("2026-11-29T00:00")
    assert shift.day_length == timedelta(hours=18)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"zone": "Asia/Changchun"}, "for example Asia/Shanghai"),
        ({"windows": "8-12"}, "like 08:30-12:00"),
        ({"windows": "25:00-26:00"}, "no such time"),
        ({"windows": "22:00-06:00"}, "split hours over midnight"),
        ({"windows": "13:30-17:30,08:30-12:00"}, "must follow one another"),
        ({"days": "5-1"}, "write 1-5"),
        ({"days": "Mon"}, "write 1-5"),
        ({"holidays": "XX"}, "not a country known here"),
    ],
)
def test_wrong_setting_is_answered_with_what_to_write(settings: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WorkingCalendar.from_settings(**{"zone": "Asia/Shanghai", **settings})


def test_week_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        PLANT.with_weekly(week_of(frozenset(), ()))


def test_days_shift_over_the_weekend_both_ways() -> None:
    assert PLANT.shift_day(date(2026, 11, 25), 3) == date(2026, 11, 30)
    assert PLANT.shift_day(date(2026, 11, 25), -3) == date(2026, 11, 20)


def test_negative_span_is_refused() -> None:
    at = shanghai("2026-11-23T10:00")
    with pytest.raises(ValueError, match="not negative"):
        PLANT.add_working(at, timedelta(days=-1))
    with pytest.raises(ValueError, match="not negative"):
        PLANT.subtract_working(at, timedelta(days=-1))


@given(calendars, instants, spans)
def test_time_added_is_the_time_between(calendar: WorkingCalendar, start: datetime, span: timedelta) -> None:
    end = calendar.add_working(start, span)
    assert calendar.working_between(start, end) == span
    assert calendar.working_between(end, start) == -span


@given(calendars, instants, spans)
def test_result_stands_in_a_window(calendar: WorkingCalendar, start: datetime, span: timedelta) -> None:
    assert stands_in_window(calendar, calendar.add_working(start, span))
    assert stands_in_window(calendar, calendar.subtract_working(start, span))
    assert calendar.is_working(calendar.next_working(start))


@given(calendars, instants, spans, spans)
def test_longer_span_never_ends_earlier(
    calendar: WorkingCalendar, start: datetime, span: timedelta, more: timedelta
) -> None:
    assert calendar.add_working(start, span) <= calendar.add_working(start, span + more)


@given(calendars, instants, st.timedeltas(timedelta(), timedelta(days=9)), spans)
def test_later_start_never_ends_earlier(
    calendar: WorkingCalendar, start: datetime, wait: timedelta, span: timedelta
) -> None:
    assert calendar.add_working(start, span) <= calendar.add_working(start + wait, span)


@given(calendars, instants, spans.filter(bool))
def test_subtracting_undoes_adding(calendar: WorkingCalendar, at: datetime, span: timedelta) -> None:
    start = calendar.next_working(at)
    assert calendar.subtract_working(calendar.add_working(start, span), span) == start


@given(calendars, instants, st.integers(1, 30))
def test_subtracting_days_undoes_adding_them(calendar: WorkingCalendar, at: datetime, days: int) -> None:
    start = calendar.next_working(at)
    later = calendar.shift_day(calendar.local_date(start), days)
    assert calendar.shift_day(later, -days) == calendar.local_date(start)
    due = calendar.add_working_days(start, days, end_of_day=False)
    assert start < due <= calendar.add_working_days(start, days)


@given(calendars, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_windows_are_in_order_and_apart(calendar: WorkingCalendar, day: date) -> None:
    edges = [edge for window in calendar.windows(day) for edge in window]
    assert edges == sorted(edges)
    assert all(opens < closes for opens, closes in calendar.windows(day))
