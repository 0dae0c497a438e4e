"""Showing records and work items to one person, and noting which message shows what."""

from __future__ import annotations

from bot.cards.details_card import details_card
from bot.cards.model import Card
from bot.cards.record_card import record_card
from bot.desk import views
from bot.desk.archive import files_of
from bot.desk.house import House, tongue_of
from bot.desk.model import Member, SentFile
from bot.storage import deliveries, evidence, records
from bot.storage.deliveries import DeliveryMark
from bot.storage.tx import Tx


def mark(tx: Tx, member: Member, chat_id: int, message_id: int, record_id: int | None, item_id: int | None) -> None:
    """Note what a message now shows to this person, so that it is redrawn when that changes."""
    item = records.item(tx, item_id)
    record = records.get(tx, item.record_id if item else record_id or 0)
    if record is None:
        return
    item = item or views.own_item(tx, member, record)
    shown = item if item is not None and item.state == "open" else None
    version, kind = (shown.version, "card") if shown else (record.version, "progress")
    mark = DeliveryMark(member.id, record.id, version, shown.id if shown else None, kind, record.state == "open")
    deliveries.mark(tx, chat_id, message_id, mark)


def card(tx: Tx, house: House, member: Member, record_id: int) -> Card:
    """A record's card. Refused if this person may not see it."""
    record = views.visible(tx, member, record_id)
    return record_card(views.view(tx, house, member, record), tongue_of(member, tx))


def details(tx: Tx, house: House, member: Member, record_id: int) -> Card:
    """Everything about a record. Refused likewise."""
    record = views.visible(tx, member, record_id)
    sent = len(files_of(tx, record))
    return details_card(views.view(tx, house, member, record), tongue_of(member, tx), sent=sent)


def files(tx: Tx, member: Member, record_id: int) -> list[SentFile]:
    """What was sent in for a record and its notes, in the order in which it came. Refused likewise."""
    record = views.visible(tx, member, record_id)
    rows = evidence.of_ids(tx, files_of(tx, record))
    return [
        SentFile(row.kind, row.telegram_file_id, record.number, row.mime or "", row.name or "")
        for row in rows
        if row.telegram_file_id
    ]


def item_card(tx: Tx, house: House, member: Member, item_id: int) -> Card:
    """The card of one work item. Refused likewise."""
    item = records.item(tx, item_id)
    record = views.visible(tx, member, item.record_id if item else 0)
    return record_card(views.view(tx, house, member, record, item), tongue_of(member, tx))
