"""Records and work items: reading them, opening them, and changing them only from the version that was seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.errors import FieldclerkError
from bot.procedure.people import Member
from bot.procedure.roles import WATCHING_ROLES
from bot.storage.dialect import insert, insert_into
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tables import event, number_series, record, work_item
from bot.storage.tx import Tx


def next_number(tx: Tx, prefix: str, period: str) -> str:
    """The next number of a series without gaps, such as SP-202611-0042."""
    statement = (
        insert_into(tx.conn.dialect.name, number_series)
        .values(prefix=prefix, period=period, last=1)
        .on_conflict_do_update(index_elements=["prefix", "period"], set_={"last": number_series.c.last + 1})
        .returning(number_series.c.last)
    )
    return f"{prefix}-{period}-{tx.conn.execute(statement).scalar_one():04d}"


def add_record(tx: Tx, **values: Any) -> int:
    """A new record (columns of `record`); its id."""
    return insert(tx, record, created_at=tx.now, updated_at=tx.now, **values)


# Read with every card: built once, which costs several times what running it does.
_RECORD = select(record).where(record.c.id == bindparam("record_id"))
_ITEM = select(work_item).where(work_item.c.id == bindparam("item_id"))
_ITEMS = select(work_item).where(work_item.c.record_id == bindparam("record_id")).order_by(work_item.c.id)
_OPEN_ITEMS = _ITEMS.where(work_item.c.state == "open")
_SPAWNED = select(record).where(record.c.origin_id == bindparam("record_id")).order_by(record.c.id)
_INVOLVED = select(work_item.c.assignee_id, work_item.c.done_by).where(work_item.c.record_id == bindparam("record_id"))

_CHANGING = update(record).where(record.c.id == bindparam("of_record"))
_CHANGING_ITEM = update(work_item).where(work_item.c.id == bindparam("of_item"))
_CHANGING_SEEN = _CHANGING_ITEM.where(work_item.c.version == bindparam("seen"), work_item.c.state == "open")


def get(tx: Tx, record_id: int) -> RecordRow | None:
    """The record of that id."""
    row = tx.conn.execute(_RECORD, {"record_id": record_id}).first()
    return RecordRow.of(row) if row else None


def by_number(tx: Tx, number: str) -> RecordRow | None:
    """The record of that number, however it is written."""
    row = tx.conn.execute(select(record).where(record.c.number == number.strip().upper())).first()
    return RecordRow.of(row) if row else None


class ReadOnly(FieldclerkError):
    """The answers of a record that was closed before are not changed (R49)."""


def change(tx: Tx, row: RecordRow, **values: Any) -> RecordRow:
    """Change a record that was read in this transaction; its version grows. The record as it is then. Raises ReadOnly
    for the answers or the state of one that was closed before."""
    archived = row.closed_at is not None and row.closed_at < tx.now
    if archived and any(values.get(name, getattr(row, name)) != getattr(row, name) for name in ("data", "state")):
        raise ReadOnly(f"{row.number} is archived")
    changes = {"version": row.version + 1, "updated_at": tx.now, **values}
    tx.conn.execute(_CHANGING, {"of_record": row.id, **changes})
    found = get(tx, row.id)
    assert found is not None
    return found


def add_item(tx: Tx, **values: Any) -> int:
    """A new work item (columns of `work_item`); its id."""
    return insert(tx, work_item, state="open", opened_at=tx.now, **values)


def item(tx: Tx, item_id: int | None) -> ItemRow | None:
    """The work item of that id."""
    if item_id is None:
        return None
    row = tx.conn.execute(_ITEM, {"item_id": item_id}).first()
    return ItemRow.of(row) if row else None


def items(tx: Tx, record_id: int, *, only_open: bool = False) -> list[ItemRow]:
    """The work items of a record, oldest first."""
    rows = tx.conn.execute(_OPEN_ITEMS if only_open else _ITEMS, {"record_id": record_id})
    return [ItemRow.of(row) for row in rows]


def change_item(tx: Tx, row: ItemRow, **values: Any) -> bool:
    """Change an open item from the version that was seen; False when somebody was faster."""
    seen = {"of_item": row.id, "seen": row.version}
    return tx.conn.execute(_CHANGING_SEEN, {**seen, "version": row.version + 1, **values}).rowcount == 1


def note_item(tx: Tx, item_id: int, **values: Any) -> None:
    """Note something about an item that does not change what its card offers (a reminder, an urge)."""
    tx.conn.execute(_CHANGING_ITEM, {"of_item": item_id, **values})


def owed_by(tx: Tx, people: Iterable[Member]) -> list[ItemRow]:
    """The open items that any of these people owe now: by name, by unit, by kind of unit or by role."""
    conditions = [_owed(member) for member in people]
    if not conditions:
        return []
    awake = work_item.c.wakes_at.is_(None)
    statement = select(work_item).where(work_item.c.state == "open", awake, or_(*conditions))
    return [ItemRow.of(row) for row in tx.conn.execute(statement.order_by(work_item.c.due_at, work_item.c.id))]


def _owed(member: Member) -> ColumnElement[bool]:
    by_name = work_item.c.assignee_id == member.id
    group = [
        work_item.c.assignee_id.is_(None),
        or_(work_item.c.unit_id.is_not(None), work_item.c.unit_kinds.is_not(None), work_item.c.roles.is_not(None)),
        or_(work_item.c.unit_id.is_(None), work_item.c.unit_id == member.unit_id),
        or_(work_item.c.roles.is_(None), _holds(work_item.c.roles, member.role.value)),
    ]
    if member.unit_kind is None:
        group.append(work_item.c.unit_kinds.is_(None))
    else:
        group.append(or_(work_item.c.unit_kinds.is_(None), _holds(work_item.c.unit_kinds, member.unit_kind.value)))
    if member.role in WATCHING_ROLES:
        group.append(_holds(work_item.c.roles, member.role.value))
    return or_(by_name, and_(*group))


def _holds(words: Column[Any], word: str) -> ColumnElement[bool]:
    """Whether `word` is one of the words, parted by blanks, in a column."""
    return (" " + words + " ").contains(f" {word} ")


def due_reminders(tx: Tx, limit: int = 200) -> list[ItemRow]:
    """Open items whose next reminder is due, the most overdue first."""
    statement = (
        select(work_item)
        .where(
            work_item.c.state == "open",
            work_item.c.paused_at.is_(None),
            work_item.c.wakes_at.is_(None),
            work_item.c.next_reminder_at <= tx.now,
        )
        .order_by(work_item.c.next_reminder_at)
        .limit(limit)
    )
    return [ItemRow.of(row) for row in tx.conn.execute(statement)]


def due_to_wake(tx: Tx, limit: int = 200) -> list[ItemRow]:
    """Open items that slept until now."""
    statement = (
        select(work_item)
        .where(work_item.c.state == "open", work_item.c.wakes_at <= tx.now)
        .order_by(work_item.c.wakes_at)
        .limit(limit)
    )
    return [ItemRow.of(row) for row in tx.conn.execute(statement)]


def next_deadlines(tx: Tx, limit: int = 12) -> list[tuple[ItemRow, RecordRow]]:
    """The open items that wake, or come to a reminder or a deadline, next."""
    coming = func.coalesce(work_item.c.wakes_at, work_item.c.next_reminder_at)
    statement = (
        select(work_item.c.id, work_item.c.record_id)
        .where(work_item.c.state == "open", coming < tx.now + timedelta(days=3650))  # not what waits for another
        .order_by(coming)
        .limit(limit)
    )
    found = []
    for row in tx.conn.execute(statement).all():
        owed, of = item(tx, row.id), get(tx, row.record_id)
        if owed and of:
            found.append((owed, of))
    return found


def opened_by(tx: Tx, person_id: int, limit: int = 30) -> list[RecordRow]:
    """What this person opened, the open ones first, then the newest."""
    statement = (
        select(record)
        .where(record.c.created_by == person_id)
        .order_by(record.c.state != "open", record.c.updated_at.desc())
        .limit(limit)
    )
    return [RecordRow.of(row) for row in tx.conn.execute(statement)]


def spawned(tx: Tx, record_id: int) -> list[RecordRow]:
    """The records that came from this one."""
    return [RecordRow.of(row) for row in tx.conn.execute(_SPAWNED, {"record_id": record_id})]


def of_kind(tx: Tx, kind: str) -> list[RecordRow]:
    """All records of a chapter, the newest first."""
    statement = select(record).where(record.c.kind == kind).order_by(record.c.id.desc())
    return [RecordRow.of(row) for row in tx.conn.execute(statement)]


def opened_since(tx: Tx, person_id: int, since: datetime) -> int:
    """How often this person opened something: a record with what it brought about counts once, and what the calendar
    opened in their name not at all."""
    by_hand = and_(event.c.record_id == record.c.id, event.c.action == "opened", event.c.actor_id == person_id)
    query = select(func.count(event.c.update_id.distinct())).select_from(record.join(event, by_hand))
    theirs = (record.c.created_by == person_id, record.c.created_at >= since)
    return int(tx.conn.execute(query.where(*theirs)).scalar_one())


def open_at(tx: Tx, steps: Collection[str]) -> list[ItemRow]:
    """The open items of these steps, whoever owes them, asleep or not."""
    statement = (
        select(work_item).where(work_item.c.state == "open", work_item.c.step.in_(steps)).order_by(work_item.c.id)
    )
    return [ItemRow.of(row) for row in tx.conn.execute(statement)]


def involved(tx: Tx, record_id: int) -> set[int]:
    """Who has or had to do with a record by name."""
    rows = tx.conn.execute(_INVOLVED, {"record_id": record_id})
    return {person_id for row in rows for person_id in row if person_id is not None}


def void_items(tx: Tx, ids: Collection[int]) -> None:
    """These items are owed no longer."""
    if ids:
        tx.conn.execute(
            update(work_item)
            .where(work_item.c.id.in_(ids), work_item.c.state == "open")
            .values(state="void", version=work_item.c.version + 1, next_reminder_at=None, done_at=tx.now)
        )


def last_used(tx: Tx, person_id: int, since: datetime) -> dict[tuple[str, str], int]:
    """How often this person opened each (kind, route) since then."""
    rows = tx.conn.execute(
        select(record.c.kind, record.c.route).where(record.c.created_by == person_id, record.c.created_at >= since)
    )
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.kind, row.route] = counts.get((row.kind, row.route), 0) + 1
    return counts
