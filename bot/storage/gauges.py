"""What a monitor wants to know of the tables, in figures. No names, no chats."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select

from bot.storage import heartbeat
from bot.storage.inbox import WAITING
from bot.storage.tables import account, inbox, outbox, replica, work_item
from bot.storage.tx import Tx


@dataclass(frozen=True)
class Gauges:
    """Ages in seconds; `heartbeat_age` is None before the first beat."""

    inbox_waiting: int
    inbox_set_aside: int
    outbox_due: int
    outbox_oldest: float
    outbox_sending: int
    outbox_dead: int
    accounts_blocked: int
    work_open: int
    work_overdue: int
    heartbeat_age: float | None
    replicas: int


def gauges(tx: Tx) -> Gauges:
    """All of them, at one instant."""
    due = (outbox.c.state == "queued", outbox.c.not_before <= tx.now)
    oldest = tx.conn.execute(select(func.min(outbox.c.not_before)).where(*due)).scalar_one_or_none()
    beat = heartbeat.last_beat(tx, "intake")
    is_open = work_item.c.state == "open"
    return Gauges(
        inbox_waiting=_count(tx, inbox, inbox.c.state.in_(WAITING)),
        inbox_set_aside=_count(tx, inbox, inbox.c.state == "quarantined"),
        outbox_due=_count(tx, outbox, *due),
        outbox_oldest=(tx.now - oldest).total_seconds() if oldest else 0.0,
        outbox_sending=_count(tx, outbox, outbox.c.state == "sending"),
        outbox_dead=_count(tx, outbox, outbox.c.state == "dead"),
        accounts_blocked=_count(tx, account, account.c.blocked_at.is_not(None)),
        work_open=_count(tx, work_item, is_open),
        work_overdue=_count(tx, work_item, is_open, work_item.c.paused_at.is_(None), work_item.c.due_at < tx.now),
        heartbeat_age=(tx.now - beat).total_seconds() if beat else None,
        replicas=_count(tx, replica, replica.c.until > tx.now),
    )


def _count(tx: Tx, table: Table, *conditions: ColumnElement[bool]) -> int:
    return tx.conn.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
