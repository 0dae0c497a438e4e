"""A sandbox on the loopback with a standing clock, and the clients that talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox, Settings

TOKEN = "4242:sandbox-test-token"
SECRET = "open-sesame"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SandboxClock:
    clock = SandboxClock()
    clock.freeze(START)
    return clock


@pytest.fixture
async def sandbox(clock: SandboxClock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(clock=clock, tokens=[TOKEN], secret=SECRET, settings=Settings(strict=True, repeat_hold=0))
    sandbox.add_person(Person(1001, "李伟", "engineer", "FAW site"))
    sandbox.add_person(Person(1002, "Ann Lee", "supervisor", language_code="en", username="ann_lee"))
    await sandbox.start()
    sandbox.ready = True
    yield sandbox
    await sandbox.stop()
    assert sandbox.violations == []


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.base_url))
    bot = Bot(TOKEN, session=session)
    yield bot
    await session.close()


@pytest.fixture
async def courier(sandbox: Sandbox) -> AsyncIterator[ExtBot[None]]:
    request = HTTPXRequest(connection_pool_size=4)
    base = sandbox.base_url
    async with ExtBot(TOKEN, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot", request=request) as courier:
        yield courier


@pytest.fixture
async def player(sandbox: Sandbox) -> AsyncIterator[Player]:
    async with Player(sandbox.base_url, SECRET) as player:
        yield player


@pytest.fixture
async def li(player: Player) -> PersonPlayer:
    """An engineer who has started the bot."""
    person = player.person(1001)
    await person.start()
    return person
