"""What the sweeps read and note: rungs climbed, open delay notices, who can be reached, drafts that fell asleep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select

from bot.procedure.people import Member
from bot.storage import people, records
from bot.storage.dialect import insert_ignore
from bot.storage.rows import ItemRow
from bot.storage.tables import account, person, record, reminder
from bot.storage.tx import Tx


def note(tx: Tx, item: ItemRow, rung: str, level: int, person_id: int) -> bool:
    """Note that a person is reminded on a rung; False when that was done before, whatever restarted since."""
    assert item.due_at is not None
    values = {
        "key": f"{item.id}:{rung}:{int(item.due_at.timestamp())}:{person_id}",
        "work_item_id": item.id,
        "level": level,
        "due_at": item.due_at,
        "sent_at": tx.now,
        "outcome": "sent",
    }
    return insert_ignore(tx.conn, reminder, values, ["key"])


def count(tx: Tx, item_id: int) -> int:
    """How many reminders an item has had."""
    statement = select(func.count()).select_from(reminder).where(reminder.c.work_item_id == item_id)
    return int(tx.conn.execute(statement).scalar_one())


def has_open_notice(tx: Tx, line_id: int) -> bool:
    """Whether a delay notice for this order line is under way."""
    found = select(record.c.data).where(record.c.kind == "late_delivery", record.c.state == "open")
    return any(row.data.get("order_line_id") == line_id for row in tx.conn.execute(found))


def reachable(tx: Tx) -> list[Member]:
    """Everybody who can be written to."""
    linked = exists().where(account.c.person_id == person.c.id, account.c.blocked_at.is_(None))
    return people.where(tx, linked)


def owes_by(tx: Tx, member: Member, until: datetime) -> list[ItemRow]:
    """What a person owes that is due by then, the most urgent first."""
    return [i for i in records.owed_by(tx, [member]) if i.due_at is not None and i.due_at <= until and not i.paused_at]
