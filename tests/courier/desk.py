"""A desk for the courier's tests: it queues, renders what its rows say, and looks up what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from bot.reminders.courier_parcel import Parcel
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.tables import outbox as table
from bot.storage.tx import Tx
from tests.support.clocks import HandClock
from tests.support.fake_api import FakeApi


@dataclass
class Desk:
    database: Database
    api: FakeApi
    clock: HandClock
    unreachable: list[int] = field(default_factory=list)
    parcels: dict[str, list[Parcel]] = field(default_factory=dict)  # by key, where a row is more than a text
    broken: bool = False

    def render(self, tx: Tx, row: OutboxRow) -> Sequence[Parcel]:
        if self.broken:
            raise KeyError("no such text")
        if row.key in self.parcels:
            return self.parcels[row.key]
        if row.params.get("gone"):
            return []
        chats = [row.chat_id] if row.chat_id is not None else outbox.chats_of(tx, row.person_id or 0)
        return [Parcel(chat, row.key + (" · may be a repeat" if row.repeat else "")) for chat in chats]

    async def note_unreachable(self, person_id: int) -> None:
        self.unreachable.append(person_id)

    async def queue(self, key: str, *parcels: Parcel, person_id: int | None = 1, **values: Any) -> None:
        if parcels:
            self.parcels[key] = list(parcels)
        await self.database.write(outbox.enqueue, key=key, kind="notice", person_id=person_id, **values)

    async def row(self, key: str) -> Row[Any]:
        return await self.database.read(lambda tx: tx.conn.execute(select(table).where(table.c.key == key)).one())

    async def state(self, key: str) -> str:
        return str((await self.row(key)).state)

    @property
    def texts(self) -> list[str]:
        return [sent.get("text", sent.get("caption", "")) for sent in self.api.sent]
