"""The audit trail: append-only, in order, each entry holding the hash of the one before (reliability.md 4.2)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage.tables import event
from bot.storage.tx import Tx

GENESIS = "0" * 64
HASHED = (
    "seq", "at", "actor_id", "telegram_id", "update_id", "action", "record_id", "work_item_id", "version", "reason",
    "data", "prev_hash",
)  # fmt: skip  # one tuple, read as a line


def append(tx: Tx, action: str, **values: Any) -> int:
    """Add an entry (columns of `event`) and return its number. The single writer keeps the numbers without gaps."""
    last = tx.conn.execute(select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)).first()
    entry: dict[str, Any] = dict.fromkeys(HASHED) | values
    entry |= {
        "seq": last.seq + 1 if last else 1,
        "at": tx.now,
        "action": action,
        "data": values.get("data") or {},
        "prev_hash": last.hash if last else GENESIS,
    }
    tx.conn.execute(event.insert().values(**entry, hash=digest(entry)))
    return int(entry["seq"])


def digest(entry: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an entry: sorted keys, no blanks, UTF-8, instants in UTC."""
    plain = {name: _plain(entry[name]) for name in HASHED}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


DISPOSED = "disposed"
"""The entry that says by which disposal record a record's content went."""


def empty(tx: Tx, record_id: int) -> None:
    """Remove what the entries of a record that was disposed of hold. Who did what when stays, and so do the hashes; an
    entry DISPOSED must follow, or the chain counts as broken."""
    tx.conn.execute(update(event).where(event.c.record_id == record_id).values(data={}, reason=None))


def first_broken(tx: Tx) -> int | None:
    """The number of the first entry that does not fit the chain; None when it is whole. An entry without content fits
    if a later one says that its record was disposed of."""
    previous, expected = GENESIS, 1
    emptied: dict[int | None, int] = {}
    for row in tx.conn.execute(select(event).order_by(event.c.seq)):
        entry = dict(row._mapping)
        whole = digest(entry) == entry["hash"]
        if entry["seq"] != expected or entry["prev_hash"] != previous or not (whole or _is_empty(entry)):
            return int(entry["seq"])
        if not whole:
            emptied.setdefault(entry["record_id"], entry["seq"])
        elif entry["action"] == DISPOSED:
            emptied.pop(entry["record_id"], None)
        previous, expected = entry["hash"], expected + 1
    return min(emptied.values(), default=None)


def _is_empty(entry: dict[str, Any]) -> bool:
    return entry["record_id"] is not None and not entry["data"] and entry["reason"] is None


def of_record(tx: Tx, record_id: int) -> list[Any]:
    """The entries of one record, oldest first."""
    return list(tx.conn.execute(select(event).where(event.c.record_id == record_id).order_by(event.c.seq)))
