"""Updates as they came, kept before Telegram is told that they arrived."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.crash import crash_point
from bot.storage.dialect import insert_into
from bot.storage.tables import account, inbox
from bot.storage.tx import Tx

TRIES = 3
WAITING = ("new", "failed")
SETTLED = ("done", "quarantined")
BIG = 2**63
# Where an update keeps what happened; the chat is looked for in whatever it is.
AROUND = ("chat", "message", "from", "user")
BESIDE = ("chat", "from", "user")  # of the message that a press hangs on


@dataclass(frozen=True)
class InboxRow:
    id: int
    bot_id: int
    update_id: int
    lane: int
    raw: str
    attempts: int


def store(tx: Tx, bot_id: int, updates: Sequence[Mapping[str, Any]]) -> list[int]:
    """Keep the updates that are new and give their row ids, in order. Wakes "inbox".

    The same update again is ignored. Another update under a known id means that Telegram began to count anew
    (it does after a week of silence): it is kept under the next epoch.
    """
    rows = [_row(tx, bot_id, raw) for raw in updates]
    fresh = _insert(tx, rows)
    for row in rows:
        if row["update_id"] not in fresh and (epoch := _next_epoch(tx, row)) is not None:
            fresh |= _insert(tx, [{**row, "epoch": epoch}])
    if fresh:
        crash_point("inbox.inserted")
        tx.wake("inbox")
    return sorted(fresh.values())


def _row(tx: Tx, bot_id: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"))  # ASCII: half a surrogate pair is no UTF-8
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    number = raw.get("update_id")
    known = is_id(number)
    return {
        "bot_id": bot_id,
        # Without a number it cannot be handled, but it is not thrown away.
        "update_id": number if known else -int(digest[:15], 16),
        "epoch": 0,
        "lane": lane_of(raw),
        "sha256": digest,
        "raw": text,
        "state": "new" if known else "quarantined",
        "attempts": 0,
        "error": None if known else "no update_id",
        "received_at": tx.now,
    }


def is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -BIG <= value < BIG


def lane_of(raw: Mapping[str, Any]) -> int:
    """The chat whose updates are handled one after the other; 0 where there is none."""
    for name, content in raw.items():
        if name != "update_id" and isinstance(content, dict):
            return _chat_id(content, AROUND)
    return 0


def _chat_id(content: Mapping[str, Any], names: Sequence[str]) -> int:
    for name in names:
        inner = content.get(name)
        if not isinstance(inner, dict):
            continue
        number = _chat_id(inner, BESIDE) if name == "message" else inner.get("id")
        if is_id(number) and number:
            return int(number)
    return 0


def _insert(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Row ids by update id, of those that were not there yet."""
    new = tx.conn.execute(_storing(tx.conn.dialect.name), list(rows)) if rows else ()
    return {row.update_id: row.id for row in new}


@cache
def _storing(dialect: str) -> ReturningInsert[Any]:
    statement = insert_into(dialect, inbox).on_conflict_do_nothing(index_elements=["bot_id", "epoch", "update_id"])
    return statement.returning(inbox.c.id, inbox.c.update_id)


def _next_epoch(tx: Tx, row: Mapping[str, Any]) -> int | None:
    """The epoch for an update whose number is taken; None when it is the same update."""
    same_number = (inbox.c.bot_id == row["bot_id"], inbox.c.update_id == row["update_id"])
    known = tx.conn.execute(select(inbox.c.epoch, inbox.c.sha256).where(*same_number)).all()
    if any(other.sha256 == row["sha256"] for other in known):
        return None
    return 1 + max(int(other.epoch) for other in known)


# Read with every update: built once.
_PENDING = (
    select(inbox)
    .where(
        inbox.c.state.in_(WAITING),
        inbox.c.id > bindparam("after"),
        inbox.c.id.not_in(bindparam("besides", expanding=True)),
        inbox.c.lane.not_in(bindparam("full", expanding=True)),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)


def pending(
    tx: Tx, *, limit: int, after: int = 0, besides: Collection[int] = (), full: Collection[int] = ()
) -> list[InboxRow]:
    """What is still to be handled, oldest first: rows above `after`, not among `besides`, of no lane that is full."""
    values = {"after": after, "besides": list(besides), "full": list(full), "most": limit}
    rows = tx.conn.execute(_PENDING, values)
    return [_as_row(row) for row in rows]


def _as_row(row: Row[Any]) -> InboxRow:
    return InboxRow(row.id, row.bot_id, row.update_id, row.lane, row.raw, row.attempts)


_DONE = update(inbox).where(inbox.c.id == bindparam("row_id")).values(state="done", done_at=bindparam("now"))


def done(tx: Tx, row_id: int) -> None:
    tx.conn.execute(_DONE, {"row_id": row_id, "now": tx.now})


def forget(tx: Tx, before: datetime) -> int:
    """Remove what was handled before then: what people wrote is in the records by now, and is disposed of with them
    (R51). How many there were."""
    handled = delete(inbox).where(inbox.c.state == "done", inbox.c.done_at < before)
    return tx.conn.execute(handled).rowcount


def forget_strangers(tx: Tx, before: datetime) -> int:
    """Remove what came before then from chats of nobody we know, be it handled or set aside. How many there were."""
    known = select(account.c.telegram_id)
    theirs = delete(inbox).where(inbox.c.state.in_(SETTLED), inbox.c.received_at < before, inbox.c.lane.not_in(known))
    return tx.conn.execute(theirs).rowcount


def failed(tx: Tx, row_id: int, error: str, *, for_good: bool = False) -> bool:
    """Count a failure. True when the row is set aside now: after TRIES, or at once when it can only fail."""
    values = {"state": "failed", "attempts": inbox.c.attempts + 1, "error": error}
    counted = update(inbox).where(inbox.c.id == row_id).values(values).returning(inbox.c.attempts)
    attempts = tx.conn.execute(counted).scalar_one()
    if attempts < TRIES and not for_good:
        return False
    tx.conn.execute(update(inbox).where(inbox.c.id == row_id).values(state="quarantined"))
    return True
