"""What the courier carries, and who makes it: a row is turned into messages only when it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.cards.model import Button
from bot.storage.deliveries import DeliveryMark
from bot.storage.outbox import OutboxRow
from bot.storage.tx import Tx

Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Parcel:
    """One message: Telegram's HTML, with a photo or a document where there is one.

    `edit_message_id` redraws that message instead of sending a new one. `delivery` is what it shows of a record.
    """

    chat_id: int
    text: str
    buttons: Buttons = ()
    photo: Path | None = None
    document: Path | None = None
    file_name: str | None = None
    edit_message_id: int | None = None
    silent: bool = False
    protect: bool = False
    delivery: DeliveryMark | None = None


class Renderer(Protocol):
    def render(self, tx: Tx, row: OutboxRow) -> Sequence[Parcel]:
        """The messages of a row as the world stands now, in the reader's language; none when it is out of date.

        `outbox.chats_of` says where a person can be reached. A reader is told that it may be a repeat when
        `row.repeat` is not 0 and the message is not an edit.
        """
        ...


def numbered(parcels: Sequence[Parcel]) -> Iterator[tuple[str, Parcel]]:
    """Each parcel with a name that stays the same when the row is rendered again: chat and place in that chat."""
    counted: dict[int, int] = {}
    for parcel in parcels:
        number = counted.get(parcel.chat_id, 0)
        counted[parcel.chat_id] = number + 1
        yield f"{parcel.chat_id}:{number}", parcel
