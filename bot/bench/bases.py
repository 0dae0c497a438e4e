"""Databases to measure in: the product's own, with the demo's company in it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from bot.bench.step import PEOPLE
from bot.demo import company
from bot.storage import drafts, outbox
from bot.storage.database import Database
from bot.storage.tx import Tx

AT: Final = datetime(2026, 11, 25, 7, tzinfo=UTC)
"""Three o'clock of a working day: in the morning one message tells of all, and at night nobody is reminded."""
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
