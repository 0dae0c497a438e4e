"""The demo's company at a real desk, with dialogs on a dispatcher and telephones to play."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseEventIsolation

from bot.cards.model import Card
from bot.demo import company
from bot.desk.desk import Desk
from bot.desk.house import House
from bot.desk.model import Actor, Member
from bot.dialogs.later import Later
from bot.dialogs.setup import register
from bot.dialogs.sitting.windows import open_sitting
from bot.dialogs.tools import Tools
from bot.handlers.pages import menu_page
from bot.procedure.calendar import WorkingCalendar
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.telegram import assemble
from bot.tongue import Tongue
from tests.dialogs.phone import Phone
from tests.dialogs.telegram import chat_bot
from tests.support.clocks import HandClock
from tests.support.fixtures import clock, database

__all__ = ["clock", "database"]

LI_WEI, WANG_FANG, XU_RUI, GAO_XIN, MA_LI, ADMIN = 1001, 1003, 1019, 1013, 1007, 1017


class PatientLater(Later):
    """Waits for what waits to be asked for, instead of a time."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = asyncio.Event()

    async def quiet(self) -> None:
        await self._asked.wait()

    async def settle(self) -> None:
        self._asked.set()
        await super().settle()
        self._asked.clear()


class Files:
    """What Telegram would hand out."""

    def __init__(self) -> None:
        self.by_id: dict[str, bytes] = {}

    async def fetch(self, file_id: str) -> bytes:
        return self.by_id.get(file_id, b"no picture")


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
async def desk(database: Database, clock: HandClock) -> Desk:
    await database.write(company.seed)
    settings = Settings(_env_file=None)
    calendar = WorkingCalendar.from_settings(
        settings.zone, settings.working_hours, settings.working_days, settings.holidays
    )
    return Desk(database, clock, House(calendar, "zh_CN"))


Restart = Callable[[], Callable[[int], Phone]]


@pytest.fixture
def restart(desk: Desk, clock: HandClock, files: Files) -> Restart:
    """A new process over the same database and the same chats: another dispatcher, another dialog state."""
    bot, session = chat_bot()

    def start() -> Callable[[int], Phone]:
        later = PatientLater()

        async def home(member: Member, t: Tongue) -> Card:
            return await menu_page(desk, member, t)

        def install(dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
            register(dispatcher, Tools(desk, files.fetch, home, later), isolation)

        dispatcher = assemble(desk, "zh_CN", DialogState(desk.db), install, open_sitting)
        return lambda telegram_id: Phone(telegram_id, dispatcher, bot, session, clock, later)

    return start


@pytest.fixture
def phone(restart: Restart) -> Callable[[int], Phone]:
    return restart()


@pytest.fixture
async def li_wei(phone: Callable[[int], Phone], desk: Desk) -> Phone:
    """A field engineer; he reads English here, so that the tests do."""
    await speaks(desk, LI_WEI, "en")
    return phone(LI_WEI)


async def speaks(desk: Desk, telegram_id: int, language: str) -> None:
    member = await desk.member(telegram_id)
    assert member is not None
    await desk.set_language(Actor(member, telegram_id), language)
