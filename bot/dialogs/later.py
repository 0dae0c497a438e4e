"""Work that waits a moment for more of its kind: an album's ten photos are told of once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


class Later:
    """Does the last piece of work handed in under a key, once there was quiet for `seconds`.

    What waits is lost when the process ends: only for what can be seen again, as a window is."""

    def __init__(self, seconds: float = 0.7) -> None:
        self._seconds = seconds
        self._waiting: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, key: int, work: Work) -> None:
        """Do `work` unless other work comes for `key` before."""
        self.drop(key)
        task = asyncio.create_task(self._wait(key, work))
        self._waiting[key] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def drop(self, key: int) -> None:
        """Whatever waits under `key` is done by somebody else now. What has begun is not interrupted."""
        if waiting := self._waiting.pop(key, None):
            waiting.cancel()

    @property
    def is_idle(self) -> bool:
        """Nothing waits or runs."""
        return not self._tasks

    async def settle(self) -> None:
        """Wait until nothing waits or runs."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Drop everything that waits, and let end what has begun."""
        for key in list(self._waiting):
            self.drop(key)
        await self.settle()

    async def quiet(self) -> None:
        """The moment to wait."""
        await asyncio.sleep(self._seconds)

    async def _wait(self, key: int, work: Work) -> None:
        await self.quiet()
        self._waiting.pop(key, None)
        try:
            await work()
        except Exception:
            log.exception("a window could not be shown again")
