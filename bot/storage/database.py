"""The way to the database: verbs that write go through one writer, queries through readers that cannot write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any, Concatenate, ParamSpec

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.clock import Clock
from bot.errors import StartError
from bot.storage import postgres, sqlite, startup
from bot.storage.bell import Bell
from bot.storage.migrate import bring_up_to_date
from bot.storage.seats import Seat, ThreadSeat
from bot.storage.tx import T, Tx, perform
from bot.storage.wire import Wire
from bot.storage.writer import Writer

P = ParamSpec("P")


class Database:
    def __init__(self, writing: Seat, reading: Seat, clock: Clock, lock: IO[str] | None = None) -> None:
        self._writing = writing
        self._reading = reading
        self._clock = clock
        self._lock = lock
        self._shared: URL | None = None  # where it is, if other processes may use it too
        self._bell = Bell()
        self._writer = Writer(writing, clock, self._bell)

    @classmethod
    async def open(cls, url: str, clock: Clock, *, allow_network_share: bool = False) -> Database:
        """Check, migrate and open. Raises StartError with the sentence for whoever started the bot."""
        parsed = _parse(url)
        if parsed.get_backend_name() == "sqlite":
            return await cls._open_sqlite(Path(parsed.database or "fieldclerk.db"), clock, allow_network_share)
        writing, reading = await postgres.open_seats(parsed)
        database = cls(writing, reading, clock)
        database._shared = parsed
        return database

    @classmethod
    async def _open_sqlite(cls, path: Path, clock: Clock, allow_network_share: bool) -> Database:
        lock = await asyncio.to_thread(_prepare_sqlite, path, allow_network_share)
        try:
            await asyncio.to_thread(bring_up_to_date, path)
        except BaseException:
            lock.close()
            raise
        writing = ThreadSeat(sqlite.writer_engine(path), "writer", 1)
        reading = ThreadSeat(sqlite.reader_engine(path), "reader", sqlite.READERS)
        return cls(writing, reading, clock, lock)

    async def write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `verb(tx, *args)` in a transaction and commit; what it raises is raised here after its rollback."""
        return await self._writer.run(partial(_call, verb, args, kwargs))

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `query(tx, *args)` on a snapshot; several run at once, none can write."""
        now = self._clock.now()

        def look(conn: Connection) -> T:
            return perform(partial(_call, query, args, kwargs), Tx(conn, now, seen={}))

        return await self._reading.run(look)

    def wire(self) -> Wire | None:
        """What ties this process to the others on its database; None where it is the only one."""
        return Wire(self._shared, self._bell.ring) if self._shared else None

    def subscribe(self, topic: str) -> asyncio.Event:
        """An event set after each commit that woke `topic`; whoever waits clears it."""
        return self._bell.subscribe(topic)

    async def close(self) -> None:
        """Commit what is queued and let go of the file."""
        await self._writer.close()
        await self._reading.close()
        await self._writing.close()
        if self._lock is not None:
            self._lock.close()


def _call(verb: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Tx) -> T:
    return verb(tx, *args, **kwargs)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StartError(
            "FIELDCLERK_DATABASE_URL is no database address: write sqlite:///PATH or postgresql://…"
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StartError(
            f"FIELDCLERK_DATABASE_URL names {parsed.get_backend_name()}: only sqlite and postgresql are known."
        )
    return parsed


def _prepare_sqlite(path: Path, allow_network_share: bool) -> IO[str]:
    startup.prepare_folder(path.parent)
    if not allow_network_share:
        startup.refuse_share(path.parent)
    startup.note_sqlite_version()
    startup.warn_of_low_disk(path.parent)
    lock = startup.lock(path)
    try:
        startup.refuse_half_restored(path)
        startup.refuse_foreign_file(path)
        sqlite.check_file(path)
    except BaseException:
        lock.close()
        raise
    return lock
