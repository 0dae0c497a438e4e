"""One sandbox for the whole suite; every test has a bot, a person and a chat of its own, once through each library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.request import HTTPXRequest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import BotAccount, Chat, Json, Person
from bot.sandbox.server import Sandbox, Settings
from tests.sandbox.conformance.clients import Aiogram, Client, Courier

NUMBERS = count(5001)


@dataclass
class Scene:
    """Who and what a test plays with. Nobody else is in the chat, and the bot has no other."""

    sandbox: Sandbox
    client: Client
    bot: BotAccount
    person: Person
    chat: Chat
    client_of: Callable[[str], Client]

    @property
    def settings(self) -> Settings:
        return self.sandbox.settings

    def later(self, **span: float) -> None:
        self.sandbox.clock.advance(timedelta(**span))

    def say(self, text: str, chat: Chat | None = None) -> Json:
        return self.sandbox.people.say(self.person, chat or self.chat, text)

    def newcomer(self) -> Person:
        """Somebody who has not started the bot."""
        person = Person(next(NUMBERS), "Ann Lee", language_code="en")
        self.sandbox.add_person(person)
        return person

    def group(self) -> Chat:
        """A group of the person and this bot."""
        chat = self.sandbox.world.add_group("Line 3", [self.person.id], -1_002_000_000_000 - next(NUMBERS))
        chat.bots = [self.bot.id]
        return chat

    async def call(self, method: str, /, **params: Any) -> Any:
        return await self.client.call(method, **params)

    async def send(self, text: str = "hello", **params: Any) -> Any:
        """A message to the person."""
        return await self.call("sendMessage", chat_id=self.person.id, text=text, **params)

    async def updates(self, **params: Any) -> Any:
        return await self.call("getUpdates", **params)

    async def refused(self, code: int, words: str, method: str, /, **params: Any) -> None:
        """The call is refused with exactly this, as the client tells it."""
        with pytest.raises(self.client.refused) as caught:
            await self.call(method, **params)
        assert self.client.heard(caught.value) == self.client.expected(code, words)

    def shown(self) -> list[str]:
        """The texts that stand in the chat."""
        return [str(m.content.get("text")) for m in self.chat.messages.values() if not m.deleted]

    def press(self, message: Json, data: str = "y") -> str:
        """The id of the callback query."""
        found = self.sandbox.people.message(self.chat, message["message_id"])
        return str(self.sandbox.people.press(self.person, self.chat, found, data)["callback_id"])

    def logged(self) -> Json:
        """The last call of this bot."""
        return next(one for one in reversed(self.sandbox.calls.entries) if one["bot"] == self.bot.username)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def server() -> AsyncIterator[Sandbox]:
    clock = SandboxClock()
    clock.freeze(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    settings = Settings(strict=True, repeat_hold=0)
    sandbox = Sandbox(clock=clock, tokens=None, secret="secret", settings=settings)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()
    assert sandbox.violations == []


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def session(server: Sandbox) -> AsyncIterator[AiohttpSession]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.base_url))
    yield session
    await session.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def request_pool() -> AsyncIterator[HTTPXRequest]:
    request = HTTPXRequest(connection_pool_size=8)
    yield request
    await request.shutdown()


@pytest.fixture(params=["aiogram", "python-telegram-bot"])
def client_of(
    request: pytest.FixtureRequest, server: Sandbox, session: AiohttpSession, request_pool: HTTPXRequest
) -> Callable[[str], Client]:
    """The client library of this run, as a bot of a token."""
    if request.param == "aiogram":
        return lambda token: Aiogram(token, session)
    return lambda token: Courier(token, server.base_url, request_pool)


@pytest.fixture
def scene(server: Sandbox, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A bot that nobody knew, and a person who has just started it; it has fetched no update yet."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    number = next(NUMBERS)
    token = f"{number}:conformance"
    bot = server.world.add_bot(token)
    person = Person(next(NUMBERS), "Li Wei", "engineer")
    server.add_person(person)
    scene = Scene(server, client_of(token), bot, person, server.world.private_chat(number, person.id), client_of)
    scene.say("/start")
    return scene
