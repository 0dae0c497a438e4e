"""Messages to be sent unasked, written in the same transaction as the change they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.crash import crash_point
from bot.storage.dialect import insert_ignore, upsert
from bot.storage.tables import account, courier_pause, delivery, outbox, person
from bot.storage.tx import Tx

LEASE = timedelta(minutes=5)  # a group may have to wait a minute for its turn
DOUBTS = 3
WHOLE_BOT = 0  # the chat under which a pause of the whole bot is kept


@dataclass(frozen=True)
class OutboxRow:
    """One notice. `repeat` is how often it may have arrived already; a reader is told when it is not 0."""

    id: int
    key: str
    kind: str
    person_id: int | None
    chat_id: int | None
    record_id: int | None
    work_item_id: int | None
    params: Mapping[str, Any]
    attempts: int
    created_at: datetime
    not_before: datetime
    repeat: int = 0


def enqueue(
    tx: Tx,
    *,
    key: str,
    kind: str,
    person_id: int | None = None,
    chat_id: int | None = None,
    record_id: int | None = None,
    work_item_id: int | None = None,
    params: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Queue a notice. False when one with this key is there already, sent or not. Wakes "outbox"."""
    values = {
        "key": key,
        "kind": kind,
        "person_id": person_id,
        "chat_id": chat_id,
        "record_id": record_id,
        "work_item_id": work_item_id,
        "params": dict(params or {}),
        "state": "queued",
        "attempts": 0,
        "created_at": tx.now,
        "not_before": not_before or tx.now,
    }
    is_new = insert_ignore(tx.conn, outbox, values, ["key"])
    if is_new:
        crash_point("outbox.enqueued")
        tx.wake("outbox")
    return is_new


def chats_of(tx: Tx, person_id: int) -> list[int]:
    """Where a person can be reached: the private chats of the accounts that have not blocked the bot."""
    return list(tx.conn.execute(_CHATS, {"of_person": person_id}).scalars())


def claim(tx: Tx, limit: int, holder: str | None = None) -> list[OutboxRow]:
    """Take what is due, at most one row per recipient, and none of a recipient who is being sent one or is paused.

    Each row is leased for LEASE, and `attempts` is the token with which its end is written: a claim that lost its
    lease can no longer end the row.
    """
    if paused_until(tx) is not None:
        return []
    taken = tx.conn.execute(_CLAIMING, {"at": tx.now, "most": limit, "until": tx.now + LEASE, "by": holder})
    return sorted((_as_row(row) for row in taken), key=lambda row: row.id)


# Asked for with every message: built once.


def _claiming() -> ReturningUpdate[Any]:
    busy = outbox.alias("busy")
    in_hand = select(busy.c.id).where(busy.c.state == "sending", _same_recipient(busy))
    pause = select(courier_pause.c.chat_id).where(
        courier_pause.c.chat_id == outbox.c.chat_id, courier_pause.c.until > bindparam("at")
    )
    due = (
        select(func.min(outbox.c.id))
        .where(outbox.c.state == "queued", outbox.c.not_before <= bindparam("at"), ~in_hand.exists(), ~pause.exists())
        .group_by(outbox.c.person_id, outbox.c.chat_id)
        .order_by(func.min(outbox.c.id))
        .limit(bindparam("most"))
    )
    leased = {"lease_until": bindparam("until"), "holder": bindparam("by"), "attempts": outbox.c.attempts + 1}
    return (
        update(outbox)
        .where(outbox.c.id.in_(due), outbox.c.state == "queued")
        .values(state="sending", **leased)
        .returning(outbox)
    )


def _same_recipient(other: Any) -> ColumnElement[bool]:
    return and_(
        other.c.person_id.is_not_distinct_from(outbox.c.person_id),
        other.c.chat_id.is_not_distinct_from(outbox.c.chat_id),
    )


_CLAIMING = _claiming()
_ENDING = update(outbox).where(
    outbox.c.id == bindparam("row_id"), outbox.c.attempts == bindparam("token"), outbox.c.state == "sending"
)
_PAUSED = select(courier_pause.c.until).where(
    courier_pause.c.chat_id == WHOLE_BOT, courier_pause.c.until > bindparam("at")
)
_CHATS = (
    select(account.c.telegram_id)
    .where(account.c.person_id == bindparam("of_person"), account.c.blocked_at.is_(None))
    .order_by(account.c.linked_at)
)


def _as_row(row: Row[Any]) -> OutboxRow:
    names = OutboxRow.__dataclass_fields__.keys() - {"repeat"}
    return OutboxRow(**{name: row._mapping[name] for name in names}, repeat=int(row.params.get("repeat", 0)))


def anything_due(tx: Tx) -> bool:
    """Whether a claim may find something; cheaper than a claim that finds nothing."""
    due = next_due(tx)
    return due is not None and due <= tx.now


def next_due(tx: Tx) -> datetime | None:
    """The instant at which the next waiting row may go."""
    return tx.conn.execute(select(func.min(outbox.c.not_before)).where(outbox.c.state == "queued")).scalar_one_or_none()


def take_back(tx: Tx, *, all_leases: bool = False, orphaned: ColumnElement[bool] | None = None) -> int:
    """Queue again what was being sent when its courier died: nobody knows whether it arrived. The number of rows.

    `all_leases` is for the start of an only courier: whoever held a lease is dead, expired or not. `orphaned` says of
    which leases the same is known where there are several.
    """
    lost = select(outbox).where(outbox.c.state == "sending")
    if not all_leases:
        expired = outbox.c.lease_until < tx.now
        lost = lost.where(expired if orphaned is None else or_(expired, orphaned))
    rows = [_as_row(row) for row in tx.conn.execute(lost)]
    for row in rows:
        retry(tx, row, tx.now, "the courier stopped while sending", unsure=True)
    return len(rows)


def _end(tx: Tx, row: OutboxRow, **values: Any) -> bool:
    held = {"row_id": row.id, "token": row.attempts}
    return tx.conn.execute(_ENDING, {**held, "lease_until": None, **values}).rowcount == 1


def sent(tx: Tx, row: OutboxRow, message_id: int | None) -> bool:
    return _end(tx, row, state="sent", sent_at=tx.now, message_id=message_id)


def superseded(tx: Tx, row: OutboxRow) -> bool:
    """There is nothing left to tell."""
    return _end(tx, row, state="superseded")


def drop_waiting(tx: Tx) -> None:
    """Nothing that waits is sent: it is told of as past."""
    tx.conn.execute(update(outbox).where(outbox.c.state == "queued").values(state="superseded"))


def put_off(tx: Tx, until: datetime) -> None:
    """Nothing that waits is sent before `until`."""
    tx.conn.execute(update(outbox).where(outbox.c.state == "queued").values(not_before=until))


def mark_as_repeats(tx: Tx) -> int:
    """Whatever waits may have been sent: this database was put back from a copy. How many messages wait."""
    waiting = tx.conn.execute(select(outbox).where(outbox.c.state.in_(("queued", "sending")))).all()
    for row in waiting:
        params = {**row.params, "repeat": int(row.params.get("repeat", 0)) + 1}
        tx.conn.execute(update(outbox).where(outbox.c.id == row.id).values(params=params))
    return len(waiting)


def dead(tx: Tx, row: OutboxRow, error: str) -> bool:
    return _end(tx, row, state="dead", error=error)


def retry(tx: Tx, row: OutboxRow, not_before: datetime, error: str, *, unsure: bool = False) -> bool:
    """Queue it again. `unsure`: it may have arrived, so the next one is marked as a repeat. Which of its parts are out
    is as the database has it."""
    changes: dict[str, Any] = {"not_before": not_before, "error": error}
    if unsure:
        known = tx.conn.execute(select(outbox.c.params).where(outbox.c.id == row.id)).scalar_one()
        changes["params"] = {**known, "repeat": row.repeat + 1}
    return _end(tx, row, state="queued", **changes)


def retry_later(tx: Tx, row: OutboxRow, error: str) -> bool:
    """The same, at once, for what was certainly not sent."""
    return retry(tx, row, tx.now, error)


def in_doubt(tx: Tx, row: OutboxRow, error: str) -> bool:
    """Nobody knows how far it came, nor why: once more in a while, but not for ever, for others wait behind it."""
    if row.attempts >= DOUBTS:
        return dead(tx, row, error)
    return retry(tx, row, tx.now + LEASE, error, unsure=True)


def note_part(tx: Tx, row: OutboxRow, part: str, message_id: int) -> OutboxRow:
    """Remember that one of several messages of this row is out, so that a retry leaves it out; gives the row anew."""
    parts = {**row.params.get("parts", {}), part: message_id}
    row = replace(row, params={**row.params, "parts": parts})
    tx.conn.execute(
        update(outbox).where(outbox.c.id == row.id, outbox.c.attempts == row.attempts).values(params=dict(row.params))
    )
    return row


def pause(tx: Tx, chat_id: int, until: datetime) -> None:
    """Keep quiet in a chat (WHOLE_BOT: everywhere) until an instant; a longer pause stays."""
    known = tx.conn.execute(
        select(courier_pause.c.until).where(courier_pause.c.chat_id == chat_id)
    ).scalar_one_or_none()
    if known is None or known < until:
        upsert(tx.conn, courier_pause, {"chat_id": chat_id, "until": until}, ["chat_id"])


def paused_until(tx: Tx) -> datetime | None:
    """Until when the whole bot keeps quiet, if it does now."""
    return tx.conn.execute(_PAUSED, {"at": tx.now}).scalar_one_or_none()


def move_chat(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup: whatever is still to come goes to its new id."""
    tx.conn.execute(update(outbox).where(outbox.c.chat_id == old).values(chat_id=new))
    tx.conn.execute(update(delivery).where(delivery.c.chat_id == old).values(open=False))


def block(tx: Tx, telegram_id: int) -> int | None:
    """Note that an account cannot be written to any more; gives its person. my_chat_member lifts it again."""
    mine = account.c.telegram_id == telegram_id
    tx.conn.execute(update(account).where(mine, account.c.blocked_at.is_(None)).values(blocked_at=tx.now))
    return tx.conn.execute(select(account.c.person_id).where(mine)).scalar_one_or_none()


def unreachable(tx: Tx) -> list[str]:
    """The names of those who blocked the bot with every account that they have."""
    accounts = account.join(person, person.c.id == account.c.person_id)
    let_in = func.count(account.c.telegram_id) - func.count(account.c.blocked_at)
    query = select(person.c.name).select_from(accounts).where(person.c.active).group_by(person.c.id, person.c.name)
    return list(tx.conn.execute(query.having(let_in == 0).order_by(person.c.id)).scalars())
