"""A house in which every press is made up: the real dispatcher, dialogs, desk and database, and nobody to answer."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseEventIsolation

from bot.app import house_of
from bot.demo.company import seed
from bot.desk.casework import NEVER, case_of, item_columns
from bot.desk.desk import Desk
from bot.dialogs import setup
from bot.dialogs.sitting.windows import open_sitting
from bot.dialogs.tools import Tools
from bot.handlers.limits import Gate, Pace
from bot.handlers.pages import menu_page
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.settings import load
from bot.storage import people, records
from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from bot.telegram import assemble
from tests.handlers.conversation import Person
from tests.handlers.recording import recording_bot
from tests.support.clocks import HandClock

# The post, what a card showed whom, windows of dialogs, what is kept against a second try: no business of the company.
BESIDE = frozenset(
    {
        "inbox", "outbox", "idempotency", "delivery", "courier_pause", "dialog_state", "heartbeat", "replica", "lane",
        "leadership",
    }
)  # fmt: skip
BUSINESS = tuple(name for name in sorted(metadata.tables) if name not in BESIDE)
UNHINDERED = Pace(10**9, timedelta(seconds=1))
STATES = ("open", "paused", "stale", "asleep", "done", "withdrawn")
LIVE = frozenset({"open", "paused"})
"""In which a press may do something."""
HELD: dict[str, dict[str, Any]] = {
    "customer_file": {"customer_id": 1, "code": "NEU", "name": "Neu Motors"},
    "service_centre": {"centre_state": "authorised", "score": 90},
    "training": {"topic": "repair", "planned_on": "2026-12-01", "place": "Workshop"},
}
"""What a record must hold for its steps to be done."""
_numbers = count(1)


@dataclass(frozen=True)
class Owed:
    """A record that stands at a step, in a state; what it says of people and units is in `data`."""

    kind: str
    route: str
    step: str
    state: str
    applicant: int  # account
    data: dict[str, Any]


@dataclass(frozen=True)
class Staged:
    """The same in the database. version: what a card says, be it true or not."""

    record_id: int
    item_id: int
    version: int
    offered: frozenset[str]


class Forgery:
    """The house, its people by account, and a second pair of eyes on the database."""

    def __init__(self, database: Database, path: Path) -> None:
        self.database = database
        self.clock = HandClock()
        self.desk = Desk(database, self.clock, house_of(load(language="en")))
        bot, session = recording_bot()
        self._dispatcher = assemble(
            self.desk, "en", DialogState(database), self._install, open_sitting, Gate(UNHINDERED, UNHINDERED)
        )
        self._person = partial(Person, dispatcher=self._dispatcher, bot=bot, session=session, clock=self.clock)
        self._eyes = sqlite3.connect(path, isolation_level=None)
        self._eyes.execute("PRAGMA synchronous = OFF")
        self._empty, self._staged = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
        self._seen = (-1, "")

    def _install(self, dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
        setup.register(dispatcher, Tools(self.desk, self._fetch, partial(menu_page, self.desk)), isolation)

    async def _fetch(self, file_id: str) -> bytes:
        return b""

    def person(self, account: int) -> Person:
        return self._person(account)

    async def furnish(self) -> None:
        """The company; one deputy who may, and one who is an administrator and may not; somebody who left."""
        await self.database.write(_furnish)
        self._eyes.backup(self._empty)

    async def stage(self, owed: Owed | None) -> Staged | None:
        """Put everything back as it was, but for one record that stands as `owed` says."""
        self._empty.backup(self._eyes)
        staged = await self.database.write(_stage, owed) if owed else None
        self._eyes.backup(self._staged)
        self._seen = (-1, "")
        return staged

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._eyes.execute(sql).fetchall()

    def undo(self) -> None:
        """Back to what was staged."""
        self._staged.backup(self._eyes)
        self._seen = (-1, "")

    def looks(self) -> str:
        """The business of the company, byte for byte, as one hash; what refuses a late press is noted in the trail."""
        (version,) = self._eyes.execute("PRAGMA data_version").fetchone()
        if version != self._seen[0]:
            self._seen = (version, self._digest())
        return self._seen[1]

    def _digest(self) -> str:
        found = hashlib.sha256()
        for name in BUSINESS:
            only = " WHERE action != 'refused_late'" if name == "event" else ""
            found.update(repr(self._eyes.execute(f"SELECT * FROM {name}{only}").fetchall()).encode())
        return found.hexdigest()

    async def close(self) -> None:
        for connection in (self._eyes, self._empty, self._staged):
            connection.close()
        await self.database.close()


LEADER, DEPUTY, QUALITY_LEADER, ADMIN, LEFT, STRANGER = 1003, 1011, 1005, 1017, 1901, 1999


def _furnish(tx: Tx) -> None:
    seed(tx)
    who = {account: people.by_account(tx, account) for account in (LEADER, DEPUTY, QUALITY_LEADER, ADMIN)}
    ids = {account: member.id for account, member in who.items() if member is not None}
    for away, deputy in ((LEADER, DEPUTY), (QUALITY_LEADER, ADMIN)):
        people.add_absence(
            tx, person_id=ids[away], deputy_id=ids[deputy], set_by=ids[away],
            starts_at=tx.now - timedelta(days=1), ends_at=tx.now + timedelta(days=9),
        )  # fmt: skip
    leader = who[LEADER]
    assert leader is not None
    left = people.add_person(tx, name="Left", unit_id=leader.unit_id, role="unit_leader", language="en", active=False)
    people.link_account(tx, LEFT, left)


def _stage(tx: Tx, owed: Owed) -> Staged:
    applicant = people.by_account(tx, owed.applicant)
    assert applicant is not None
    record_id = records.add_record(
        tx, kind=owed.kind, route=owed.route, number=f"ZZ-202611-{next(_numbers):05d}", state="open",
        data=HELD.get(owed.kind, {}) | owed.data,
        stage=_stage_of(owed), unit_id=applicant.unit_id, created_by=applicant.id, customer_id=1, site_id=1, rules={},
    )  # fmt: skip
    record = records.get(tx, record_id)
    assert record is not None
    step = chapter(owed.kind).step(owed.route, owed.step)
    columns = item_columns(tx, record, step) | ({"wakes_at": NEVER} if step.waits else {})
    item_id = records.add_item(tx, record_id=record_id, step=step.key, round=1, **columns)
    match owed.state:
        case "paused":
            records.note_item(tx, item_id, paused_at=tx.now)
        case "asleep":
            records.note_item(tx, item_id, wakes_at=tx.now + timedelta(days=30))
        case "done":
            records.note_item(tx, item_id, state="done", done_by=applicant.id, done_at=tx.now)
        case "withdrawn":
            records.void_items(tx, [item_id])
            records.change(tx, record, state="withdrawn", closed_at=tx.now)
    item = records.item(tx, item_id)
    assert item is not None
    offered = frozenset(action.name for action in engine.offered(case_of(record), step))
    return Staged(record_id, item_id, item.version + (owed.state == "stale"), offered)


def _stage_of(owed: Owed) -> int:
    stages = chapter(owed.kind).route(owed.route).stages
    return next(n for n, stage in enumerate(stages) if any(step.key == owed.step for step in stage.steps))
