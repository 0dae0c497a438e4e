"""A database with very many open work items, of which a hundred at a time fall due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import update

from bot.bench import filling
from bot.bench.bases import KEYS, Standing
from bot.desk import chasing
from bot.desk.house import House, house_of
from bot.settings import load
from bot.storage import outbox, records
from bot.storage.database import Database
from bot.storage.tables import work_item
from bot.storage.tx import Tx

DUE: Final = 100


class Crowd:
    """`open_items` of them, in one database of the product."""

    def __init__(self, database: Database, place: Path) -> None:
        self.database = database
        self.place = place
        self.house: House = house_of(load())
        self._batches = count()
        self._first = 0
        self._owners: filling.Owners | None = None

    async def fill(self, open_items: int) -> None:
        """May be done again: then they are more."""
        if self._owners is None:
            self._owners = await self.database.write(filling.add_owners)
        for number in range(filling.INSTANTS):
            await self.database.write(filling.add_items, self._owners, number, open_items // filling.INSTANTS)
        self._first = await self.database.read(filling.first_item)

    async def fall_due(self) -> None:
        """A hundred that nobody was reminded of yet."""
        first = self._first + next(self._batches) * DUE
        await self.database.write(_due, first)

    async def sweep(self) -> None:
        """The product's own sweep over all that is due. AssertionError if it did not find the hundred."""
        queued = await self.database.write(chasing.sweep_reminders, self.house)
        assert queued == DUE, queued

    async def idle_sweep(self) -> None:
        assert await self.database.write(chasing.sweep_reminders, self.house) == 0

    async def claim_only(self) -> None:
        """What the rows cost without the procedure: each due item is moved on, and somebody is told of it."""
        assert await self.database.write(_claim) == DUE

    async def find(self) -> None:
        assert len(await self.database.read(records.due_reminders)) == DUE

    async def look_at_all(self) -> None:
        """The naive way: every open item, one after the other."""
        assert await self.database.read(_look_at_all) == DUE


@asynccontextmanager
async def crowd(open_items: int, url: str | None = None) -> AsyncIterator[Crowd]:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "crowd.db"
        opened = await Database.open(url or f"sqlite:///{place}", Standing())
        found = Crowd(opened, place)
        try:
            await found.fill(open_items)
            yield found
        finally:
            await found.database.close()


def _due(tx: Tx, first: int) -> None:
    mine = work_item.c.id.between(first, first + DUE - 1)
    due = tx.now - timedelta(minutes=10)
    tx.conn.execute(update(work_item).where(mine).values(due_at=due, next_reminder_at=due))


def _claim(tx: Tx) -> int:
    found = records.due_reminders(tx)
    for item in found:
        records.note_item(tx, item.id, next_reminder_at=tx.now + timedelta(days=1))
        outbox.enqueue(tx, key=f"claimed:{next(KEYS)}", kind="reminder", person_id=item.assignee_id)
    return len(found)


def _look_at_all(tx: Tx) -> int:
    rows = tx.conn.exec_driver_sql("SELECT id, next_reminder_at FROM work_item WHERE state = 'open'")
    now = tx.now.strftime("%Y-%m-%d %H:%M:%S")
    return sum(1 for _, at in rows if at is not None and str(at) <= now)
