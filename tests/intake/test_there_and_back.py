"""Intake and courier together, against the sandbox's Bot API, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import Update
from sqlalchemy import func, insert, select

from bot.intake.client import Client
from bot.intake.fetcher import Fetcher
from bot.intake.lanes import Lanes
from bot.intake.poller import Poller
from bot.reminders.courier import Courier
from bot.reminders.courier_bot import make_sender
from bot.reminders.courier_parcel import Parcel
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from bot.storage import evidence, outbox
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.outbox import OutboxRow
from bot.storage.tables import account, file, inbox, person
from bot.storage.tx import Tx
from tests.sandbox.pictures import picture
from tests.support.databases import open_database
from tests.support.fake_api import TOKEN
from tests.support.waiting import running, until


class Echo:
    """A bot that says everything once more, by way of the outbox, and notes the photos it gets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def render(self, tx: Tx, row: OutboxRow) -> Sequence[Parcel]:
        return [Parcel(chat, str(row.params["text"])) for chat in outbox.chats_of(tx, row.person_id or 0)]

    async def handle(self, update: Update) -> None:
        assert update.message is not None
        if update.message.photo:
            largest = update.message.photo[-1]
            await self._database.write(
                evidence.announce,
                kind="photo",
                telegram_file_id=largest.file_id,
                telegram_unique_id=largest.file_unique_id,
                person_id=1,
            )
        params = {"text": f"echo {update.message.text}"}
        await self._database.write(outbox.enqueue, key=str(update.update_id), kind="notice", person_id=1, params=params)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret="secret")
    sandbox.add_person(Person(1001, "李伟"))
    yield sandbox
    await sandbox.stop()
    assert sandbox.violations == []


def seed(tx: Tx) -> None:
    tx.conn.execute(insert(person).values(id=1, name="Li", role="engineer", created_at=tx.now))
    tx.conn.execute(insert(account).values(telegram_id=1001, person_id=1, linked_at=tx.now))


async def test_what_is_said_comes_back(tmp_path: Path, sandbox: Sandbox) -> None:
    base = await sandbox.start()
    database = await open_database(tmp_path, sandbox.clock)
    await database.write(seed)
    echo, client, bot = Echo(database), Client(TOKEN, base), Bot(TOKEN)
    lanes = Lanes(database, bot, echo.handle)
    courier = Courier(database, make_sender(TOKEN, base), echo, sandbox.clock, spacing=0.0)
    store = FileStore(tmp_path / "files")
    jobs = (Poller(database, client).run(), lanes.run(), courier.run(), Fetcher(database, client, store).run())
    async with Player(base, "secret") as player, running(*jobs):
        li = player.person(1001)
        await li.say("你好")
        await li.expect("echo 你好")
        began = time.perf_counter()
        for number in range(5):
            await li.say(f"message {number}")
        await li.expect("echo message 4")
        assert time.perf_counter() - began < 3
        await li.send_photo(picture(320, 200))
        await until(lambda: has_photo(database))
        await player.fault("sendMessage", "500")
        await li.say("in trouble")
        await li.expect("echo in trouble", timeout=10)
        await lanes.idle()
    await courier.close()
    await client.close()
    await bot.session.close()
    states = await database.read(lambda tx: set(tx.conn.execute(select(inbox.c.state)).scalars()))
    await database.close()
    assert states == {"done"}


async def has_photo(database: Database) -> bool:
    stored = select(func.count()).select_from(file).where(file.c.stored_at.is_not(None))
    return await database.read(lambda tx: tx.conn.execute(stored).scalar_one() == 1)
