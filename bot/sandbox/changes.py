"""Wake-ups: everybody who waits for "something changed" is woken at once, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Signal:
    """Waiters are woken by the next `fire`; conditions are looked at first, so nobody misses anything."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait at most `seconds` for the condition; tells whether it came true."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                return False
            await self._next(loop, left)
        return True

    async def _next(self, loop: asyncio.AbstractEventLoop, left: float) -> None:
        waiter: asyncio.Future[None] = loop.create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=left)
        finally:
            self._waiters.discard(waiter)
