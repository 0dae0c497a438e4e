"""The ladder of reminders: who is reminded of a work item when, from before it is due up to the management.

Instants only; sending is somebody else's. A rung's key is part of the reminder's unique key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.procedure.calendar import ONE_DAY, WorkingCalendar
from bot.procedure.working_hours import week_of

AROUND_THE_CLOCK: Final = WorkingCalendar(ZoneInfo("UTC"), week_of(frozenset(range(7)), ((time(0), time(0)),)))
"""The calendar of a customer whose line stands still."""

NOTICE: Final = timedelta(hours=2)
WAIT: Final = timedelta(hours=4)


class Audience(StrEnum):
    PERFORMER = "performer"
    UNIT_LEADER = "unit_leader"
    MANAGEMENT_REP = "management_rep"


@dataclass(frozen=True)
class Rung:
    key: str
    level: int
    audience: Audience
    at: datetime


Rule = Callable[[datetime, datetime, WorkingCalendar], datetime]
"""Opened and due, to the instant on the recipient's calendar."""


@dataclass(frozen=True)
class Step:
    """A rung before it is known for whom and when."""

    key: str
    level: int
    audience: Audience
    when: Rule


def _before(opened_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> datetime:
    worked = calendar.working_between(opened_at, due_at)
    three_quarters = calendar.add_working(opened_at, worked * 0.75)
    return max(three_quarters, calendar.subtract_working(due_at, NOTICE))


def _after(working_days: int) -> Rule:
    def climb(_opened_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> datetime:
        # What falls due on a holiday is told on the first morning; the day to react starts there.
        told_at = next_allowed(due_at, calendar)
        return calendar.add_working_days(told_at, working_days, end_of_day=False)

    return climb


LADDER: Final = (
    Step("before", 0, Audience.PERFORMER, _before),
    Step("due", 1, Audience.PERFORMER, lambda _opened_at, due_at, _calendar: due_at),
    Step("again", 2, Audience.PERFORMER, lambda _opened_at, due_at, calendar: calendar.add_working(due_at, WAIT)),
    Step("unit_leader", 3, Audience.UNIT_LEADER, _after(1)),
    Step("management_rep", 4, Audience.MANAGEMENT_REP, _after(2)),
)

THOSE_WHO_OWE: Final = tuple(step for step in LADDER if step.audience is Audience.PERFORMER)
ESCALATED: Final = (
    Step("unit_leader", 3, Audience.UNIT_LEADER, lambda _opened_at, due_at, _calendar: due_at),
    Step("management_rep", 4, Audience.MANAGEMENT_REP, _after(1)),
)
"""Those above, where a time limit of its own says when they are told."""


def rungs(
    opened_at: datetime,
    due_at: datetime,
    calendars: Mapping[Audience, WorkingCalendar],
    *,
    line_down: bool = False,
    ladder: Iterable[Step] = LADDER,
) -> list[Rung]:
    """The reminders of a work item, lowest first, each on its recipient's own calendar.

    A rung that would stand before the item was opened, or a warning that would come no earlier than the deadline's
    own reminder, is left out; what is overdue when it is opened climbs from then on. With `line_down` the clock runs
    day and night for everybody.
    """
    found: list[Rung] = []
    due_at = max(due_at, opened_at)
    for step in ladder:
        calendar = AROUND_THE_CLOCK if line_down else calendars[step.audience]
        at = next_allowed(step.when(opened_at, due_at, calendar), calendar, line_down=line_down)
        if opened_at < at and (step.level or at < due_at):
            found.append(Rung(step.key, step.level, step.audience, at.astimezone(UTC)))
    return found


def highest_due(found: Iterable[Rung], now: datetime, reached: int = -1) -> Rung | None:
    """The one rung to climb to now, above level `reached`: after an outage one reminder, not the backlog."""
    open_rungs = [rung for rung in found if rung.at <= now and rung.level > reached]
    return max(open_rungs, key=lambda rung: rung.level, default=None)


def next_rung(found: Iterable[Rung], reached: int = -1) -> Rung | None:
    """The earliest rung above level `reached`; its instant is when the work item is to be looked at again."""
    return min((rung for rung in found if rung.level > reached), key=lambda rung: rung.at, default=None)


def next_allowed(at: datetime, calendar: WorkingCalendar, *, line_down: bool = False) -> datetime:
    """`at`, or the opening of the recipient's next working day if it falls on a night or a day off.

    Lunch is no night: a message may come between the windows of a day.
    """
    if line_down:
        return at
    day = calendar.local_date(at)
    while not (windows := calendar.windows(day)) or windows[-1][1] < at:
        day += ONE_DAY
    return max(at, windows[0][0])
