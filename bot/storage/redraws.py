"""A card that was overtaken while it was on its way: nobody could redraw it, because nobody knew yet where it is."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.deliveries import DeliveryMark, asked_for
from bot.storage.outbox import enqueue
from bot.storage.tables import delivery, order_line, record, work_item
from bot.storage.tx import Tx


def redraw_if_outdated(tx: Tx, chat_id: int, message_id: int, shown: DeliveryMark) -> bool:
    """Queue a redraw of a message that has just been sent, if what it shows has changed since it was rendered."""
    current = _version(tx, shown)
    if not shown.open or current == shown.version:
        return False
    here = (delivery.c.chat_id == chat_id, delivery.c.message_id == message_id)
    delivery_id = tx.conn.execute(select(delivery.c.id).where(*here)).scalar_one()
    return enqueue(
        tx,
        key=f"redraw:{delivery_id}:late:{current}",
        kind="redraw",
        chat_id=chat_id,
        person_id=shown.person_id,
        record_id=shown.record_id,
        work_item_id=shown.work_item_id,
        params={"delivery": delivery_id, "message_id": message_id},
    )


def _version(tx: Tx, shown: DeliveryMark) -> int:
    if shown.order_line_id is not None:
        line = tx.conn.execute(select(order_line).where(order_line.c.id == shown.order_line_id)).one()
        return asked_for(line.promised_date, answered=line.answered_at is not None)
    if shown.work_item_id is not None:
        query = select(work_item.c.version).where(work_item.c.id == shown.work_item_id)
    else:
        query = select(record.c.version).where(record.c.id == shown.record_id)
    return int(tx.conn.execute(query).scalar_one())
