"""The working calendar: which instants count as working time, and arithmetic on them.

Instants are aware; results are in UTC. A window holds its start but not its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.procedure.public_holidays import check_country, holidays_of, is_announced
from bot.procedure.working_hours import (
    MIDNIGHT,
    DayException,
    Week,
    Windows,
    length,
    parse_days,
    parse_windows,
    week_of,
)

Instants = tuple[datetime, datetime]
ONE_DAY: Final = timedelta(days=1)
NOTHING: Final = timedelta()


@dataclass(frozen=True)
class WorkingCalendar:
    """A place's working time: its zone, week, country's holidays and own exceptions; the last of these win."""

    zone: ZoneInfo
    weekly: Week
    holidays: str = ""
    exceptions: Mapping[date, DayException] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    announced: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not any(self.weekly):
            raise ValueError("a working calendar needs at least one working window in the week")

    @classmethod
    def from_settings(
        cls, zone: str, windows: str = "08:30-12:00,13:30-17:30", days: str = "1-5", holidays: str = "CN"
    ) -> Self:
        """Build a calendar from its settings; raises ValueError with a sentence that says what to write instead."""
        try:
            place = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"time zone {zone!r}: unknown, write for example Asia/Shanghai") from error
        country = "" if holidays.casefold() == "none" else holidays.upper()
        return cls(place, week_of(parse_days(days), parse_windows(windows)), check_country(country))

    def with_exceptions(self, exceptions: Mapping[date, DayException]) -> Self:
        """The same calendar with a site's own days, which win over holidays and over earlier exceptions."""
        return replace(self, exceptions=MappingProxyType({**self.exceptions, **exceptions}))

    def with_weekly(self, weekly: Week) -> Self:
        return replace(self, weekly=weekly)

    def with_announced(self, *years: int) -> Self:
        """The same calendar for which somebody has entered the holidays of `years` as exceptions."""
        return replace(self, announced=self.announced.union(years))

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of `year` are officially known; otherwise a deadline in it is provisional."""
        return year in self.announced or not self.holidays or is_announced(self.holidays, year)

    @cached_property
    def usual(self) -> Windows:
        """The windows of an ordinary working day, which a make-up day takes over."""
        return max(self.weekly, key=length)

    @property
    def day_length(self) -> timedelta:
        """Working time of an ordinary day."""
        return length(self.usual)

    def local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def windows(self, day: date) -> Sequence[Instants]:
        """The working windows of a local day, in order and apart, as UTC instants."""
        found: list[Instants] = []
        for start, end in self._local_windows(day):
            opens, closes = self._instant(day, start), self._instant(day, end, is_end=True)
            # A gap in spring may push a window's start past the next one's, or past its own end.
            opens = max(opens, found[-1][1]) if found else opens
            if opens < closes:
                found.append((opens, closes))
        return found

    def is_working_day(self, day: date) -> bool:
        return bool(self.windows(day))

    def is_working(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.windows(self.local_date(at)))

    def next_working(self, at: datetime) -> datetime:
        """`at` itself inside a window, else the start of the next one."""
        opens, _ = next(self._windows_from(at))
        return opens

    def add_working(self, start: datetime, span: timedelta) -> datetime:
        """The first instant by which `span` of working time has passed since `start`; raises ValueError if negative."""
        _check(span)
        for opens, closes in self._windows_from(start):
            if span <= closes - opens:
                return opens + span
            span -= closes - opens
        raise AssertionError("a calendar has no last window")

    def subtract_working(self, end: datetime, span: timedelta) -> datetime:
        """The last instant from which `span` of working time remains until `end`; raises ValueError if negative."""
        _check(span)
        for opens, closes in self._windows_until(end):
            if span <= closes - opens:
                return closes - span
            span -= closes - opens
        raise AssertionError("a calendar has no first window")

    def working_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`, negative when `b` is the earlier."""
        if b < a:
            return -self.working_between(b, a)
        total = NOTHING
        for opens, closes in self._windows_from(a):
            if opens >= b:
                break
            total += min(closes, b) - opens
        return total

    def shift_day(self, day: date, days: int) -> date:
        """The working day that is `days` working days after `day`, or before it if negative; `day` does not count."""
        step = ONE_DAY if days > 0 else -ONE_DAY
        for _ in range(abs(days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def add_working_days(self, start: datetime, days: int, *, end_of_day: bool = True) -> datetime:
        """`days` working days after the local day of `start`, at that day's closing or at the same time of day.

        Zero days is the same day while it is still open, else the next working day.
        """
        if days == 0:
            return self._today_or_next(start, end_of_day=end_of_day)
        return self._on(self.shift_day(self.local_date(start), days), start, end_of_day=end_of_day)

    def subtract_working_days(self, at: datetime, days: int, *, end_of_day: bool = True) -> datetime:
        """`days` (at least one) working days before the local day of `at`, at closing or at the same time of day."""
        return self._on(self.shift_day(self.local_date(at), -days), at, end_of_day=end_of_day)

    def closing(self, day: date) -> datetime:
        """The end of the last window of a local day; on a day off, when an ordinary day would close."""
        windows = self.windows(day)
        return windows[-1][1] if windows else self._instant(day, self.usual[-1][1], is_end=True)

    def closing_from(self, day: date) -> datetime:
        """The end of a working day: of this one, or of the next where it is a day off."""
        return self._today_or_next(self._instant(day, time(0)), end_of_day=True)

    def _today_or_next(self, start: datetime, *, end_of_day: bool) -> datetime:
        at = self.next_working(start)
        return self.closing(self.local_date(at)) if end_of_day else at

    def _on(self, day: date, like: datetime, *, end_of_day: bool) -> datetime:
        windows = self.windows(day)
        if end_of_day or not windows:
            return self.closing(day)
        at = self._instant(day, like.astimezone(self.zone).time())
        later = [max(opens, at) for opens, closes in windows if at < closes]
        return later[0] if later else windows[-1][1]

    def _local_windows(self, day: date) -> Windows:
        exception = self.exceptions.get(day)
        if exception is None and self.holidays:
            exception = holidays_of(self.holidays, day.year).get(day)
        return self.weekly[day.weekday()] if exception is None else exception.apply(self.usual)

    def _instant(self, day: date, at: time, *, is_end: bool = False) -> datetime:
        if is_end and at == MIDNIGHT:
            day += ONE_DAY
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def _windows_from(self, at: datetime) -> Iterator[Instants]:
        """What is left of each window from `at` on, forever."""
        at, day = at.astimezone(UTC), self.local_date(at)
        while True:
            for opens, closes in self.windows(day):
                if at < closes:
                    yield max(opens, at), closes
            day += ONE_DAY

    def _windows_until(self, at: datetime) -> Iterator[Instants]:
        """What lies of each window before `at`, backwards."""
        at, day = at.astimezone(UTC), self.local_date(at)
        while True:
            for opens, closes in reversed(self.windows(day)):
                if opens < at:
                    yield opens, min(closes, at)
            day -= ONE_DAY


def _check(span: timedelta) -> None:
    if span < NOTHING:
        raise ValueError(f"a span of working time is not negative: {span}")
