"""Which chats are this replica's, where several handle updates: a chat is one replica's at a time.

It stays so for a while after its last update: its window is in this process's memory, and may still be redrawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from bot.storage import replicas
from bot.storage.database import Database
from bot.storage.fence import Fence
from bot.storage.inbox import InboxRow
from bot.storage.tx import Tx

LINGER = 5.0  # seconds


class Claims:
    """`forget` drops what this process remembers of a chat that another may have had meanwhile."""

    def __init__(self, database: Database, name: str, forget: Callable[[int], None]) -> None:
        self._database = database
        self._name = name
        self._forget = forget
        self._used: dict[int, float] = {}  # by time.monotonic()

    async def take(self, limit: int, besides: Collection[int], full: Collection[int] = ()) -> list[InboxRow]:
        """Updates to be handled here, of no chat that has its fill in hand."""
        if limit <= 0 or not await self._database.read(replicas.waits, self._name, besides, full):
            return []
        rows, new = await self._database.write(replicas.take, self._name, limit=limit, besides=besides, full=full)
        for lane in new:
            self._forget(lane)
        self._used |= {row.lane: time.monotonic() for row in rows}
        return rows

    async def stands(self, row: InboxRow) -> bool:
        """Whether it is still to be handled, and here."""
        self._used[row.lane] = time.monotonic()
        return await self._database.read(replicas.stands, self._name, row)

    def fence(self, lane: int) -> Fence:
        """Refuses what a handler writes once its chat is another replica's."""

        def check(tx: Tx) -> None:
            replicas.check_lane(tx, self._name, lane)

        return check

    async def rest(self, busy: Collection[int]) -> None:
        """Let go of chats in which nothing happens."""
        now = time.monotonic()
        idle = [lane for lane, at in self._used.items() if lane not in busy and now - at > LINGER]
        if idle:
            await self._database.write(replicas.give_back, self._name, idle)
        for lane in idle:
            self._used.pop(lane, None)

    async def leave(self) -> None:
        """Let go of everything: this process ends."""
        await self._database.write(replicas.leave, self._name)
