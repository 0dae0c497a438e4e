"""Where the trail stood, a day: a chain alone does not show that its end was cut off or that all of it was written
anew; what somebody else holds of it does (reliability.md 4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from bot.storage import trail
from bot.storage.dialect import insert_ignore
from bot.storage.tables import anchor
from bot.storage.tx import Tx


def drop_anchor(tx: Tx, day: date) -> tuple[int, str] | None:
    """Note where the trail stands under the date of `day` and give that; None if that day was noted before, or if the
    trail has not moved since the last one."""
    seq, digest = trail.end(tx)
    last = tx.conn.execute(select(anchor.c.seq).order_by(anchor.c.day.desc()).limit(1)).scalar_one_or_none()
    if seq == (last or 0):
        return None
    is_new = insert_ignore(tx.conn, anchor, {"day": day, "at": tx.now, "seq": seq, "hash": digest}, ["day"])
    return (seq, digest) if is_new else None


def newest(tx: Tx) -> tuple[int, str]:
    """Number and hash of the entry at which the trail stood when it was last sealed; 0 and GENESIS before that."""
    row = tx.conn.execute(select(anchor.c.seq, anchor.c.hash).order_by(anchor.c.day.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, trail.GENESIS)


def anchors(tx: Tx) -> list[Any]:
    """All of them, oldest first."""
    return list(tx.conn.execute(select(anchor).order_by(anchor.c.day)))


def first_adrift(tx: Tx) -> date | None:
    """The first day on which the trail stood otherwise than it does now."""
    return next((row.day for row in anchors(tx) if trail.hash_at(tx, row.seq) != row.hash), None)
