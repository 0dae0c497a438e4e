"""From the inbox to the dispatcher: one lane a chat, in order inside it, side by side across them."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.types import Update

from bot.intake.attempts import Attempts
from bot.intake.claims import Claims
from bot.storage import inbox
from bot.storage.bell import ring_or
from bot.storage.database import Database
from bot.storage.fence import FENCE, Fenced
from bot.storage.inbox import InboxRow
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

WIDTH = 16  # lanes at work at once
IN_HAND = 500  # rows in memory at once
AFTER_TROUBLE = 0.5  # seconds
A_CHATS = 25  # of them, of one chat: who sends thousands keeps nobody else waiting
LOOK_AGAIN = 15.0  # seconds after which the table is searched whole, whatever rang
SHARE, LOOK_SOON = 64, 3.0  # the same where others want their share, and may die


async def _nothing(row: InboxRow) -> None:
    """Nobody is told but the log."""


class Lanes:
    """`handle` must raise when it failed; `on_quarantine` may tell the person that something was set aside."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        handle: Callable[[Update], Awaitable[object]],
        *,
        on_quarantine: Callable[[InboxRow], Awaitable[None]] = _nothing,
        width: int = WIDTH,
        attempts: Attempts | None = None,
        claims: Claims | None = None,
    ) -> None:
        self._database = database
        self._attempts = attempts or Attempts(database, bot, handle, on_quarantine)
        self._width = asyncio.Semaphore(width)
        self._claims = claims
        self._most, self._again = (SHARE, LOOK_SOON) if claims else (IN_HAND, LOOK_AGAIN)
        self._lanes: defaultdict[int, deque[InboxRow]] = defaultdict(deque)
        self._in_hand: set[int] = set()
        self._newest = 0
        self._looking = True
        self._stopping = False
        self._more = False
        self._left = False  # updates of a chat that has enough in hand
        self._woken = database.subscribe("inbox")
        self._rested = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        """Nothing new, and no lane working."""
        return not (self._in_hand or self._looking or self._woken.is_set())

    async def idle(self) -> None:
        """Wait until it is idle."""
        while not self.is_idle:
            self._rested.clear()
            await self._rested.wait()

    async def run(self) -> None:
        """Handle what is waiting from before, then what comes, until cancelled or stopped."""
        async with asyncio.TaskGroup() as lanes:
            whole = True
            while not self._stopping:
                self._woken.clear()
                try:
                    await self._look(lanes, whole=whole)
                except StorageError as error:  # a full disk: what waits is looked for again
                    log.warning("The inbox cannot be read (%s).", error)
                    whole = True
                    await asyncio.sleep(AFTER_TROUBLE)
                else:
                    whole = not await ring_or(self._woken, self._again)
        if self._claims:
            await self._claims.leave()

    async def stop(self) -> None:
        """Take nothing new; `run` returns when what is in hand is finished."""
        self._stopping = True
        self._woken.set()

    async def _look(self, lanes: asyncio.TaskGroup, *, whole: bool) -> None:
        self._looking = True
        try:
            room = self._most - len(self._in_hand)
            rows = await self._found(room, whole=whole)
            self._more = len(rows) == room
            for row in rows:
                if len(self._lanes[row.lane]) < A_CHATS:
                    self._take(row, lanes)
                else:
                    self._left = True
                    self._woken.set()  # others may wait behind it
        finally:
            self._looking = False
            self._rested.set()

    async def _found(self, room: int, *, whole: bool) -> list[InboxRow]:
        full = [lane for lane, waiting in self._lanes.items() if len(waiting) >= A_CHATS]
        after = 0 if whole or self._left else self._newest
        self._left = bool(full)
        in_hand = frozenset(self._in_hand)
        if self._claims is None:
            return await self._database.read(inbox.pending, limit=room, after=after, besides=in_hand, full=full)
        if whole:
            await self._claims.rest(self._lanes.keys())
        return await self._claims.take(room, in_hand, full)

    def _take(self, row: InboxRow, lanes: asyncio.TaskGroup) -> None:
        self._newest = max(self._newest, row.id)
        self._in_hand.add(row.id)
        waiting = self._lanes[row.lane]
        waiting.append(row)
        if len(waiting) == 1:
            lanes.create_task(self._work(row.lane), name=f"lane {row.lane}")

    async def _work(self, lane: int) -> None:
        waiting = self._lanes[lane]
        if self._claims:
            FENCE.set(self._claims.fence(lane))
        while waiting and not self._stopping:
            async with self._width:
                await self._deal_with(waiting[0])
            self._in_hand.discard(waiting.popleft().id)
            if self._more or (self._left and len(waiting) == A_CHATS // 2):
                self._woken.set()
            self._rested.set()
        del self._lanes[lane]

    async def _deal_with(self, row: InboxRow) -> None:
        try:
            if self._claims is None or await self._stands(self._claims, row):
                await self._attempts.deal_with(row)
        except Fenced as error:
            log.warning("Update %s is left to others: %s.", row.update_id, error)

    async def _stands(self, claims: Claims, row: InboxRow) -> bool:
        """Whether it is still to be handled here; asked again for as long as the database does not say."""
        while not self._stopping:
            try:
                return await claims.stands(row)
            except StorageError as error:
                log.warning("Update %s waits: %s", row.update_id, error)
                await asyncio.sleep(AFTER_TROUBLE)
        return False
