"""What the demo lends to the sandbox: it knows the reminders and the working calendar, the sandbox does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SATURDAY = 5


@dataclass
class Hooks:
    """Each may be missing; the sandbox then makes do.

    `clock_moved` is awaited after each move of the clock. `settle` waits until the bot is idle and tells whether it is.
    `timeline` lists what is due next: `{"at": ISO 8601, "title": str, "person_id": int | None}`.
    `working_day` adds working days.
    """

    clock_moved: Callable[[], Awaitable[None]] | None = None
    settle: Callable[[], Awaitable[bool]] | None = None
    timeline: Callable[[], Awaitable[list[dict[str, Any]]]] | None = None
    working_day: Callable[[datetime, int], datetime] | None = None


def weekdays_later(start: datetime, days: int) -> datetime:
    """Monday to Friday, for a sandbox without a calendar."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
