"""Everything as it lies in the tables, for exports: plain values that any program can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from bot.storage import trail
from bot.storage.rows import RecordRow
from bot.storage.tables import event, file, metadata, record, work_item
from bot.storage.tx import Tx

MASTER: Final = (
    "unit", "person", "absence", "customer", "site", "contact", "product", "part", "customer_order", "order_line",
    "tool", "briefing", "calendar_day", "setting", "number_series",
)  # fmt: skip  # one tuple, read as a line
"""What records refer to. Neither accounts nor invitations, messages or drafts: they are no records."""


def rows(tx: Tx, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, instants and days in ISO 8601."""
    table = metadata.tables[name]
    for row in tx.conn.execute(select(table).order_by(*table.primary_key.columns)):
        yield plain(row._mapping)


def records(tx: Tx) -> list[RecordRow]:
    """All records in the order in which they were opened."""
    return [RecordRow.of(row) for row in tx.conn.execute(select(record).order_by(record.c.id))]


def record_row(tx: Tx, record_id: int) -> dict[str, Any]:
    """One record, every column."""
    return plain(tx.conn.execute(select(record).where(record.c.id == record_id)).one()._mapping)


def items(tx: Tx, record_id: int) -> list[dict[str, Any]]:
    """Its work items, every column."""
    found = tx.conn.execute(select(work_item).where(work_item.c.record_id == record_id).order_by(work_item.c.id))
    return [plain(row._mapping) for row in found]


def entries(tx: Tx) -> Iterator[dict[str, Any]]:
    """The trail as it is hashed."""
    for row in tx.conn.execute(select(event).order_by(event.c.seq)):
        yield {name: trail.plain(value) for name, value in row._mapping.items()}


def files(tx: Tx) -> list[Any]:
    """The files whose bytes are here and were not disposed of."""
    return list(tx.conn.execute(select(file).where(file.c.sha256.is_not(None)).order_by(file.c.id)))


def plain(mapping: Any) -> dict[str, Any]:
    """A row for any program: instants and days in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in mapping.items()}
