"""Two bots on one PostgreSQL and one Redis, and what can be done to them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.redis import RedisServer
from tests.support.waiting import until
from tests.torture.telegram import TOKEN
from tests.torture.zygote import Nest

PATIENCE = 60.0
# Everybody may be reminded at any hour.
AT_ANY_HOUR = {"working_hours": "00:00-24:00", "working_days": "1-7", "holidays": "none"}


@dataclass
class Replicas:
    """`pids`: the bots that should be alive. `takeovers`: in seconds, from a leader's end to the next one's begin."""

    nest: Nest
    folder: Path
    url: str
    api: str
    observer: AsyncEngine
    redis: RedisServer
    dice: Random
    pids: list[int] = field(default_factory=list)
    takeovers: list[float] = field(default_factory=list)

    async def start(self) -> None:
        """One more."""
        settings: dict[str, Any] = {"database_url": self.url, "redis_url": self.redis.url, **AT_ANY_HOUR}
        pid = await self.nest.start(data_dir=self.folder, url=self.api, token=TOKEN, **settings)
        self.pids.append(pid)

    async def one(self, sql: str, **values: Any) -> Any:
        """The first row of a query, asked without the bot's code."""
        async with self.observer.connect() as conn:
            return (await conn.execute(text(sql), values)).one_or_none()

    async def change(self, sql: str, **values: Any) -> None:
        async with self.observer.begin() as conn:
            await conn.execute(text(sql), values)

    async def leader(self) -> tuple[int, int]:
        """The leader's process and epoch, once one of those that should be alive leads."""
        found = (0, 0)

        async def leads() -> bool:
            nonlocal found
            row = await self.one("SELECT holder, epoch FROM leadership")
            found = (int(row.holder.split(".")[-2]), row.epoch) if row else (0, 0)
            return found[0] in self.pids

        await until(leads, PATIENCE)
        return found

    async def _followed(self, pid: int) -> None:
        """Wait until another leads than `pid`, which is no more, or stopped."""
        began = time.monotonic()
        self.pids.remove(pid)
        await self.leader()
        self.takeovers.append(time.monotonic() - began)

    async def kill_the_leader(self) -> None:
        """As kill -9 does; another is started in its place."""
        pid, _ = await self.leader()
        os.kill(pid, signal.SIGKILL)
        await self._followed(pid)
        await self.start()

    async def end_a_session(self) -> None:
        """One of the bots' connections, whichever."""
        await self.change(
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'fieldclerk' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) chosen"
        )

    async def lose_redis(self) -> None:
        """It is gone for a moment, and what it held for good."""
        self.redis.stop()
        await asyncio.sleep(self.dice.uniform(0.2, 1.0))
        self.redis.start()
        self.redis.flush()

    async def stop_the_leader(self, seconds: float) -> None:
        """It stands still so long, and then goes on where it was."""
        pid, _ = await self.leader()
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        try:
            await self._followed(pid)
            await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
        finally:
            os.kill(pid, signal.SIGCONT)
            self.pids.append(pid)

    def fallen(self) -> int:
        """How many of those that should be alive are not."""
        return sum(not _lives(pid) for pid in self.pids)

    async def end(self) -> None:
        """In order; whoever does not end in time is killed."""
        for pid in filter(_lives, self.pids):
            os.kill(pid, signal.SIGTERM)
        try:
            await until(lambda: not any(map(_lives, self.pids)), 30)
        finally:
            for pid in filter(_lives, self.pids):
                os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
