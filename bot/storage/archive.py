"""What is closed: until when it is kept, and how its content goes in the end (R49, R51)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update

from bot.storage import trail
from bot.storage.evidence import GONE
from bot.storage.rows import RecordRow
from bot.storage.tables import customer, draft, event, file, outbox, part, record, work_item
from bot.storage.tx import Tx


def perhaps_past_due(tx: Tx, today: date) -> list[RecordRow]:
    """Closed records, the oldest first, whose date has come or was not known when they were closed; neither those under
    a legal hold nor those disposed of already."""
    statement = (
        select(record)
        .where(
            record.c.state != "open",
            record.c.closed_at.is_not(None),
            record.c.held_by.is_(None),
            record.c.disposed_in.is_(None),
            or_(record.c.keep_until.is_(None), record.c.keep_until <= today),
        )
        .order_by(record.c.closed_at, record.c.id)
    )
    return [RecordRow.of(row) for row in tx.conn.execute(statement)]


def ends_of_parts(tx: Tx, ids: Collection[int]) -> tuple[date | None, date | None]:
    """When the last of these parts is out of use, and out of production; None where that of one is not known."""
    rows = tx.conn.execute(select(part.c.life_ends, part.c.production_ends).where(part.c.id.in_(ids))).all()
    return _last([row.life_ends for row in rows]), _last([row.production_ends for row in rows])


def _last(days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def demanded_years(tx: Tx, customer_id: int | None) -> int | None:
    """How many years the customer wants records kept."""
    return tx.conn.execute(select(customer.c.retention_years).where(customer.c.id == customer_id)).scalar()


def empty(tx: Tx, row: RecordRow, disposal_id: int) -> None:
    """Remove the content of a record. Its number, dates and class stay, and by which disposal record it went."""
    tx.conn.execute(
        update(record)
        .where(record.c.id == row.id)
        .values(
            data={}, title="", search="", customer_id=None, site_id=None, disposed_in=disposal_id,
            version=row.version + 1, updated_at=tx.now,
        )
    )  # fmt: skip
    items = select(work_item.c.id).where(work_item.c.record_id == row.id)
    tx.conn.execute(delete(draft).where(or_(draft.c.work_item_id.in_(items), draft.c.origin_id == row.id)))
    tx.conn.execute(update(work_item).where(work_item.c.record_id == row.id).values(data=None, reason=None))
    over = (outbox.c.record_id == row.id, outbox.c.state.not_in(("queued", "sending")))
    tx.conn.execute(update(outbox).where(*over).values(params={}))


def with_content(tx: Tx) -> list[RecordRow]:
    """Every record that was not disposed of."""
    return [RecordRow.of(row) for row in tx.conn.execute(select(record).where(record.c.disposed_in.is_(None)))]


def noted(tx: Tx, action: str) -> list[dict[str, Any]]:
    """What the entries of this kind hold, of records that were not disposed of."""
    of = event.join(record, record.c.id == event.c.record_id)
    statement = select(event.c.data).select_from(of).where(event.c.action == action, record.c.disposed_in.is_(None))
    return [row.data for row in tx.conn.execute(statement)]


def forget_files(tx: Tx, ids: Collection[int]) -> None:
    """These files are nobody's any more: neither where they are here nor where they were in the chat is known."""
    nothing = {"name": None, "telegram_file_id": None, "telegram_unique_id": None, "sha256": None}
    tx.conn.execute(update(file).where(file.c.id.in_(ids)).values(nothing))
    if ids:
        trail.append(tx, GONE, data={"files": sorted(ids)})
