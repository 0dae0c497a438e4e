"""The rows that a review's figures are made of (R50)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tables import record, work_item
from bot.storage.tx import Tx


def opened_between(tx: Tx, start: datetime, end: datetime) -> list[RecordRow]:
    """Records opened from `start` on and before `end`, the oldest first; not those disposed of."""
    of = record.c
    within = (of.created_at >= start, of.created_at < end, of.disposed_in.is_(None))
    return [RecordRow.of(row) for row in tx.conn.execute(select(record).where(*within).order_by(of.id))]


def items_between(tx: Tx, start: datetime, end: datetime) -> list[ItemRow]:
    """Work items of such records, less what was passed on or fell away."""
    within = (record.c.created_at >= start, record.c.created_at < end, work_item.c.state.in_(("open", "done")))
    statement = select(work_item).join(record, record.c.id == work_item.c.record_id).where(*within)
    return [ItemRow.of(row) for row in tx.conn.execute(statement.order_by(work_item.c.id))]


def first_opened(tx: Tx) -> datetime | None:
    """When the first record of all was opened."""
    return tx.conn.execute(select(func.min(record.c.created_at))).scalar()


def about_customer(tx: Tx, customer_id: int) -> list[RecordRow]:
    """Every record about a customer, the oldest first; not those disposed of."""
    of = record.c
    mine = (of.customer_id == customer_id, of.disposed_in.is_(None))
    return [RecordRow.of(row) for row in tx.conn.execute(select(record).where(*mine).order_by(of.id))]


def done_for(tx: Tx, customer_id: int, steps: Collection[str]) -> list[ItemRow]:
    """The work items of these steps that were done for a customer."""
    mine = (record.c.customer_id == customer_id, work_item.c.state == "done", work_item.c.step.in_(steps))
    statement = select(work_item).join(record, record.c.id == work_item.c.record_id).where(*mine)
    return [ItemRow.of(row) for row in tx.conn.execute(statement.order_by(work_item.c.id))]
