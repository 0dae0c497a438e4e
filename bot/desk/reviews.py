"""The monthly and the yearly review, opened with its figures when the period is over (R50, T16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from bot.desk import agreements, opening
from bot.desk.house import House
from bot.procedure import figures
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.chapters import chapter
from bot.procedure.figures import Duty, Matter, Span
from bot.procedure.people import Member
from bot.procedure.review import MONTHLY, REVIEW, YEARLY, Counted
from bot.procedure.roles import Role, UnitKind
from bot.storage import figures as rows
from bot.storage import people, records
from bot.storage.rows import ItemRow
from bot.storage.tx import Tx

LOOK_BACK: Final = timedelta(days=730)
"""How far back of a period its repeats, second visits and open work are looked for."""
UNITS: Final = 10


def sweep_reviews(tx: Tx, house: House) -> int:
    """Open the review of the month, and of the year, that is over, and of a month that an outage left out. How many
    were opened; none twice, for the period is in the rows, and none of a time without records."""
    calendar = house.company_calendar(tx)
    today, first = calendar.local_date(tx.now), rows.first_opened(tx)
    owner = _quality_leader(tx) if first is not None and calendar.is_working(tx.now) else None
    if owner is None or first is None:
        return 0
    reviewed = {(r.route, r.data.get("period")) for r in records.of_kind(tx, REVIEW.kind)}
    opened = 0
    missed = _missed(today, {period for route, period in reviewed if route == MONTHLY and period})
    for route, start, end in (*missed, (MONTHLY, *_month_before(today)), (YEARLY, *_year_before(today))):
        period = f"{start:%Y-%m}" if route == MONTHLY else f"{start:%Y}"
        if (route, period) not in reviewed and calendar.local_date(first) < end:
            data = {"period": period, **report(tx, calendar, start, end, _before(route, start))}
            opening.open_by_clock(tx, house, owner, REVIEW.kind, route, data)
            opened += 1
    return opened


def _quality_leader(tx: Tx) -> Member | None:
    found = people.matching(tx, unit_kinds=[UnitKind.QUALITY_DEPT.value], roles=[Role.UNIT_LEADER.value])
    return next(iter(found), None)


def _month_before(today: date) -> tuple[date, date]:
    """The first day of the month before, and the first after it."""
    end = today.replace(day=1)
    return (end - timedelta(days=1)).replace(day=1), end


def _missed(today: date, reviewed: Collection[str]) -> list[tuple[str, date, date]]:
    """The month before the last one, where months before it were reviewed and it was not. What was missed earlier than
    that is in the year's review: one more to read, not a pile."""
    start, end = _month_before(_month_before(today)[0])
    period = f"{start:%Y-%m}"
    return [(MONTHLY, start, end)] if period not in reviewed and min(reviewed, default=period) < period else []


def _year_before(today: date) -> tuple[date, date]:
    return date(today.year - 1, 1, 1), date(today.year, 1, 1)


def _before(route: str, start: date) -> date:
    """When the period before began, with which trends compare."""
    return _month_before(start)[0] if route == MONTHLY else start.replace(year=start.year - 1)


def report(tx: Tx, calendar: WorkingCalendar, start: date, end: date, before: date) -> dict[str, Any]:
    """The figures from `start` up to, not including, `end`, as the review holds them; what has no figure is left out.
    before: when the period before began."""
    span, earlier = _span(calendar, start, end), _span(calendar, before, start)
    since = span.start - LOOK_BACK
    matters = [
        Matter(r.id, r.kind, r.created_at, r.closed_at, r.origin_id, r.data)
        for r in rows.opened_between(tx, since, tx.now)
    ]
    duties = _duties(tx, calendar, since)
    found = {
        "until": (end - timedelta(days=1)).isoformat(),
        "unverified": agreements.unverified(tx, end) or None,
        **_of_work(matters, duties, span, calendar),
        **_of_faults(matters, duties, span, earlier),
    }
    return {name: value for name, value in found.items() if value not in (None, [], "None")}


def _span(calendar: WorkingCalendar, start: date, end: date) -> Span:
    midnights = (datetime.combine(day, time(0), calendar.zone) for day in (start, end))
    return Span(*midnights)


def _of_work(matters: list[Matter], duties: list[Duty], span: Span, calendar: WorkingCalendar) -> dict[str, Any]:
    """How well the work was done, and how fast."""
    content = figures.satisfaction(matters, duties, span)
    approval = figures.approval_time(duties, span)
    late = figures.overdue(duties, span.end)
    return {
        "first_time_fix": str(figures.first_time_fix(matters, span)),
        "satisfaction": str(content),
        "low_scores": content.low if content else None,
        "approval_hours": round(approval / timedelta(hours=1)) if approval is not None else None,
        "notice_days": figures.notice_days(matters, span, calendar.local_date),
        "overdue": sum(late.values()),
        "overdue_units": [{"unit_id": unit, "overdue": n} for unit, n in late.items() if unit is not None][:UNITS],
    }


def _of_faults(matters: list[Matter], duties: list[Duty], span: Span, earlier: Span) -> dict[str, Any]:
    """What came in, and what came again."""
    kinds = [kind.value for kind in Counted]
    now, before = (
        Counter({kind: n for kind, n in figures.opened(matters, one).items() if kind in kinds})
        for one in (span, earlier)
    )
    again = figures.repeats(matters, span)
    return {
        "no_trouble_found": str(figures.no_trouble_found(matters, duties, span)),
        "opened": now.total(),
        "opened_before": before.total(),
        "trends": [{"of": kind, "now": n, "before": b} for kind, n, b in figures.changes(now, before, kinds)],
        "repeated": len(again),
        "repeats": [{"part_id": r.part, "failure": r.failure, "times": r.now, "in_all": r.ever} for r in again],
    }


def _duties(tx: Tx, calendar: WorkingCalendar, since: datetime) -> list[Duty]:
    walks = {r.id: (chapter(r.kind), r.route) for r in rows.opened_between(tx, since, tx.now)}
    units: dict[tuple[Any, ...], int | None] = {}
    found = []
    for item in rows.items_between(tx, since, tx.now):
        if item.record_id not in walks:
            continue
        of, route = walks[item.record_id]
        approval = of.step(route, item.step).approval
        took = calendar.working_between(item.opened_at, item.done_at) if approval and item.done_at else None
        who = (item.unit_id, item.assignee_id, item.unit_kinds, item.roles)
        unit = units[who] if who in units else units.setdefault(who, _unit(tx, item))
        found.append(Duty(item.record_id, item.step, item.opened_at, item.due_at, item.done_at, unit, approval, took))
    return found


def _unit(tx: Tx, item: ItemRow) -> int | None:
    """The unit that owes an item: its own, its person's, the one of its kind, or its role's."""
    if item.unit_id is not None:
        return item.unit_id
    member = people.by_id(tx, item.assignee_id)
    kinds, roles = (item.unit_kinds or "").split(), (item.roles or "").split()
    if member is None and not kinds:
        member = next(iter(people.matching(tx, roles=roles)), None) if roles else None
    if member is not None:
        return member.unit_id
    return people.first_unit(tx, kinds[0]) if kinds else None
