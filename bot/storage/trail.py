"""The audit trail: append-only, in order, each entry holding the hash of the one before (reliability.md 4.2).

What an entry says (reason, data) is hashed by itself, with a salt, and only that hash is in the chain: when a record is
disposed of, its entries lose what they said and who did what when can still be proven. bot/documents/verify_audit.py
checks the same from an export, without a line of this."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot.crash import crash_point
from bot.storage.tables import event
from bot.storage.tx import Tx

GENESIS = "0" * 64
HASHED = (
    "seq", "at", "actor_id", "telegram_id", "update_id", "action", "record_id", "work_item_id", "version",
    "payload_sha256", "prev_hash",
)  # fmt: skip  # one tuple, read as a line
SAID = ("reason", "data", "salt")

_APPENDING = event.insert()
_END = select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)


def append(tx: Tx, action: str, **values: Any) -> int:
    """Add an entry (columns of `event`) and return its number. The single writer keeps the numbers without gaps."""
    last = end(tx)
    entry: dict[str, Any] = dict.fromkeys((*HASHED, *SAID)) | values
    entry |= {
        "seq": last[0] + 1,
        "at": tx.now,
        "action": action,
        "data": values.get("data") or {},
        "salt": secrets.token_hex(16),
        "prev_hash": last[1],
    }
    entry["payload_sha256"] = payload_digest(entry)
    tx.conn.execute(_APPENDING, {**entry, "hash": digest(entry)})
    crash_point("trail.appended")
    return int(entry["seq"])


def end(tx: Tx) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and GENESIS as long as there is none."""
    last = tx.conn.execute(_END).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def digest(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an entry: sorted keys, no blanks, UTF-8, instants in UTC."""
    return _hash({name: plain(entry[name]) for name in HASHED})


def payload_digest(entry: Mapping[str, Any]) -> str:
    """The same over what the entry says."""
    return _hash({name: entry[name] for name in SAID})


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """An instant as it is hashed; anything else as it is."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


DISPOSED = "disposed"
"""The entry that says by which disposal record a record's content went."""


def empty(tx: Tx, record_id: int) -> None:
    """Remove what the entries of a record that was disposed of hold. Who did what when stays, and so do the hashes; an
    entry DISPOSED must follow, or the chain counts as broken."""
    nothing: dict[str, Any] = {"data": {}, "reason": None, "salt": None}
    tx.conn.execute(update(event).where(event.c.record_id == record_id).values(nothing))


def first_broken(tx: Tx, after: tuple[int, str] = (0, GENESIS)) -> int | None:
    """The number of the first entry that does not fit the chain; None when it is whole. What an entry said may be gone
    if a later one says that its record was disposed of. `after`: number and hash of one that is taken for true."""
    previous, expected = after[1], after[0] + 1
    emptied: dict[int | None, int] = {}
    for entry in entries(tx, after[0]):
        if entry["seq"] != expected or entry["prev_hash"] != previous or digest(entry) != entry["hash"]:
            return min([expected, *emptied.values()])
        if is_emptied(entry):
            emptied.setdefault(entry["record_id"], entry["seq"])
        elif payload_digest(entry) != entry["payload_sha256"]:
            return min([expected, *emptied.values()])
        elif entry["action"] == DISPOSED:
            emptied.pop(entry["record_id"], None)
        previous, expected = entry["hash"], expected + 1
    return min(emptied.values(), default=None)


def is_emptied(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says nothing any more."""
    return entry["salt"] is None


def entries(tx: Tx, after: int = 0) -> Iterator[dict[str, Any]]:
    """Every entry, in order, or those after one."""
    for row in tx.conn.execute(select(event).where(event.c.seq > after).order_by(event.c.seq)):
        yield dict(row._mapping)


def hash_at(tx: Tx, seq: int) -> str | None:
    """The hash of one entry; None if there is none of that number."""
    return tx.conn.execute(select(event.c.hash).where(event.c.seq == seq)).scalar_one_or_none()


def count(tx: Tx, action: str, actor_id: int, since: datetime) -> int:
    """How often somebody has done this since then."""
    theirs = (event.c.action == action, event.c.actor_id == actor_id, event.c.at >= since)
    return int(tx.conn.execute(select(func.count()).select_from(event).where(*theirs)).scalar_one())


_OF_RECORD = select(event).where(event.c.record_id == bindparam("record_id")).order_by(event.c.seq)


def of_record(tx: Tx, record_id: int) -> list[Any]:
    """The entries of one record, oldest first."""
    return list(tx.conn.execute(_OF_RECORD, {"record_id": record_id}))
