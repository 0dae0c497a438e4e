"""The hours of a working day: windows, exceptions, and how both are written in settings."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

Window = tuple[time, time]
"""Local start and end. An end of midnight is the end of that day, written 24:00."""
Windows = tuple[Window, ...]
Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]
"""Monday first."""

MIDNIGHT: Final = time(0)
_WINDOW: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_DAYS: Final = re.compile(r"([1-7])(?:\s*-\s*([1-7]))?")


class DayKind(StrEnum):
    OFF = "off"
    WORK = "work"
    HALF = "half"


@dataclass(frozen=True)
class DayException:
    """A day that differs from the week: off, worked (a make-up day), or half (its first window only)."""

    kind: DayKind
    windows: Windows | None = None

    def apply(self, usual: Windows) -> Windows:
        """The windows of this day, where `usual` are those of an ordinary working day."""
        if self.kind is DayKind.OFF:
            return ()
        if self.windows is not None:
            return self.windows
        return usual[:1] if self.kind is DayKind.HALF else usual


def parse_windows(text: str) -> Windows:
    """Read "08:30-12:00,13:30-17:30"; raises ValueError naming the part that is wrong."""
    windows = tuple(_parse_window(part.strip()) for part in text.split(","))
    for (_, end), (start, _) in pairwise(windows):
        if end == MIDNIGHT or start < end:
            raise ValueError(
                f"working hours {text!r}: windows must follow one another, for example 08:30-12:00,13:30-17:30"
            )
    return windows


def parse_days(text: str) -> frozenset[int]:
    """Read "1-5" or "1-5,7" (1 is Monday) into weekday numbers, 0 being Monday; raises ValueError."""
    days: set[int] = set()
    for part in text.split(","):
        found = _DAYS.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if first > last:
            raise ValueError(f"working days {text!r}: write 1-5 for Monday to Friday, or 1-5,7")
        days.update(range(first - 1, last))
    return frozenset(days)


def week_of(days: frozenset[int], windows: Windows) -> Week:
    """The same windows on each of `days` (0 is Monday)."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        windows if day in days else () for day in range(7)
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def length(windows: Windows) -> timedelta:
    """Clock time inside `windows` on a day without a change of the clock."""
    return sum((_since_midnight(end, is_end=True) - _since_midnight(start) for start, end in windows), timedelta())


def _since_midnight(at: time, *, is_end: bool = False) -> timedelta:
    passed = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return timedelta(days=1) if is_end and at == MIDNIGHT else passed


def _parse_window(text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if found is None:
        raise ValueError(f"working hours {text!r}: write start and end like 08:30-12:00")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    try:
        start = time(start_hour, start_minute)
        end = MIDNIGHT if (end_hour, end_minute) == (24, 0) else time(end_hour, end_minute)
    except ValueError as error:
        raise ValueError(f"working hours {text!r}: no such time of day") from error
    if end != MIDNIGHT and end <= start:
        raise ValueError(f"working hours {text!r}: split hours over midnight, like 22:00-24:00 and 00:00-06:00")
    return start, end
