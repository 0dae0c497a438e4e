"""The desk over a seeded database, without any chat: people by their account, forms by their answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select, update

from bot.app import house_of
from bot.demo.company import seed
from bot.desk.desk import Desk
from bot.desk.model import Actor, Handed, Pressed
from bot.procedure.chapters import chapter
from bot.settings import load
from bot.storage import drafts, evidence, people, records
from bot.storage.database import Database
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tables import customer_order, file, order_line, person
from bot.storage.tx import Tx
from tests.support.clocks import HandClock

T = TypeVar("T")

LI, ZHANG, WANG = 1001, 1002, 1003  # after-sale service: two engineers and their leader
ZHAO, SUN = 1004, 1005  # quality: staff and leader
CHEN, MA, ZHOU, LIU = 1006, 1007, 1008, 1009  # manufacturing: staff and leader; purchasing; finance
SALES, LEADER = 1010, 1011  # sales company: staff and leader
AUDITOR = 1018

PART = {
    "customer_id": 1,
    "site_id": 1,
    "receiver_id": 1,
    "receiver_phone": "138 4312 0099",
    "part_id": 1,
    "qty": 2,
    "reason": "faulty",
    "needed_on": "2026-12-10",
    "urgency": "normal",
    "complaint": "It died",
    "failed_on": "2026-11-20",
    "mileage_km": 12000,
    "photos": [],
    "quality_info": False,
}
ALERT = {
    "customer_id": 1,
    "part_id": 1,
    "title": "Dead ECU",
    "description": "No signal after the wash",
    "found_where": "field",
    "urgency": "normal",
}


class Office:
    """Everybody at the desk. Each deed is an update of its own unless `update` names one."""

    def __init__(self, database: Database, clock: HandClock, folder: Path) -> None:
        self.database, self.clock = database, clock
        self.desk = Desk(database, clock, house_of(load(language="en")))
        self._path = folder / "fieldclerk.db"
        self._updates = 0

    async def open(self) -> None:
        """Fill the company in; everybody reads English."""
        await self.database.write(seed)
        await self.database.write(lambda tx: tx.conn.execute(person.update().values(language="en")))

    async def actor(self, account: int, update: int | None = None) -> Actor:
        """This person, by one update."""
        member = await self.desk.member(account)
        assert member is not None
        self._updates += 1
        return Actor(member, account, update or 9000 + self._updates)

    async def begin(self, account: int, kind: str, route: str, answers: dict[str, Any]) -> int:
        """A form with these answers; the draft's id."""
        draft_id = await self.desk.start(await self.actor(account), kind, route)
        await self.put(draft_id, answers)
        return draft_id

    async def put(self, draft_id: int, answers: dict[str, Any]) -> None:
        """Answers straight into a draft, past the questions."""
        await self.database.write(_put, draft_id, answers)

    async def hand_in(self, account: int, kind: str, route: str, answers: dict[str, Any]) -> RecordRow:
        """A new record from these answers."""
        draft_id = await self.begin(account, kind, route, answers)
        return await self.record((await self.desk.submit(await self.actor(account), draft_id)).record_id)

    async def part(self, account: int = LI, **other: Any) -> RecordRow:
        """A warranty part, applied for."""
        photo = await self.photo(account)
        return await self.hand_in(account, "spare_part", "warranty_spare", {**PART, "photos": [photo], **other})

    async def photo(self, account: int) -> int:
        """The id of a photo that this person sent, and that is here."""
        actor = await self.actor(account)
        return await self.database.write(_photo, f"{self._updates}", actor.member.id)

    async def press(self, account: int, record_id: int, action: str, **answers: Any) -> Pressed | Handed:
        """Do an action on whatever of this record offers it, with these answers."""
        item = await self.item(record_id, action)
        pressed = await self.desk.press(await self.actor(account), item.id, item.version, action)
        if pressed.draft_id is None:
            return pressed
        await self.put(pressed.draft_id, answers)
        return await self.desk.submit(await self.actor(account), pressed.draft_id)

    async def item(self, record_id: int, action: str = "") -> ItemRow:
        """The open item that offers this action (the oldest one if none is named)."""
        found = await self.read(lambda tx: _offering(tx, record_id, action))
        assert found, f"nobody can {action}"
        return found[0]

    async def record(self, record_id: int) -> RecordRow:
        """The record as it is now."""
        found = await self.read(lambda tx: records.get(tx, record_id))
        assert found is not None
        return found

    async def line(self, order_no: str, line_no: int) -> tuple[int, date]:
        """An order line: its id and promised date."""
        found = await self.read(lambda tx: _line(tx, order_no, line_no))
        return found.id, found.promised_date

    async def read(self, query: Callable[[Tx], T]) -> T:
        return await self.database.read(query)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query, read without the bot's own code."""
        connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        try:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


def _photo(tx: Tx, name: str, person_id: int) -> int:
    file_id = evidence.announce(
        tx, kind="photo", telegram_file_id=f"f{name}", telegram_unique_id=f"u{name}", person_id=person_id
    )
    tx.conn.execute(update(file).where(file.c.id == file_id).values(stored_at=tx.now))
    return file_id


def _put(tx: Tx, draft_id: int, answers: dict[str, Any]) -> None:
    owner = next(p for p in range(1, people.count_people(tx) + 1) if drafts.get(tx, draft_id, p))
    row = drafts.get(tx, draft_id, owner)
    assert row is not None
    drafts.change(tx, draft_id, data={**row.data, **answers})


def _offering(tx: Tx, record_id: int, action: str) -> list[ItemRow]:
    record = records.get(tx, record_id)
    assert record is not None
    of = chapter(record.kind)
    return [
        item
        for item in records.items(tx, record_id, only_open=True)
        if not action or action in {a.name for a in of.step(record.route, item.step).actions}
    ]


def _line(tx: Tx, order_no: str, line_no: int) -> Any:
    query = select(order_line.c.id, order_line.c.promised_date).join(customer_order)
    return tx.conn.execute(query.where(customer_order.c.order_no == order_no, order_line.c.line_no == line_no)).one()
