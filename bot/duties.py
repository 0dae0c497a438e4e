"""What only one of the replicas does at a time: take updates in, send, fetch files, chase, and give signs of life."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from bot.reminders.courier import Courier
from bot.reminders.ticks import Ticks
from bot.storage import replicas
from bot.storage.fence import Fence
from bot.storage.wire import Wire

log = logging.getLogger(__name__)

LAST_WORDS = 20.0  # seconds in which what is on its way must be through


class Part(Protocol):
    async def run(self) -> None: ...


class Duties:
    """`others` are cancelled when their time is over; the courier ends what it has begun. Without a wire there is one
    process only, and it has the duties for good."""

    def __init__(self, courier: Courier, ticks: Ticks, others: Sequence[Part], wire: Wire | None) -> None:
        self._courier = courier
        self._ticks = ticks
        self._others = others
        self._wire = wire

    async def run(self) -> None:
        """Until cancelled. Raises what a part raises."""
        if self._wire is None:
            await self._serve(None, asyncio.Event())
        while self._wire:
            epoch = await self._wire.leads()
            over = asyncio.Event()
            waiting = asyncio.create_task(self._tell(self._wire, epoch, over))
            try:
                await self._serve(partial(replicas.check_epoch, epoch=epoch), over)
            finally:
                waiting.cancel()

    async def _tell(self, wire: Wire, epoch: int, over: asyncio.Event) -> None:
        await wire.has_ceded(epoch)
        over.set()

    async def _serve(self, fence: Fence | None, over: asyncio.Event) -> None:
        self._courier.resume()
        self._ticks.start(fence)
        sending = asyncio.create_task(self._courier.run(), name="courier")
        try:
            await self._together(sending, over)
        finally:
            self._ticks.stop()
            await self._courier.stop()
            await asyncio.wait([sending], timeout=LAST_WORDS)
            sending.cancel()

    async def _together(self, sending: asyncio.Task[None], over: asyncio.Event) -> None:
        """Until it is over, or a part raises."""
        tasks = [asyncio.create_task(part.run(), name=type(part).__name__) for part in self._others]
        ended = asyncio.create_task(over.wait())
        waiting: set[asyncio.Task[None] | asyncio.Task[bool]] = {*tasks, sending, ended}
        try:
            while not over.is_set():
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for other in (*tasks, ended):
                other.cancel()
            await asyncio.gather(*tasks, ended, return_exceptions=True)
