"""The courier: drains the outbox through python-telegram-bot, at most one message a recipient at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.crash import crash_point
from bot.logs import redact
from bot.reminders import courier_bot
from bot.reminders.courier_bot import Sender
from bot.reminders.courier_parcel import Renderer
from bot.reminders.courier_post import Post
from bot.reminders.courier_round import Round
from bot.reminders.courier_verdict import Fate
from bot.storage import outbox, replicas
from bot.storage.bell import ring_or
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.patience import write_surely
from bot.storage.trouble import StorageError, is_outage
from bot.storage.wire import Wire

log = logging.getLogger(__name__)

AT_ONCE = 16
RECOVER = 5.0  # seconds
TICK = 1.0  # seconds: rows whose instant has come, and clocks that were moved, ring no bell


async def _nothing(person_id: int) -> None:
    """Nobody is told but the log."""


class Courier:
    """`spacing` is in seconds, between two new messages in a chat. `wire`: what ties this process to the others that
    share its database; only their leader's courier runs."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        renderer: Renderer,
        clock: Clock,
        *,
        spacing: float = 1.0,
        on_unreachable: Callable[[int], Awaitable[None]] = _nothing,
        wire: Wire | None = None,
    ) -> None:
        self._database = database
        self._sender = sender
        self._round = Round(database, renderer, Post(database, sender, clock, spacing, _sure(wire)), on_unreachable)
        self._wire = wire
        self._recovered_at = 0.0  # by time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()
        self._woken = database.subscribe("outbox")
        self._woken.set()
        self._starting = asyncio.Lock()
        self._is_ready = False
        self._looking = False
        self._stopping = False
        self.is_token_refused = False

    @property
    def is_idle(self) -> bool:
        """Nothing is being sent, and nothing new has been queued since the last look."""
        return not (self._tasks or self._looking or self._woken.is_set())

    async def run(self) -> None:
        """Send what is due until stopped, or until the token is refused; then the rows stay for its successor."""
        await self._begin()
        while not self._stopping:
            await self._recover()
            await self._look()
            await ring_or(self._woken, TICK)
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def drain(self) -> None:
        """Send until nothing more is due now. May be called beside `run`."""
        await self._begin()
        while not self._stopping:
            await self._look()
            if not self._tasks:
                return
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Claim nothing more; `run` returns when what is on its way is through."""
        self._stopping = True
        self._woken.set()

    def resume(self) -> None:
        """After `stop`, when this process leads again: `run` may be called anew."""
        self._stopping = self.is_token_refused

    async def close(self) -> None:
        """Stop, wait, and close the connections."""
        await self.stop()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await courier_bot.close(self._sender)

    async def _begin(self) -> None:
        async with self._starting:
            if self._is_ready:
                return
            if self._wire is None:  # whoever held a lease is dead
                await self._database.write(outbox.take_back, all_leases=True)
            try:
                await self._sender.initialize()
            except InvalidToken:
                self._refuse()
            except TelegramError as error:  # the rows wait as they would later
                log.warning("The courier begins without an answer from Telegram (%s).", redact(str(error)))
            self._is_ready = True

    async def _recover(self) -> None:
        """What a replica was sending when it died is sent by this one."""
        now = time.monotonic()
        if self._wire is None or now - self._recovered_at < RECOVER:
            return
        try:
            await self._database.write(replicas.take_back)
        except StorageError as error:
            log.warning("The outbox cannot be read (%s).", error)
        else:
            self._recovered_at = now

    async def _look(self) -> None:
        rung = self._woken.is_set()
        self._woken.clear()
        self._looking = True
        try:
            if rung or await self._database.read(outbox.anything_due):
                await self._claim()
        except StorageError as error:
            log.warning("The outbox cannot be read (%s).", error)
        finally:
            self._looking = False

    async def _claim(self) -> None:
        room = AT_ONCE - len(self._tasks)
        name = self._wire.name if self._wire else None
        rows = await self._database.write(outbox.claim, room, name) if room > 0 and not self._stopping else []
        if rows:
            crash_point("outbox.claimed")
        for row in rows:
            task = asyncio.create_task(self._carry(row), name=f"courier {row.id}")
            self._tasks.add(task)
            task.add_done_callback(self._carried)

    async def _carry(self, row: OutboxRow) -> None:
        try:
            if await self._round.carry(row) is Fate.STOP:
                self._refuse()
        except Exception as error:
            if is_outage(error):  # before it was sent: what comes after is written however long that takes
                await write_surely(self._database, outbox.retry_later, row, str(error))
            else:
                log.exception("Row %s of the outbox (%s) is tried again in a while.", row.id, row.key)
                await write_surely(self._database, outbox.in_doubt, row, redact(f"{type(error).__name__}: {error}"))

    def _carried(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._woken.set()  # its recipient may have another row waiting

    def _refuse(self) -> None:
        log.error("The token was refused by Telegram: nothing is sent until it is mended. What is queued stays queued.")
        self.is_token_refused = True
        self._stopping = True
        self._woken.set()


def _sure(wire: Wire | None) -> Callable[[], bool]:
    """Whether this process may still send: one that was stopped for a while must not, another does by then."""
    return (lambda: wire.is_sure) if wire else (lambda: True)
