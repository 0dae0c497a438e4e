"""Which message shows which card to whom, so that every open card can be redrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.storage.dialect import upsert
from bot.storage.tables import delivery, order_line, work_item
from bot.storage.tx import Tx


@dataclass(frozen=True)
class DeliveryMark:
    """What a message shows: the `version` of the work item (or record, or question), as "card" or "progress", or as a
    "notice" or "question", which belong to a record or an order line all the same."""

    person_id: int
    record_id: int | None
    version: int
    work_item_id: int | None = None
    kind: str = "card"
    open: bool = True  # False: the last picture of it, which is never redrawn
    order_line_id: int | None = None


def asked_for(promised: date, *, answered: bool) -> int:
    """The version of the question whether an order line will be on time: each promised date has its own."""
    return promised.toordinal() * 2 + answered


def mark(tx: Tx, chat_id: int, message_id: int, shown: DeliveryMark) -> None:
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "person_id": shown.person_id,
        "record_id": shown.record_id,
        "work_item_id": shown.work_item_id,
        "order_line_id": shown.order_line_id,
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


def open_ones(tx: Tx, record_id: int) -> list[Any]:
    """The messages that show this record or an item of it and are still kept up to date."""
    statement = select(delivery).where(delivery.c.record_id == record_id, delivery.c.open)
    return list(tx.conn.execute(statement.order_by(delivery.c.id)))


def open_cards(tx: Tx) -> list[Any]:
    """The messages that show a work item that is still open, with what is needed to act on it."""
    shown = delivery.join(work_item, work_item.c.id == delivery.c.work_item_id)
    statement = select(delivery).select_from(shown).where(delivery.c.open, work_item.c.state == "open")
    return list(tx.conn.execute(statement.order_by(delivery.c.id)))


def open_questions(tx: Tx) -> list[Any]:
    """The messages that ask whether an order line will be on time, and wait for the answer."""
    asked = delivery.join(order_line, order_line.c.id == delivery.c.order_line_id)
    waits = (delivery.c.open, order_line.c.answered_at.is_(None), order_line.c.delivered_on.is_(None))
    return list(tx.conn.execute(select(delivery).select_from(asked).where(*waits).order_by(delivery.c.id)))


def of_question(tx: Tx, line_id: int, promised: date) -> list[Any]:
    """The messages that ask whether an order line will be on time for that date."""
    about = delivery.c.version.in_([asked_for(promised, answered=answered) for answered in (False, True)])
    statement = select(delivery).where(delivery.c.order_line_id == line_id, delivery.c.open, about)
    return list(tx.conn.execute(statement.order_by(delivery.c.id)))


def at(tx: Tx, chat_id: int, message_id: int) -> Any | None:
    """What a message shows of a record, be it up to date or not; None if it shows none."""
    here = (delivery.c.chat_id == chat_id, delivery.c.message_id == message_id)
    return tx.conn.execute(select(delivery).where(*here, delivery.c.record_id.is_not(None))).first()


_ONE = select(delivery).where(delivery.c.id == bindparam("delivery_id"))


def of(tx: Tx, delivery_id: int) -> Any | None:
    """One delivery."""
    return tx.conn.execute(_ONE, {"delivery_id": delivery_id}).first()


def of_item(tx: Tx, item_id: int, person_id: int) -> list[Any]:
    """The messages that show an item to one person, be they up to date or not."""
    statement = select(delivery).where(delivery.c.work_item_id == item_id, delivery.c.person_id == person_id)
    return list(tx.conn.execute(statement.order_by(delivery.c.id)))
