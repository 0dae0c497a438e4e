"""Which message shows which card to whom, so that every open card can be redrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from bot.storage.dialect import upsert
from bot.storage.tables import delivery
from bot.storage.tx import Tx


@dataclass(frozen=True)
class DeliveryMark:
    """What a message shows: the `version` of the work item (or record), as "card" or "progress"."""

    person_id: int
    record_id: int
    version: int
    work_item_id: int | None = None
    kind: str = "card"
    open: bool = True  # False: the last picture of it, which is never redrawn


def mark(tx: Tx, chat_id: int, message_id: int, shown: DeliveryMark) -> None:
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "person_id": shown.person_id,
        "record_id": shown.record_id,
        "work_item_id": shown.work_item_id,
        "version": shown.version,
        "kind": shown.kind,
        "sent_at": tx.now,
        "open": shown.open,
    }
    upsert(tx.conn, delivery, values, ["chat_id", "message_id"])


def close(tx: Tx, chat_id: int, message_id: int) -> None:
    """The message is gone or replaced: nothing is redrawn there any more."""
    here = (delivery.c.chat_id == chat_id, delivery.c.message_id == message_id)
    tx.conn.execute(update(delivery).where(*here).values(open=False))
