"""A replica's own connection to PostgreSQL: its signs of life, the leader's lock, and the bells that others ring.

The lock ends with the connection, and the server ends a connection from which nothing comes: a leader that froze is
followed by another within IDLE and EVERY. It must reach the server itself, not a pool that shares connections."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.postgres import CHANNEL, LEADER, async_url, engine

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two signs of life
LIFE = 10.0  # for so long after one a replica counts as alive
MARGIN = 2.0  # so much sooner it stops to rely on it itself
IDLE = "8s"  # without a word the server ends the connection
PATIENCE = 4.0  # seconds that a sign of life may take

BEAT = text(
    "INSERT INTO replica (name, until) VALUES (:me, clock_timestamp() + make_interval(secs => :life)) "
    "ON CONFLICT (name) DO UPDATE SET until = excluded.until"
)
TRY = text("SELECT pg_try_advisory_lock(:lock)")
REIGN = text(
    "INSERT INTO leadership (name, epoch, holder, since) VALUES ('leader', 1, :me, clock_timestamp()) "
    "ON CONFLICT (name) DO UPDATE SET epoch = leadership.epoch + 1, holder = :me, since = clock_timestamp() "
    "RETURNING epoch"
)


class Wire:
    def __init__(self, url: URL | str, ring: Callable[[Iterable[str]], None]) -> None:
        self._url = async_url(url)
        self._ring = ring
        self.name = f"{socket.gethostname()}.{os.getpid()}.{secrets.token_hex(4)}"
        self.epoch: int | None = None
        self._sure_until = 0.0  # by time.monotonic(), which goes on while a process is stopped
        self._changed = asyncio.Condition()

    @property
    def is_sure(self) -> bool:
        """Nobody can have taken this replica for dead yet."""
        return time.monotonic() < self._sure_until

    async def leads(self) -> int:
        """Wait until this replica leads; its epoch."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.epoch is not None)
            assert self.epoch is not None
            return self.epoch

    async def has_ceded(self, epoch: int) -> None:
        """Wait until it does not lead in this epoch any more."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.epoch != epoch)

    async def run(self) -> None:
        """Until cancelled. A lost connection is made anew, and another may lead by then."""
        while True:
            try:
                await self._connect()
            except Exception as error:  # noqa: BLE001 - what the driver itself raises, too, ends no more than a connection
                log.warning("The connection to the other replicas is lost (%s).", type(error).__name__)
            finally:
                await self._set(None)
            self._ring(("inbox", "outbox", "files"))  # what was rung meanwhile was not heard
            await asyncio.sleep(EVERY / 2)

    async def _connect(self) -> None:
        own = engine(self._url, 1, {"idle_session_timeout": IDLE, "statement_timeout": f"{PATIENCE:.0f}s"})
        try:
            async with own.connect() as conn:
                conn = await conn.execution_options(isolation_level="AUTOCOMMIT")
                driver: Any = (await conn.get_raw_connection()).driver_connection
                await driver.add_listener(CHANNEL, self._heard)
                await self._live(conn)
        finally:
            await own.dispose()
            self._sure_until = 0.0

    async def _live(self, conn: AsyncConnection) -> None:
        while True:
            asked = time.monotonic()
            async with asyncio.timeout(PATIENCE):
                await conn.execute(BEAT, {"me": self.name, "life": LIFE})
                self._sure_until = asked + LIFE - MARGIN
                if self.epoch is None and (await conn.execute(TRY, {"lock": LEADER})).scalar_one():
                    await self._set((await conn.execute(REIGN, {"me": self.name})).scalar_one())
            await asyncio.sleep(EVERY)

    async def _set(self, epoch: int | None) -> None:
        if epoch == self.epoch:
            return
        said = "This replica leads (epoch %s)." if epoch else "This replica leads no more (epoch %s)."
        log.info(said, epoch or self.epoch)
        async with self._changed:
            self.epoch = epoch
            self._changed.notify_all()

    def _heard(self, connection: object, pid: int, channel: str, topics: str) -> None:
        self._ring(topics.split())
