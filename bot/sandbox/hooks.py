"""What the demo lends to the sandbox: it knows the reminders and the working calendar, the sandbox does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SATURDAY = 5


@dataclass
class Hooks:
    """Each may be missing; the sandbox then makes do.

    `clock_moved` is awaited after each move of the clock. `settle` waits until the bot is idle and tells whether it is.
    `timeline` lists what is due next: `{"at": ISO 8601, "title": str, "titles": {language: str}, "person_id": int}`,
    the last two if known.
    `working_day` adds working days. `story` are the steps of the guided story, each told in every language of the page;
    `begin_story` makes its people read that language, and tells whose that was not.
    """

    clock_moved: Callable[[], Awaitable[None]] | None = None
    settle: Callable[[], Awaitable[bool]] | None = None
    timeline: Callable[[], Awaitable[list[dict[str, Any]]]] | None = None
    working_day: Callable[[datetime, int], datetime] | None = None
    story: list[dict[str, Any]] = field(default_factory=list)
    begin_story: Callable[[str], Awaitable[list[int]]] | None = None


def weekdays_later(start: datetime, days: int) -> datetime:
    """Monday to Friday, for a sandbox without a calendar."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
