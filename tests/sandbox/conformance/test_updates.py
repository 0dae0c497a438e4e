"""getUpdates as Telegram means it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox.methods import polling
from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, shows

pytestmark = SUITE

HOOK = "https://192.0.2.1/hook"


def said(updates: list[Any]) -> list[str]:
    return [update["message"]["text"] for update in updates if "message" in update]


async def _polling(scene: Scene, **params: Any) -> asyncio.Task[Any]:
    """A long poll that waits already: everything before is confirmed."""
    updates = await scene.updates()
    poll = asyncio.create_task(scene.updates(offset=updates[-1]["update_id"] + 1, **{"timeout": 20, **params}))
    queue = scene.sandbox.world.queues[scene.bot.id]
    assert await scene.sandbox.world.signal.until(lambda: queue.is_polled, 5)
    return poll


@shows("updates.offset", "updates.ids_grow")
async def test_an_offset_confirms_what_is_below_it(scene: Scene) -> None:
    for word in ("one", "two", "three"):
        scene.say(word)
    updates = await scene.updates()
    ids = [update["update_id"] for update in updates]
    assert ids == sorted(set(ids))
    assert said(await scene.updates(offset=ids[2])) == ["two", "three"]
    assert said(await scene.updates()) == ["two", "three"]
    assert await scene.updates(offset=ids[-1] + 1) == []
    scene.say("four")
    assert (await scene.updates())[0]["update_id"] > ids[-1]


@shows("updates.negative_offset")
async def test_a_negative_offset_keeps_the_last(scene: Scene) -> None:
    scene.say("one")
    scene.say("two")
    assert said(await scene.updates(offset=-1)) == ["two"]
    assert said(await scene.updates()) == ["two"]


@shows("updates.limit")
async def test_a_limit_of_1_to_100(scene: Scene) -> None:
    for number in range(101):
        scene.say(str(number))
    assert [len(await scene.updates(limit=limit)) for limit in (1, 100, 1000, 0, -5)] == [1, 100, 100, 1, 1]
    assert len(await scene.updates()) == 100


@shows("updates.timeout")
async def test_an_empty_poll_comes_back_after_its_timeout_at_most_50_seconds(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert polling.MAX_TIMEOUT == 50
    monkeypatch.setattr(polling, "MAX_TIMEOUT", 0.05)
    poll = await _polling(scene, timeout=3600)
    assert await asyncio.wait_for(poll, 2) == []


@shows("updates.woken")
async def test_a_waiting_poll_is_woken(scene: Scene) -> None:
    poll = await _polling(scene)
    scene.say("wake up")
    assert said(await poll) == ["wake up"]


@shows("updates.older_poll")
async def test_the_older_of_two_polls_is_sent_home(scene: Scene) -> None:
    older = await _polling(scene)
    newer = asyncio.create_task(scene.updates(timeout=20))
    with pytest.raises(scene.client.refused) as caught:
        await older
    text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    assert scene.client.heard(caught.value) == scene.client.expected(409, text)
    scene.say("for the newer")
    assert said(await newer) == ["for the newer"]


@shows("updates.webhook_active", "updates.poll_ended_by_webhook")
async def test_no_poll_beside_a_webhook(scene: Scene) -> None:
    poll = await _polling(scene)
    assert await scene.call("setWebhook", url=HOOK)
    with pytest.raises(scene.client.refused) as caught:
        await poll
    expected = scene.client.expected(409, "Conflict: terminated by setWebhook request")
    assert scene.client.heard(caught.value) == expected
    text = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await scene.refused(409, text, "getUpdates")
    assert await scene.call("deleteWebhook")
    assert await scene.updates() == []


@shows("updates.remembered", "updates.default_kinds")
async def test_the_kinds_asked_for_are_remembered(scene: Scene) -> None:
    sent = await scene.send("nice photo")
    message = scene.chat.messages[sent["message_id"]]
    react = scene.sandbox.people.react
    assert react(scene.person, scene.chat, message, ["👍"])["update_id"] is None
    await scene.updates(allowed_updates=["message_reaction"])
    assert react(scene.person, scene.chat, message, ["👎"])["update_id"]
    assert scene.say("not asked for")["update_id"] is None
    await scene.updates()
    assert react(scene.person, scene.chat, message, ["👍"])["update_id"]
    await scene.updates(allowed_updates="[]")
    assert react(scene.person, scene.chat, message, ["👎"])["update_id"] is None
    assert scene.say("by default")["update_id"]


@shows("updates.held")
async def test_who_asks_for_the_same_again_at_once_is_held(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await scene.updates(offset=-1)
    seen = (await scene.updates())[-1]["update_id"] + 1
    monkeypatch.setattr(scene.settings, "repeat_hold", 0.1)
    clock = asyncio.get_running_loop().time
    await scene.updates(offset=seen)
    started = clock()
    await scene.updates(offset=seen)
    assert clock() - started >= 0.09


@shows("updates.expire", "updates.press_expires")
async def test_a_press_is_lost_after_150_seconds_a_message_after_a_day(scene: Scene) -> None:
    sent = await scene.send("?", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    scene.press(sent)
    scene.later(seconds=149)
    assert [kind for update in await scene.updates() for kind in update if kind != "update_id"] == [
        "message",
        "callback_query",
    ]
    scene.later(seconds=2)
    assert len(await scene.updates()) == 1
    scene.later(hours=24)
    assert await scene.updates() == []
