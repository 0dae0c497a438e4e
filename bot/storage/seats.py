"""Where transactions run.

SQLite runs in threads of its own: a whole transaction costs one hop there and back, where an async driver hops at
every statement (eight statements: 1.4 ms against 6.7 ms). PostgreSQL runs on its async driver (postgres.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Seat(Protocol):
    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` with a connection of its own; whatever it left uncommitted is rolled back."""
        ...

    async def commit(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction and commit it. It may be run more than once, and takes effect once."""
        ...

    def announce(self, conn: Connection, topics: Iterable[str]) -> None:
        """Let other processes know, once `conn` is committed, that these topics were woken."""
        ...

    async def close(self) -> None: ...


class ThreadSeat:
    def __init__(self, engine: Engine, name: str, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, work: Callable[[Connection], T]) -> T:
        context = copy_context()  # the reader's language goes along
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, self._connected, work)

    async def commit(self, work: Callable[[Connection], T]) -> T:
        def whole(conn: Connection) -> T:
            with conn.begin():
                return work(conn)

        return await self.run(whole)

    def announce(self, conn: Connection, topics: Iterable[str]) -> None:
        """Nobody else shares the file."""

    def _connected(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as conn:
            return work(conn)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._engine.dispose)
        self._threads.shutdown()
