"""An update has its effect once: what came of it the first time is the answer to every repetition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.storage.dialect import insert_ignore
from bot.storage.tables import idempotency
from bot.storage.tx import Tx


def earlier(tx: Tx, key: str | None) -> dict[str, Any] | None:
    """What came of this update before; None when it is new (or no update stands behind it)."""
    if key is None:
        return None
    row = tx.conn.execute(select(idempotency.c.result).where(idempotency.c.key == key)).first()
    return dict(row.result) if row else None


def keep(tx: Tx, key: str | None, result: Mapping[str, Any]) -> None:
    """Keep what came of this update, in the transaction of its effect."""
    if key is not None:
        insert_ignore(tx.conn, idempotency, {"key": key, "result": dict(result), "at": tx.now}, ["key"])


def forget(tx: Tx, before: datetime) -> None:
    """Remove what was kept before then. Telegram repeats nothing after a day, and begins to count its updates anew
    after a week of silence, when an old number would silence a new update."""
    tx.conn.execute(delete(idempotency).where(idempotency.c.at < before))
