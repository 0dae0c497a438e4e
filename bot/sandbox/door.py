"""The listening socket, which can be shut for a while: connections are refused, the bots' own are cut."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from weakref import WeakSet

from aiohttp import web


class Door:
    """The pages' connections, which are open already, are left alone: somebody has to see what happens."""

    def __init__(self) -> None:
        self.bots: WeakSet[asyncio.BaseTransport] = WeakSet()
        self.port = 0
        self._host = ""
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._reopening: asyncio.Task[None] | None = None

    async def open(self, runner: web.AppRunner, host: str, port: int) -> int:
        """The port that was taken. Raises OSError."""
        self._runner, self._host, self.port = runner, host, port
        await self._listen()
        self.port = int(runner.addresses[0][1])
        return self.port

    async def _listen(self) -> None:
        if self._runner is not None and self._runner.server is not None:
            self._site = web.TCPSite(self._runner, self._host, self.port, reuse_address=True)
            await self._site.start()

    async def shut(self, seconds: float) -> None:
        """Refuse connections for `seconds` (real) from now; who shuts it again while it is shut begins anew."""
        await self._forget_reopening()
        if self._site is not None:
            await self._site.stop()
            self._site = None
        for transport in list(self.bots):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        self._reopening = asyncio.create_task(self._reopen(seconds), name="sandbox-door")

    async def _reopen(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._listen()

    async def reopened(self) -> None:
        """Wait until it is open, if it is shut."""
        if self._reopening is not None:
            await asyncio.shield(self._reopening)

    async def open_again(self) -> None:
        """Now, whatever was said before."""
        await self._forget_reopening()
        if self._site is None:
            await self._listen()

    async def close(self) -> None:
        """For good."""
        await self._forget_reopening()
        self._runner = self._site = None

    async def _forget_reopening(self) -> None:
        if self._reopening is not None:
            self._reopening.cancel()
            with suppress(asyncio.CancelledError):
                await self._reopening
            self._reopening = None
