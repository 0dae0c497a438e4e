"""The way out: what fails before anything has left is told from what nobody can be sure of, and the pace is strict."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.reminders.courier_bot import close, make_sender, send
from bot.reminders.courier_parcel import Parcel
from bot.reminders.courier_request import Request
from bot.reminders.courier_verdict import Fate, classify
from tests.support.fake_api import TOKEN, FakeApi, Trouble


async def failure(base: str, proxy: str | None = None, request: Request | None = None) -> TelegramError:
    sender = make_sender(TOKEN, base, proxy, rate=1000, request=request)
    try:
        with pytest.raises(TelegramError) as caught:
            await send(sender, Parcel(100, "hello"))
        return caught.value
    finally:
        await close(sender)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    error = await failure("http://127.0.0.1:9")
    assert isinstance(error, NetworkError)
    assert classify(error).fate is Fate.WAIT


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_lets_nothing_out(base: str, scheme: str) -> None:
    assert classify(await failure(base, f"{scheme}://127.0.0.1:9")).fate is Fate.WAIT


async def test_a_connection_that_breaks_leaves_a_doubt(base: str, api: FakeApi) -> None:
    api.fail("sendMessage", Trouble(cut=True, executed=True))
    assert classify(await failure(base)).fate is Fate.UNSURE


async def test_an_answer_that_does_not_come_leaves_a_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = await failure(f"http://127.0.0.1:{silent.getsockname()[1]}", request=Request(1, read=0.01))
    assert isinstance(error, TimedOut)
    assert classify(error).fate is Fate.UNSURE


class Noting(BaseRequest):
    """Answers at once, and notes when it was asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    read_timeout = None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.asked.append(time.monotonic())
        return 200, b'{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}'


async def test_messages_go_out_one_by_one_from_the_first_on() -> None:
    """Each not before its turn, counted from the first: how late a busy machine notes one says nothing."""
    noting = Noting()
    sender = make_sender(TOKEN, rate=100, request=noting)
    began = time.monotonic()
    await asyncio.gather(*(send(sender, Parcel(chat, "hello")) for chat in range(1, 13)))
    assert len(noting.asked) == 12
    assert [turn for turn, at in enumerate(noting.asked) if at < began + turn / 100 - 1e-4] == []
