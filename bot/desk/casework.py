"""Between a record in storage and the engine: the case, who owes what, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.desk.house import House
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.chapters import chapter
from bot.procedure.deadlines import DueDate, due
from bot.procedure.engine import Case, Owed
from bot.procedure.house_rules import facts_of, limits_of
from bot.procedure.people import Member
from bot.procedure.roles import WATCHING_ROLES, Role, Urgency
from bot.procedure.spans import Span, parse_span
from bot.procedure.workflow import Performer, Step
from bot.storage import people
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

MAX_DEPUTIES = 3
HAS_TIME = timedelta(days=14)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # wakes at: the record waits for another one


def case_of(record: RecordRow) -> Case:
    """The record as the engine sees it, with the facts its conditions ask for."""
    return Case(chapter(record.kind), record.route, record.state, record.stage, record.round, facts(record))


def facts(record: RecordRow) -> dict[str, Any]:
    """The form's answers and what conditions may ask beside them: the rules that the record keeps among it."""
    engineer = record.data.get("engineer_id")
    own_job = engineer in (None, record.created_by)
    return {**record.data, **facts_of(record.rules), "urgency": record.urgency, "own_job": own_job}


def owed_of(items: Sequence[ItemRow]) -> list[Owed]:
    """The open items as the engine sees them."""
    return [Owed(i.id, i.step, i.round, i.parent_id) for i in items if i.state == "open"]


LINE = "line"  # in a work item's data


@dataclass(frozen=True)
class Holder:
    """Somebody who may act on an item: in their own name, or for somebody who is away."""

    member: Member
    behalf: Member | None = None


def holders(tx: Tx, record: RecordRow, item: ItemRow, step: Step) -> list[Holder]:
    """Everybody who may act on `item` now. The applicant never decides on their own request, nor does a deputy of the
    applicant in the applicant's name, nor the applicant as somebody's deputy."""
    if tx.seen is None:
        return _holders(tx, record, item, step)
    key = ("holders", item.id, step.key)
    if key not in tx.seen:  # one card asks this a dozen times
        tx.seen[key] = _holders(tx, record, item, step)
    found: list[Holder] = tx.seen[key]
    return found


def _holders(tx: Tx, record: RecordRow, item: ItemRow, step: Step) -> list[Holder]:
    barred = kept_out(record, step)
    base = [m for m in _base(tx, item) if m.id not in barred]
    found = {m.id: Holder(m) for m in base}
    away = people.deputies(tx, [m.id for m in base], tx.now)
    for member in (m for m in base if m.id in away):
        deputy = _deputy(tx, member)
        if deputy and deputy.id not in found and deputy.id not in barred:
            found[deputy.id] = Holder(deputy, member)
    return list(found.values())


def kept_out(record: RecordRow, step: Step) -> set[int]:
    """Who may not do `step`, whatever they are: the applicant of an approval, and who did what is verified."""
    named = {record.data[name] for name in step.not_by if record.data.get(name)}
    return named | ({record.created_by} if step.approval else set())


def _base(tx: Tx, item: ItemRow) -> list[Member]:
    if item.assignee_id is not None:
        member = people.by_id(tx, item.assignee_id)
        return [member] if member else []
    if item.unit_id is None and not item.unit_kinds and not item.roles:
        return []  # the unit that was to have it is not known: nobody, not everybody
    return people.matching(
        tx,
        unit_ids=[item.unit_id] if item.unit_id is not None else [],
        unit_kinds=(item.unit_kinds or "").split(),
        roles=(item.roles or "").split(),
        not_roles=[] if item.roles else [r.value for r in WATCHING_ROLES],
    )


def _deputy(tx: Tx, member: Member) -> Member | None:
    """Who stands in for `member` now, at most three deep (a deputy may be away too) and never in a circle."""
    seen, current = {member.id}, member.id
    for _ in range(MAX_DEPUTIES):
        following = people.deputies(tx, [current], tx.now).get(current)
        if following is None or following in seen:
            break
        seen.add(following)
        current = following
    found = people.by_id(tx, current) if current != member.id else None
    return None if found is None or found.role in WATCHING_ROLES else found


def line_of(item: ItemRow) -> int | None:
    """Of which line of the record an item is, if of one."""
    found: int | None = (item.data or {}).get(LINE)
    return found


def item_columns(tx: Tx, record: RecordRow, step: Step) -> dict[str, Any]:
    """Who owes `step` of this record, as columns of the work item."""
    return performer_columns(tx, record, step.by)


def performer_columns(tx: Tx, record: RecordRow, performer: Performer) -> dict[str, Any]:
    """Who owes a step, as columns of the work item: resolved at the moment the step opens."""
    if performer.person_field == "created_by":
        return {"assignee_id": record.created_by}
    if performer.person_field:
        return {"assignee_id": record.data.get(performer.person_field) or record.created_by}
    if performer.unit_field and performer.roles:
        return _leader_columns(tx, record, record.data.get(performer.unit_field) or record.unit_id)
    if performer.unit_field:
        return {"unit_id": record.data.get(performer.unit_field)}
    if performer.of == "applicant_unit":
        return _leader_columns(tx, record, record.unit_id)
    kinds, roles = (" ".join(sorted(c.value for c in found)) for found in (performer.unit_kinds, performer.roles))
    return {"unit_kinds": kinds or None, "roles": roles or None}


def _leader_columns(tx: Tx, record: RecordRow, unit_id: int | None) -> dict[str, Any]:
    """The leader of the unit, or of the next unit above that has one who is not the applicant; else the applicant's
    supervisor (R45)."""
    unit = people.unit_row(tx, unit_id)
    while unit is not None:
        leaders = people.matching(tx, unit_ids=[unit.id], roles=[Role.UNIT_LEADER.value])
        if any(m.id != record.created_by for m in leaders):
            return {"unit_id": unit.id, "roles": Role.UNIT_LEADER.value}
        unit = people.unit_row(tx, unit.parent_id)
    applicant = people.by_id(tx, record.created_by)
    supervisor = people.by_id(tx, applicant.supervisor_id) if applicant else None
    if supervisor and supervisor.id != record.created_by:
        return {"assignee_id": supervisor.id}
    return {"roles": Role.MANAGEMENT_REP.value}


def deadline_columns(tx: Tx, house: House, record: RecordRow, step: Step, *, deferred: bool) -> dict[str, Any]:
    """By when a step is due and by which rule, as columns of the work item."""
    calendar, met_at = calendar_of(tx, house, record), step.met_at(record.data)
    if met_at:
        return _rest_columns(record, step, calendar, datetime.fromisoformat(met_at))
    day = record.data.get(step.due_field) if step.due_field else None
    if day:
        at = _closing(date.fromisoformat(day), step, calendar, tx.now)
        return {"deadline_rule": f"{step.due_field}:date", "clock_start": tx.now, "due_at": max(at, tx.now)}
    key = "signature_after_shipping" if deferred else _limit(record, step)
    if not key:
        return {}
    start = tx.now if step.sleeps else clock_start(record, step, calendar, tx.now)
    found = due(key, start, calendar, urgent=hurried(record), overrides=overrides(record))
    latest = _latest(record, step, calendar, tx.now)
    if latest is not None and tx.now < latest.due_at < found.due_at:
        found = latest
    return {"deadline_rule": found.rule, "clock_start": found.start, "due_at": found.due_at}


def _rest_columns(record: RecordRow, step: Step, calendar: WorkingCalendar, start: datetime) -> dict[str, Any]:
    """The same of what is left once the step's time limit was kept."""
    if not step.rest[0]:
        return {}
    found = due(step.rest[0], start, calendar, overrides=overrides(record))
    return {"deadline_rule": found.rule, "clock_start": found.start, "due_at": found.due_at}


def calendar_of(tx: Tx, house: House, record: RecordRow) -> WorkingCalendar:
    """The calendar by which a record's clocks run."""
    by_site = chapter(record.kind).site_hours
    return house.site_calendar(tx, record.site_id) if by_site else house.company_calendar(tx)


def _latest(record: RecordRow, step: Step, calendar: WorkingCalendar, now: datetime) -> DueDate | None:
    """The instant beyond which a step's time limit does not go, if there is one."""
    key, field = step.no_later
    day = record.data.get(field) if field else None
    if not day:
        return None
    end = calendar.closing(date.fromisoformat(day))
    return due(key, end, calendar, overrides=overrides(record)) if key else DueDate(f"{field}:date", now, end)


def escalates_at(tx: Tx, house: House, record: RecordRow, item: ItemRow) -> datetime | None:
    """When those above are told of an overdue item, where a time limit of its own says so; None: the ladder does."""
    step = chapter(record.kind).step(record.route, item.step)
    if not step.escalates or item.due_at is None:
        return None
    start = item.clock_start or item.opened_at
    found = due(step.escalates, start, calendar_of(tx, house, record), overrides=overrides(record))
    return max(found.due_at, item.due_at)


def _closing(day: date, step: Step, calendar: WorkingCalendar, now: datetime) -> datetime:
    """When a step with a day of its own is late. What slept until then leaves a working day, a day off or not."""
    if step.sleeps_until != step.due_field:
        return calendar.closing(day)
    return calendar.closing_from(max(day, calendar.local_date(now)))


def _limit(record: RecordRow, step: Step) -> str:
    """The key of the step's time limit in deadlines.DEADLINES."""
    slower = step.slower
    return slower[1] if slower and slower[0].holds(record.data) else step.deadline


def hurried(record: RecordRow) -> bool:
    """Whether the record's clocks run faster: it is urgent, a line stands, or safety is at stake."""
    return record.urgency != Urgency.NORMAL or bool(record.data.get("safety"))


def is_calm(items: Iterable[ItemRow], now: datetime) -> bool:
    """Whether what is left has time, however urgent it was at first: the old part that is due back in a month."""
    due = [item.due_at for item in items if item.state == "open" and item.wakes_at is None]
    return bool(due) and all(at is not None and at - now > HAS_TIME for at in due)


def precedence(record: RecordRow) -> int:
    """The lower the sooner somebody should turn to it: safety and stopped lines, customers, the rest (R16)."""
    if record.urgency == Urgency.LINE_DOWN or record.data.get("safety"):
        return 0
    return 1 if record.customer_id is not None else 2


def overrides(record: RecordRow) -> dict[str, Span]:
    """The time limits that the record keeps where they are not the procedure's: the house's, and its customer's."""
    return {key: parse_span(code) for key, code in limits_of(record.rules).items()}


def clock_start(record: RecordRow, step: Step, calendar: WorkingCalendar, now: datetime) -> datetime:
    """When a step's clock starts: when it opens, at an instant that the record holds, or when a day that it holds ends
    (deadlines.md)."""
    if step.clock_field == "created_at":
        return record.created_at
    stamp = record.data.get(step.clock_field) if step.clock_field else None
    if not stamp:
        return now
    return datetime.fromisoformat(stamp) if "T" in stamp else calendar.closing(date.fromisoformat(stamp))


def rests_until(item: ItemRow) -> datetime | None:
    """Until when nobody is asked for it; None if it is owed or done, or waits for something without a day."""
    return item.wakes_at if item.state == "open" and item.wakes_at != NEVER else None


def wakes(tx: Tx, house: House, record: RecordRow, step: Step) -> datetime | None:
    """Until when a step sleeps, to the opening of a working day; None if it is owed at once."""
    if step.waits:
        return NEVER
    calendar = house.company_calendar(tx)
    day = record.data.get(step.sleeps_until) if step.sleeps_until else None
    if day:
        wakes_on = date.fromisoformat(day)
    elif step.sleeps:
        start = clock_start(record, step, calendar, tx.now)
        wakes_on = calendar.local_date(due(step.sleeps, start, calendar, overrides=overrides(record)).due_at)
    else:
        return None
    at = calendar.next_working(datetime.combine(wakes_on, time(0), calendar.zone))
    return at if at > tx.now else None
