"""Spans of time as the procedure states them: each knows how to reach its end from a start.

A span has a code ("2h", "4wh", "1wd", "30d", "-2wd") by which it is set per customer and named in a record.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.procedure.calendar import WorkingCalendar

Pause = tuple[datetime, datetime | None]
"""Start and end of a halt of the clock; without an end it still stands."""


class Span(Protocol):
    @property
    def code(self) -> str: ...

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime: ...

    def extend(self, due: datetime, begin: datetime, end: datetime, calendar: WorkingCalendar) -> datetime:
        """`due` moved by what the pause from `begin` to `end` took from this clock."""
        ...


@dataclass(frozen=True)
class Elapsed:
    """Hours by the wall clock, nights and holidays included."""

    hours: int

    @property
    def code(self) -> str:
        return f"{self.hours}h"

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        return start + timedelta(hours=self.hours)

    def extend(self, due: datetime, begin: datetime, end: datetime, calendar: WorkingCalendar) -> datetime:
        return due + (end - begin)


@dataclass(frozen=True)
class CalendarDays:
    """Days by the calendar, to the usual closing time of the last one, working day or not."""

    days: int

    @property
    def code(self) -> str:
        return f"{self.days}d"

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        return calendar.closing(calendar.local_date(start) + timedelta(days=self.days))

    def extend(self, due: datetime, begin: datetime, end: datetime, calendar: WorkingCalendar) -> datetime:
        return due + (end - begin)


class _OnWorkingTime:
    def extend(self, due: datetime, begin: datetime, end: datetime, calendar: WorkingCalendar) -> datetime:
        lost = calendar.working_between(begin, end)
        return calendar.add_working(due, lost) if lost else due


@dataclass(frozen=True)
class WorkingHours(_OnWorkingTime):
    hours: int

    @property
    def code(self) -> str:
        return f"{self.hours}wh"

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        return calendar.add_working(start, timedelta(hours=self.hours))


@dataclass(frozen=True)
class WorkingDays(_OnWorkingTime):
    """Working days after the day of the start, to the closing of the last one; a negative number lies before it."""

    days: int

    @property
    def code(self) -> str:
        return f"{self.days}wd"

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        return calendar.add_working_days(start, self.days)


_CODE: Final = re.compile(r"(-?\d{1,4})(wh|wd|h|d)")
_KINDS: Final[dict[str, Callable[[int], Span]]] = {
    "h": Elapsed,
    "d": CalendarDays,
    "wh": WorkingHours,
    "wd": WorkingDays,
}


def parse_span(code: str) -> Span:
    """Read a span's code; raises ValueError that names the four forms."""
    found = _CODE.fullmatch(code.strip())
    if found is None or (int(found[1]) < 0 and found[2] != "wd"):
        raise ValueError(f"time limit {code!r}: write 2h, 4wh (working hours), 1wd (working days) or 30d")
    return _KINDS[found[2]](int(found[1]))


def due_with_pauses(calendar: WorkingCalendar, span: Span, start: datetime, pauses: Sequence[Pause]) -> datetime | None:
    """When `span` from `start` ends if the clock halts during `pauses`; None while it stands in one.

    A pause that begins after the deadline changes nothing: it was late already.
    """
    due, counted = span.after(start, calendar), start
    for begin, end in sorted(pauses, key=lambda pause: pause[0]):
        begin = max(begin, counted)
        if begin >= due:
            break
        if end is None:
            return None
        if end > begin:
            due, counted = span.extend(due, begin, end, calendar), end
    return due
