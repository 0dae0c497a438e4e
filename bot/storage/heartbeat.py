"""Signs of life: from their gaps one knows when presses did not arrive."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.storage.dialect import upsert
from bot.storage.tables import heartbeat
from bot.storage.tx import Tx


def beat(tx: Tx, name: str) -> None:
    upsert(tx.conn, heartbeat, {"name": name, "at": tx.now}, ["name"])


def instant(tx: Tx) -> datetime:
    """What the clock says."""
    return tx.now


def last_beat(tx: Tx, name: str) -> datetime | None:
    return tx.conn.execute(select(heartbeat.c.at).where(heartbeat.c.name == name)).scalar_one_or_none()
