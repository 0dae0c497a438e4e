"""A database with very many open work items, of which a hundred at a time fall due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import bindparam, text, update

from bot.bench.bases import AT, KEYS, Standing
from bot.desk import chasing
from bot.desk.house import House, house_of
from bot.settings import load
from bot.storage import outbox, people, records
from bot.storage.database import Database
from bot.storage.tables import work_item
from bot.storage.tx import Tx
from bot.storage.types import Instant

DUE: Final = 100
INSTANTS: Final = 100
"""So many different instants at which the others fall due, as far as the index can tell."""
FILL: Final = text(
    "INSERT INTO work_item (record_id, step, round, state, version, assignee_id, opened_at, due_at, next_reminder_at,"
    " next_level, reminded, urged)"
    " WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :many)"
    " SELECT :record + (:done + n) % 100, 'work', 1, 'open', 1, :person + (:done + n) % 100, :opened, :due, :due,"
    " 1, 0, 0"
    " FROM number"
).bindparams(bindparam("opened", type_=Instant), bindparam("due", type_=Instant))


class Crowd:
    """`open_items` of them, in one database of the product."""

    def __init__(self, database: Database, place: Path) -> None:
        self.database = database
        self.place = place
        self.house: House = house_of(load())
        self._batches = count()
        self._first, self._people = 0, (0, 0)

    async def fill(self, open_items: int) -> None:
        """May be done again: then they are more."""
        if not self._first:
            self._people = await self.database.write(_people_and_records)
        person, record = self._people
        for number in range(INSTANTS):
            due = AT + timedelta(days=1 + number)
            many = open_items // INSTANTS
            values = {"many": many, "done": number * many, "record": record, "person": person, "due": due}
            await self.database.write(_fill, values)
        self._first = await self.database.read(_first_item)

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


def _people_and_records(tx: Tx) -> tuple[int, int]:
    """The first of a hundred each."""
    staff = [people.add_person(tx, name=f"P{number}", role="field_staff") for number in range(100)]
    values: dict[str, Any] = {"kind": "site_job", "route": "site_job", "state": "open", "data": {}}
    jobs = [records.add_record(tx, number=f"SJ-{n}", created_by=staff[0], **values) for n in range(100)]
    return staff[0], jobs[0]


def _fill(tx: Tx, values: dict[str, Any]) -> None:
    tx.conn.execute(FILL, {"opened": AT - timedelta(days=2), **values})


def _first_item(tx: Tx) -> int:
    return int(tx.conn.execute(text("SELECT min(id) FROM work_item")).scalar_one())


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
