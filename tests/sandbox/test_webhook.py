"""Delivery by webhook, to a real listener on the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import web

from bot.sandbox.client import PersonPlayer
from bot.sandbox.webhook import next_delay


class Listener:
    """Refuses the first `failures` deliveries."""

    def __init__(self) -> None:
        self.failures = 0
        self.heard: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.answer: dict[str, Any] = {}
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        await self.heard.put((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        return web.json_response(self.answer) if self.answer else web.Response()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    application = web.Application()
    application.add_routes([web.post("/hook", listener.handle)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret(bot: Bot, li: PersonPlayer, listener: Listener) -> None:
    await bot.set_webhook(listener.url, secret_token="s3cret", drop_pending_updates=True)
    await li.say("pushed")
    async with asyncio.timeout(5):
        secret, update = await listener.heard.get()
    assert (secret, update["message"]["text"]) == ("s3cret", "pushed")


async def test_a_failed_delivery_is_tried_again_at_once(bot: Bot, li: PersonPlayer, listener: Listener) -> None:
    listener.failures = 1
    await bot.set_webhook(listener.url, drop_pending_updates=True)
    await li.say("again")
    async with asyncio.timeout(5):
        (_, first), (_, second) = await listener.heard.get(), await listener.heard.get()
    assert first == second
    assert "503" in ((await bot.get_webhook_info()).last_error_message or "")


async def test_an_answer_that_names_a_method_is_carried_out(bot: Bot, li: PersonPlayer, listener: Listener) -> None:
    listener.answer = {"method": "sendMessage", "chat_id": li.id, "text": "by return"}
    await bot.set_webhook(listener.url, drop_pending_updates=True)
    await li.say("hello")
    assert await li.expect("by return")
    await bot.delete_webhook()


def test_delays_double_and_the_bot_may_ask_for_more() -> None:
    assert [next_delay(failures, 0) for failures in (1, 2, 3, 4, 10)] == [0, 2, 4, 8, 60]
    assert (next_delay(1, 30), next_delay(1, 99999)) == (30, 3600)
