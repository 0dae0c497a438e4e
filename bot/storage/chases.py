"""What the sweeps read and note: rungs climbed, open delay notices, who can be reached, drafts that fell asleep."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select

from bot.procedure.people import Member
from bot.storage import people, records
from bot.storage.dialect import insert_ignore
from bot.storage.rows import ItemRow
from bot.storage.tables import account, outbox, person, record, reminder, snooze, work_item
from bot.storage.tx import Tx

SKIPPED = "skipped(downtime)"


def note(tx: Tx, item: ItemRow, rung: str, level: int, person_id: int, outcome: str) -> bool:
    """Note that a person is reminded on a rung ("sent"), or reads of it in the morning message ("merged"); False when
    that was done before, whatever restarted since."""
    return _note(tx, item, rung, level, str(person_id), outcome)


def note_skipped(tx: Tx, item: ItemRow, rung: str, level: int) -> None:
    """Note that a rung came and went while nobody was reminded: the bot was not there."""
    _note(tx, item, rung, level, "skipped", SKIPPED)


def _note(tx: Tx, item: ItemRow, rung: str, level: int, whom: str, outcome: str) -> bool:
    assert item.due_at is not None
    values = {
        "key": f"{item.id}:{rung}:{int(item.due_at.timestamp())}:{whom}",
        "work_item_id": item.id,
        "level": level,
        "due_at": item.due_at,
        "sent_at": tx.now,
        "outcome": outcome,
    }
    return insert_ignore(tx.conn, reminder, values, ["key"])


def count(tx: Tx, item_id: int) -> int:
    """How many reminders an item has had."""
    had = (reminder.c.work_item_id == item_id, reminder.c.outcome != SKIPPED)
    statement = select(func.count()).select_from(reminder).where(*had)
    return int(tx.conn.execute(statement).scalar_one())


def has_open_notice(tx: Tx, line_id: int) -> bool:
    """Whether a delay notice for this order line is under way."""
    found = select(record.c.data).where(record.c.kind == "late_delivery", record.c.state == "open")
    return any(row.data.get("order_line_id") == line_id for row in tx.conn.execute(found))


def reachable(tx: Tx) -> list[Member]:
    """Everybody who can be written to."""
    linked = exists().where(account.c.person_id == person.c.id, account.c.blocked_at.is_(None))
    return people.where(tx, linked)


def is_blocked(tx: Tx, telegram_id: int) -> bool:
    """Whether an account is thought not to take messages."""
    blocked = (account.c.telegram_id == telegram_id, account.c.blocked_at.is_not(None))
    return tx.conn.execute(select(account.c.person_id).where(*blocked)).first() is not None


def owes_by(tx: Tx, member: Member, until: datetime) -> list[ItemRow]:
    """What a person owes that is due by then and that they have not put off, the most urgent first."""
    owed = [i for i in records.owed_by(tx, [member]) if i.due_at is not None and i.due_at <= until and not i.paused_at]
    later = put_off(tx, member.id) if owed else frozenset()
    return [i for i in owed if i.id not in later]


def reminded_since(tx: Tx, person_id: int, since: datetime) -> frozenset[int]:
    """The items of which this person has been sent a reminder after that."""
    mine = reminder.c.key.endswith(f":{person_id}", autoescape=True)
    sent = (reminder.c.outcome == "sent", reminder.c.sent_at > since)
    return frozenset(tx.conn.execute(select(reminder.c.work_item_id).where(mine, *sent)).scalars())


def queued_at(tx: Tx, key: str) -> datetime | None:
    """When the notice of that key was queued, sent or not; None if it never was."""
    return tx.conn.execute(select(outbox.c.created_at).where(outbox.c.key == key)).scalar_one_or_none()


def put_off(tx: Tx, person_id: int) -> frozenset[int]:
    """The items of which this person does not want to hear now."""
    found = select(snooze.c.work_item_id).where(snooze.c.person_id == person_id, snooze.c.until > tx.now)
    return frozenset(tx.conn.execute(found).scalars())


def has_joined(tx: Tx, person_id: int) -> bool:
    """Whether the person ever wrote from an account."""
    return tx.conn.execute(select(account.c.person_id).where(account.c.person_id == person_id)).first() is not None


def put_off_until(tx: Tx, person_id: int, item_ids: Collection[int], until: datetime) -> None:
    """This person, and nobody else who owes these items, hears of them again from `until` on."""
    tx.conn.execute(delete(snooze).where(snooze.c.person_id == person_id, snooze.c.work_item_id.in_(item_ids)))
    for item_id in item_ids:
        tx.conn.execute(insert(snooze).values(person_id=person_id, work_item_id=item_id, until=until))


def orphaned(tx: Tx, asks: str) -> list[ItemRow]:
    """What is owed now by somebody who has left, unless an open item of the step `asks` already asks for another."""
    asking = work_item.alias("asking")
    asked = select(asking.c.id).where(
        asking.c.parent_id == work_item.c.id, asking.c.step == asks, asking.c.state == "open"
    )
    statement = (
        select(work_item)
        .join(person, person.c.id == work_item.c.assignee_id)
        .where(work_item.c.state == "open", work_item.c.wakes_at.is_(None), ~person.c.active, ~asked.exists())
    )
    return [ItemRow.of(row) for row in tx.conn.execute(statement.order_by(work_item.c.id))]
