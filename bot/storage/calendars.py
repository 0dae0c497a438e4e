"""Calendars as an installation changed them: company days, sites with hours of their own, people who are away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from bot.procedure.calendar import WorkingCalendar
from bot.procedure.working_hours import DayException, DayKind, parse_windows, week_of
from bot.storage.tables import absence, calendar_day, site
from bot.storage.tx import Tx

# Read for every deadline: built once.
_DAYS = select(calendar_day.c.day, calendar_day.c.kind).where(
    calendar_day.c.site_id.is_not_distinct_from(bindparam("site_id"))
)
_ABSENCES = select(absence.c.starts_at, absence.c.ends_at).where(
    absence.c.person_id == bindparam("person_id"), absence.c.ends_at > bindparam("now")
)


def with_days(tx: Tx, calendar: WorkingCalendar, site_id: int | None) -> WorkingCalendar:
    """`calendar` with the exceptions entered for the company (None) or a site."""
    rows = tx.conn.execute(_DAYS, {"site_id": site_id})
    days = {row.day: DayException(DayKind(row.kind)) for row in rows}
    return calendar.with_exceptions(days) if days else calendar


def of_site(tx: Tx, company: WorkingCalendar, site_id: int) -> WorkingCalendar:
    """The company's calendar with what differs at a site."""
    row = tx.conn.execute(select(site.c.zone, site.c.windows).where(site.c.id == site_id)).first()
    if row is None:
        return company
    calendar = replace(company, zone=ZoneInfo(row.zone))
    if row.windows:
        worked = frozenset(day for day in range(7) if company.weekly[day])
        calendar = calendar.with_weekly(week_of(worked, parse_windows(row.windows)))
    return with_days(tx, calendar, site_id)


def of_person(tx: Tx, company: WorkingCalendar, person_id: int, zone: ZoneInfo) -> WorkingCalendar:
    """The company's calendar by the person's clock, without the whole days of their absences still to end."""
    calendar = replace(company, zone=zone)
    rows = tx.conn.execute(_ABSENCES, {"person_id": person_id, "now": tx.now})
    off: set[date] = set()
    for row in rows:
        off |= _whole_days(row.starts_at.astimezone(zone).date(), row.ends_at.astimezone(zone).date())
    return calendar.with_exceptions({day: DayException(DayKind.OFF) for day in off}) if off else calendar


def _whole_days(first: date, end: date) -> set[date]:
    """The days from the first on before the one on which the person is back (at most a year)."""
    return {first + timedelta(days=n) for n in range(min((end - first).days, 366))}
