"""The sandbox by itself, with sample people and as many bots as there are tokens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError
from aiohttp import ClientConnectionError, ClientSession

from bot.sandbox.alone import serve_alone
from bot.sandbox.client import Player


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _ready(url: str) -> None:
    async with asyncio.timeout(10), ClientSession() as session:
        while True:
            with suppress(ClientConnectionError):
                async with session.get(f"{url}/healthz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.02)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    port = free_port()
    serving = asyncio.create_task(serve_alone(port, None, "secret"))
    await _ready(f"http://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def test_every_token_is_a_bot_of_its_own(url: str) -> None:
    one, two = (Bot(t, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) for t in ("11:a", "22:b"))
    async with one.session, two.session, Player(url, "secret") as player:
        assert ((await one.me()).username, (await two.me()).username) == ("bot11_bot", "bot22_bot")
        assert [person["id"] for person in await player.people()] == [1001, 1002, 1003, 1004, 1005]
        await player.person(1003).start()
        await one.send_message(1003, "from one")
        with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
            await two.send_message(1003, "from two")
        await player.request("POST", "/api/people/1003/say", json={"text": "hello two", "bot": "bot22_bot"})
        await two.send_message(1003, "from two")
        assert [m["text"] for m in await player.person(1003).messages()] == ["/start", "from one"]
