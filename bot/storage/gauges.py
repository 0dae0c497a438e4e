"""What a monitor wants to know of the tables, in figures. No names, no chats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, case, func, or_, select

from bot.storage import heartbeat
from bot.storage import outbox as messages
from bot.storage.inbox import WAITING
from bot.storage.tables import account, courier_pause, inbox, outbox, replica, work_item
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
    is_open = work_item.c.state == "open"
    return Gauges(
        inbox_waiting=_count(tx, inbox, inbox.c.state.in_(WAITING)),
        inbox_set_aside=_count(tx, inbox, inbox.c.state == "quarantined"),
        outbox_due=_count(tx, outbox, *due),
        outbox_oldest=_oldest(tx),
        outbox_sending=_count(tx, outbox, outbox.c.state == "sending"),
        outbox_dead=_count(tx, outbox, outbox.c.state == "dead"),
        accounts_blocked=_count(tx, account, account.c.blocked_at.is_not(None)),
        work_open=_count(tx, work_item, is_open),
        work_overdue=_count(tx, work_item, is_open, work_item.c.paused_at.is_(None), work_item.c.due_at < tx.now),
        heartbeat_age=_age(tx, heartbeat.last_beat(tx, "intake")),
        replicas=_count(tx, replica, replica.c.until > tx.now),
    )


def lags(tx: Tx) -> tuple[float | None, float]:
    """For how many seconds updates have not come in, None before they first did; and for how many the oldest message
    waits that Telegram would take."""
    quiet = select(courier_pause.c.until).where(
        courier_pause.c.chat_id == outbox.c.chat_id, courier_pause.c.until > tx.now
    )
    waits = 0.0 if messages.paused_until(tx) else _oldest(tx, ~quiet.exists())
    return _age(tx, heartbeat.last_beat(tx, "intake")), waits


def _oldest(tx: Tx, *conditions: ColumnElement[bool]) -> float:
    """What was tried in vain counts from its making: each try puts off when it is due."""
    since = case((outbox.c.attempts == 0, outbox.c.not_before), else_=outbox.c.created_at)
    late = or_(outbox.c.attempts > 0, outbox.c.not_before <= tx.now)
    oldest = select(func.min(since)).where(outbox.c.state == "queued", late, *conditions)
    return _age(tx, tx.conn.execute(oldest).scalar_one_or_none()) or 0.0


def _age(tx: Tx, since: datetime | None) -> float | None:
    return (tx.now - since).total_seconds() if since else None


def _count(tx: Tx, table: Table, *conditions: ColumnElement[bool]) -> int:
    return tx.conn.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
