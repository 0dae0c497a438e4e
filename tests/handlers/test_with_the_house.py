"""The handlers over the real desk, the real dialogs and a database: do the parts fit?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseEventIsolation

from bot.app import house_of
from bot.demo.company import seed
from bot.desk import staff
from bot.desk.desk import Desk
from bot.dialogs import setup
from bot.dialogs.sitting.windows import open_sitting
from bot.dialogs.tools import Tools
from bot.handlers.pages import PAGES, menu_page
from bot.settings import load
from bot.storage import chases
from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.telegram import assemble
from tests.handlers.conversation import Person
from tests.handlers.recording import recording_bot
from tests.support.clocks import HandClock
from tests.support.databases import open_database

ENGINEER = 1001


class House:
    """The house and the people in it."""

    def __init__(self, database: Database, clock: HandClock) -> None:
        self.database, self.clock = database, clock
        self.desk = Desk(database, clock, house_of(load(language="en")))
        self._bot, self._session = recording_bot()
        self._dispatcher = assemble(self.desk, "en", DialogState(database), self._install, open_sitting)

    def _install(self, dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
        setup.register(dispatcher, Tools(self.desk, self._fetch, partial(menu_page, self.desk)), isolation)

    async def _fetch(self, file_id: str) -> bytes:
        return b""

    def person(self, telegram_id: int) -> Person:
        return Person(telegram_id, self._dispatcher, self._bot, self._session, self.clock)


@pytest.fixture
async def house(tmp_path: Path, clock: HandClock) -> AsyncIterator[House]:
    database = await open_database(tmp_path, clock)
    try:
        yield House(database, clock)
    finally:
        await database.close()


@pytest.fixture
async def engineer(house: House) -> Person:
    await house.database.write(seed)
    person = house.person(ENGINEER)
    await person.tap("l:en")
    return person


async def test_the_first_administrator_comes_in_by_the_code_and_others_do_not(house: House) -> None:
    code = await house.database.write(staff.new_admin_code)
    assert code
    (wrong,) = await house.person(2).say(f"/start {'x' * len(code)}")
    assert "This code is not valid" in wrong
    first = house.person(1)
    assert "/settings" in (await first.say(code))[-1]
    (late,) = await house.person(3).say(f"/start {code}")
    assert "This code is not valid" in late


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_page_is_shown(language: str, engineer: Person) -> None:
    await engineer.tap(f"l:{language}")
    for page in PAGES:
        assert await engineer.say(f"/{page}"), page
        assert await engineer.tap(f"m:{page}") == [""]
        assert engineer.read, page
        assert all(len(data.encode()) <= 64 for data in engineer.buttons.values())


async def test_a_form_is_begun_left_listed_and_gone_on_with(engineer: Person) -> None:
    await engineer.tap("n:site_job:site_job")
    (question,) = engineer.read
    assert "On-site job" in question
    assert "Nothing waits for you." in (await engineer.say("/work"))[-1]
    await engineer.say("/cancel")
    assert "is not finished" in engineer.read[-1]
    await engineer.tap("Go on")
    assert question in engineer.read
    await engineer.tap("n:site_job:site_job")
    assert "Begin a new one" in engineer.buttons


async def test_what_is_not_theirs_is_refused_on_the_button(engineer: Person) -> None:
    for data in (
        "w:1:1:approve",
        "r:1:card",
        "r:1:more",
        "r:1:urge",
        "r:1:withdraw",
        "i:1",
        "i:1:urge",
        "i:1:pass",
        "d:99:go",
        "d:99:drop",
    ):
        (notice,) = await engineer.tap(data)
        assert notice, data
        assert engineer.read == []
    assert (await engineer.tap("q:1:yes"))[0] == "Only manufacturing answers this."


async def test_a_block_is_noted(house: House, engineer: Person) -> None:
    await engineer.change("member", "kicked")
    await engineer.change("kicked", "member")
    assert engineer.heard == []


async def test_whoever_writes_is_reachable_even_if_telegram_never_said_so(house: House, engineer: Person) -> None:
    await engineer.change("member", "kicked")
    assert await house.database.read(chases.is_blocked, ENGINEER)
    await engineer.say("/work")
    assert not await house.database.read(chases.is_blocked, ENGINEER)
