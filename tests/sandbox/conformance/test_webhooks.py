"""Delivery by webhook, to a real listener on the loopback; nobody waits for a repeated try."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import next_delay
from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, shows

pytestmark = SUITE


class Listener:
    """Answers with `answers` one after the other, each a status or what to say, then with 200."""

    def __init__(self) -> None:
        self.answers: list[int | dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.heard: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.url = ""
        self.held = ""
        self.released = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        answer = self.answers.pop(0) if self.answers else 200
        body = await request.json()
        if body.get("message", {}).get("text") == self.held:
            await self.released.wait()
        await self.heard.put((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), body))
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.Response(status=answer, headers=self.headers)

    async def next(self) -> tuple[str, dict[str, Any]]:
        async with asyncio.timeout(30):
            return await self.heard.get()

    async def said(self) -> str:
        return str((await self.next())[1]["message"]["text"])


@pytest_asyncio.fixture(loop_scope="session")
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


@pytest_asyncio.fixture(loop_scope="session")
async def hooked(scene: Scene, listener: Listener) -> AsyncIterator[Scene]:
    """A bot whose webhook is the listener, with nothing waiting."""
    await scene.call("setWebhook", url=listener.url, secret_token="s3cret", drop_pending_updates=True)
    yield scene
    await scene.call("deleteWebhook")


@pytest.fixture
def rests(hooked: Scene, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the server meant to wait."""
    meant: list[float] = []

    async def rest(_: UpdateQueue, seconds: float) -> None:
        meant.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(hooked.sandbox.webhooks, "rest", rest)
    return meant


@shows("webhook.secret", "webhook.drop_pending")
async def test_updates_are_pushed_with_the_secret(hooked: Scene, listener: Listener) -> None:
    hooked.say("pushed")
    secret, update = await listener.next()
    assert (secret, update["message"]["text"]) == ("s3cret", "pushed")
    hooked.say("taken once")
    assert await listener.said() == "taken once"


@shows("webhook.several", "webhook.in_order")
async def test_a_slow_chat_holds_up_its_own_updates_only(hooked: Scene, listener: Listener) -> None:
    group, listener.held = hooked.group(), "slow"
    hooked.say("slow")
    hooked.say("after it")
    hooked.say("/elsewhere", group)
    assert await listener.said() == "/elsewhere"
    listener.released.set()
    assert [await listener.said() for _ in range(2)] == ["slow", "after it"]


@shows("webhook.retry", "webhook.info")
async def test_what_is_not_taken_comes_again_and_the_bot_can_ask_why(
    hooked: Scene, listener: Listener, rests: list[float]
) -> None:
    listener.answers = [503, 500, 404]
    hooked.say("again")
    assert [await listener.said() for _ in range(4)] == ["again"] * 4
    assert rests == [0, 2, 4]
    info = await hooked.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["url"] == listener.url


@shows("webhook.retry_after")
async def test_the_bot_may_ask_to_be_left_alone(hooked: Scene, listener: Listener, rests: list[float]) -> None:
    listener.answers, listener.headers = [429], {"Retry-After": "30"}
    hooked.say("later")
    assert [await listener.said() for _ in range(2)] == ["later"] * 2
    assert rests == [30]


@shows("webhook.delays")
async def test_delays_double_up_to_a_minute_and_an_hour_at_most_is_granted() -> None:
    assert [next_delay(failures, 0) for failures in (1, 2, 3, 4, 10)] == [0, 2, 4, 8, 60]
    assert (next_delay(1, 30), next_delay(1, 99999)) == (30, 3600)


@shows("webhook.expire")
async def test_what_is_not_taken_in_a_day_is_dropped(
    hooked: Scene, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rest(_: UpdateQueue, __: float) -> None:
        hooked.later(hours=25)
        hooked.say("fresh")

    monkeypatch.setattr(hooked.sandbox.webhooks, "rest", rest)
    listener.answers = [500]
    hooked.say("stale")
    assert [await listener.said() for _ in range(2)] == ["stale", "fresh"]


@shows("webhook.reply", "webhook.reply_get")
async def test_an_answer_that_names_a_method_is_carried_out_unless_it_asks(hooked: Scene, listener: Listener) -> None:
    to_person = {"chat_id": hooked.person.id, "text": "by return"}
    listener.answers = [{"method": "deleteWebhook"}, {"method": "sendMessage", **to_person}]
    hooked.say("one")
    hooked.say("two")
    assert [await listener.said() for _ in range(2)] == ["one", "two"]
    assert await hooked.sandbox.world.signal.until(lambda: "by return" in hooked.shown(), 5)
    assert hooked.bot.webhook["url"] == listener.url


@shows("webhook.gone")
async def test_who_is_gone_for_23_hours_has_no_webhook_any_more(
    hooked: Scene, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rest(_: UpdateQueue, __: float) -> None:
        hooked.later(hours=11.5)

    monkeypatch.setattr(hooked.sandbox.webhooks, "rest", rest)
    listener.answers = [410, 410, 410]
    hooked.say("anybody?")
    assert await hooked.sandbox.world.signal.until(lambda: not hooked.bot.webhook, 5)
    assert listener.heard.qsize() == 3


async def test_trouble_strikes_what_is_pushed_too(hooked: Scene, listener: Listener) -> None:
    hooked.sandbox.faults.add(Fault("getUpdates", "duplicate_updates"))
    hooked.say("twice")
    assert [await listener.said() for _ in range(2)] == ["twice"] * 2
    hooked.say("once")
    assert await listener.said() == "once"
