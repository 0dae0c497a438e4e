"""The late-delivery question (R33): whether a promised date can be kept, asked of manufacturing before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.desk import rules
from bot.desk.house import House
from bot.desk.mornings import NOON
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.ladder import next_allowed
from bot.procedure.people import Member
from bot.procedure.roles import Role, UnitKind
from bot.procedure.spans import Span
from bot.storage import chases, master, outbox, people
from bot.storage.tx import Tx

HOLIDAYS = timedelta(days=11)  # the longest that nobody works at a stretch, and some


def sweep_order_lines(tx: Tx, house: House) -> int:
    """Ask manufacturing five and two working days before a promised date whether it can be kept (R33)."""
    calendar = house.company_calendar(tx)
    spans = [rules.limit(tx, house, key) for key in ("delivery_question_again", "delivery_question")]
    farthest = max(calendar.local_date(tx.now) - calendar.local_date(span.after(tx.now, calendar)) for span in spans)
    horizon = calendar.local_date(tx.now) + 2 * farthest + HOLIDAYS
    return sum(_ask(tx, house, calendar, line, spans) for line in master.undelivered(tx, horizon))


def _ask(tx: Tx, house: House, calendar: WorkingCalendar, line: Any, spans: list[Span]) -> int:
    last, first = (_before(calendar, line.promised_date, span) for span in spans)
    if tx.now >= last and line.asked_t2_at is None:
        since = line.asked_t5_at or tx.now
        master.change_line(tx, line.id, asked_t2_at=tx.now, asked_t5_at=since, **master.UNANSWERED)
    elif tx.now >= first and line.asked_t5_at is None:
        master.change_line(tx, line.id, asked_t5_at=tx.now)
    else:
        return 0
    if line.promised_date < calendar.local_date(tx.now) or chases.has_open_notice(tx, line.id):
        return 0
    asked = people.matching(
        tx,
        unit_kinds=[UnitKind.MANUFACTURING_DEPT.value],
        roles=[Role.STAFF.value, Role.UNIT_LEADER.value],
    )
    return sum(_question(tx, house, line, member) for member in asked)


def coming_questions(tx: Tx, house: House) -> list[tuple[datetime, Any]]:
    """When manufacturing is asked next, and about which order line; the soonest first."""
    calendar = house.company_calendar(tx)
    spans = [rules.limit(tx, house, key) for key in ("delivery_question", "delivery_question_again")]
    found = []
    for line in master.undelivered(tx, date.max):
        asked = zip((line.asked_t5_at, line.asked_t2_at), spans, strict=True)
        due = (_before(calendar, line.promised_date, span) for at, span in asked if at is None)
        at = next((moment for moment in due if moment > tx.now), None)
        found += [(at, line)] if at and not chases.has_open_notice(tx, line.id) else []
    return sorted(found, key=lambda pair: pair[0])


def _before(calendar: WorkingCalendar, day: date, span: Span) -> datetime:
    """The opening of the working day that lies `span` (negative working days) from `day`."""
    noon = datetime.combine(day, NOON, calendar.zone)
    return calendar.windows(calendar.local_date(span.after(noon, calendar)))[0][0]


def _question(tx: Tx, house: House, line: Any, member: Member) -> int:
    return outbox.enqueue(
        tx,
        key=f"question:{line.id}:{line.promised_date}:{tx.now.date()}:{member.id}",
        kind="question",
        person_id=member.id,
        params={"line": line.id},
        not_before=next_allowed(tx.now, house.personal_calendar(tx, member)),
    )
