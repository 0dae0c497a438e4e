"""The port of this process: the webhook where there is one, health and readiness, and figures for a monitor."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import StartError
from bot.intake.webhook import MOST
from bot.storage.database import Database
from bot.storage.gauges import lags
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds that the database may take to answer
SILENT, LATE = 120.0, 300.0  # seconds without a poll that was answered, and for which a message may wait
ENDED = "a part of the bot has ended"
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Listener:
    """`is_alive` is whether every part of the bot still runs. `webhook` is a path and what answers there."""

    def __init__(
        self,
        database: Database,
        address: tuple[str, int],
        is_alive: Callable[[], bool],
        figures: Callable[[], Awaitable[bytes]],
        webhook: tuple[str, Handle] | None = None,
    ) -> None:
        self._database = database
        self._address = address
        self._is_alive = is_alive
        self._figures = figures
        self._webhook = webhook
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen; the port. Raises StartError when it cannot be had."""
        app = web.Application(client_max_size=MOST)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._readiness)
        app.router.add_get("/metrics", self._metrics)
        if self._webhook:
            app.router.add_post(*self._webhook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            raise StartError(
                f"FIELDCLERK_HTTP_LISTEN={host}:{port} cannot be had ({os.strerror(error.errno or 0)}): choose another."
            ) from error
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Take nothing more; answer what has come."""
        if self._runner:
            await self._runner.cleanup()

    async def _health(self, request: web.Request) -> web.Response:
        """Whether this process should be left alone (200) or started anew (503)."""
        return _says(self._is_alive(), ENDED)

    async def _readiness(self, request: web.Request) -> web.Response:
        """Whether the bot does what it is for; where Telegram brings the updates, whether they may be brought here:
        that messages do not get out is no reason to keep updates out."""
        if not self._is_alive():
            return _says(False, ENDED)
        try:
            async with asyncio.timeout(PATIENCE):
                silent, waits = await self._database.read(lags)
        except (StorageError, TimeoutError):
            return _says(False, "the database does not answer")
        trouble = "" if self._webhook else _lag(silent, waits)
        return _says(not trouble, trouble)

    async def _metrics(self, request: web.Request) -> web.Response:
        return web.Response(body=await self._figures(), headers={"Content-Type": "text/plain; version=0.0.4"})


def _says(well: bool, trouble: str) -> web.Response:
    return web.Response(text="ok\n") if well else web.Response(status=503, text=f"{trouble}\n")


def _lag(silent: float | None, waits: float) -> str:
    if silent is None or silent > SILENT:
        return "no poll was answered yet" if silent is None else f"no poll was answered for {silent:.0f} s"
    return f"the oldest message has waited for {waits:.0f} s" if waits > LATE else ""
