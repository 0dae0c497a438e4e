"""Trouble on demand: what the client hears, whether the call was carried out, and that the log says so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.params import Upload
from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, claim, shows
from tests.sandbox.pictures import picture

pytestmark = SUITE


def _script(scene: Scene, kind: str, method: str = "sendMessage", **more: Any) -> None:
    scene.sandbox.faults.add(Fault(method, kind, **more))


REFUSALS = [
    ("500", "Internal Server Error"),
    ("502", "Bad Gateway"),
    ("503", "Service Unavailable"),
    ("504", "Gateway Timeout"),
]
# Seconds, and whether the call is carried out all the same.
LOST: list[tuple[str, float, bool]] = [
    ("reset", 0, False),
    ("timeout", 0.02, False),
    ("drop", 0, True),
    ("timeout_executed", 0.02, True),
]
for refused, _ in REFUSALS:
    claim(f"fault.{refused}", "test_the_server_fails")
for lost in (kind for kind, _, _ in LOST):
    claim(f"fault.{lost}", "test_the_connection_fails")


@pytest.mark.parametrize(("kind", "text"), REFUSALS)
async def test_the_server_fails(scene: Scene, kind: str, text: str) -> None:
    _script(scene, kind)
    await scene.refused(int(kind), text, "sendMessage", chat_id=scene.person.id, text="x")
    assert (scene.logged()["fault"], scene.logged()["executed"]) == (kind, False)
    assert scene.shown() == ["/start"]
    assert await scene.send("fine again")


@shows("fault.429")
async def test_a_flood_wait_names_its_seconds(scene: Scene) -> None:
    _script(scene, "429", retry_after=7)
    with pytest.raises(scene.client.refused) as caught:
        await scene.send()
    assert scene.client.heard(caught.value).retry_after == 7
    assert scene.logged()["executed"] is False


@pytest.mark.parametrize(("kind", "seconds", "executed"), LOST)
async def test_the_connection_fails(scene: Scene, kind: str, seconds: float, executed: bool) -> None:
    _script(scene, kind, seconds=seconds)
    with pytest.raises(scene.client.lost):
        await scene.send("x")
    assert (scene.logged()["fault"], scene.logged()["executed"]) == (kind, executed)
    assert scene.shown() == (["/start", "x"] if executed else ["/start"])


@shows("fault.refused")
async def test_connections_are_refused_for_a_while(scene: Scene) -> None:
    """Not only these: the bot's other connections are cut, so that it has to make a new one."""
    _script(scene, "refused", seconds=3600)
    for _ in range(2):
        with pytest.raises(scene.client.lost):
            await scene.send("x")
    assert (scene.logged()["fault"], scene.logged()["executed"]) == ("refused", False)
    await scene.sandbox.door.open_again()
    assert await scene.send("open again")
    _script(scene, "refused", seconds=0.01)
    with pytest.raises(scene.client.lost):
        await scene.send("x")
    await scene.sandbox.door.reopened()
    assert await scene.send("by itself")
    assert scene.shown() == ["/start", "open again", "by itself"]


@shows("fault.slow")
async def test_a_slow_answer_is_whole(scene: Scene) -> None:
    _script(scene, "slow", seconds=0.02)
    assert (await scene.send("slow"))["text"] == "slow"


@shows("fault.broken_json")
async def test_half_an_answer(scene: Scene) -> None:
    _script(scene, "broken_json")
    with pytest.raises(scene.client.garbled):
        await scene.send("x")
    assert scene.logged()["executed"] is True
    assert scene.shown() == ["/start", "x"]


@shows("fault.duplicate_updates", "fault.reorder_updates")
async def test_updates_come_twice_or_in_disorder(scene: Scene) -> None:
    scene.say("second")
    _script(scene, "duplicate_updates", "getUpdates")
    ids = [update["update_id"] for update in await scene.updates()]
    assert (len(ids), len(set(ids))) == (4, 2)
    _script(scene, "reorder_updates", "getUpdates")
    assert [update["update_id"] for update in await scene.updates()] == sorted(set(ids), reverse=True)
    assert [update["update_id"] for update in await scene.updates()] == sorted(set(ids))


@shows("fault.shuffle_albums")
async def test_an_album_comes_out_of_order(scene: Scene) -> None:
    photos = [("photo", Upload(picture(30, 20), "p.jpg", "")) for _ in range(3)]
    _script(scene, "shuffle_albums", "getUpdates")
    assert len(await scene.updates()) == 1
    sent = await scene.sandbox.people.send_files(scene.person, scene.chat, photos, "caption")
    updates = (await scene.updates())[1:]
    assert [update["message"]["message_id"] for update in updates] == sent["message_ids"][::-1]
    ids = [update["update_id"] for update in updates]
    assert ids == sorted(ids)


@shows("fault.blocked", "fault.deactivated")
@pytest.mark.parametrize(
    ("kind", "text"), [("blocked", "bot was blocked by the user"), ("deactivated", "user is deactivated")]
)
async def test_the_person_is_lost_just_before(scene: Scene, kind: str, text: str) -> None:
    _script(scene, kind)
    await scene.refused(403, f"Forbidden: {text}", "sendMessage", chat_id=scene.person.id, text="x")
    await scene.refused(403, f"Forbidden: {text}", "sendMessage", chat_id=scene.person.id, text="x")
    told = [update for update in await scene.updates() if "my_chat_member" in update]
    assert len(told) == (kind == "blocked")


@shows("fault.kicked", "fault.migrated")
async def test_the_group_is_lost_just_before(scene: Scene) -> None:
    group, other = scene.group(), scene.group()
    _script(scene, "kicked")
    text = "Forbidden: bot was kicked from the supergroup chat"
    await scene.refused(403, text, "sendMessage", chat_id=group.id, text="x")
    _script(scene, "migrated", "*")
    with pytest.raises(scene.client.refused) as caught:
        await scene.call("sendMessage", chat_id=other.id, text="x")
    assert scene.client.heard(caught.value).migrate_to == other.migrated_to
    assert scene.logged()["executed"] is False


@shows("fault.times", "fault.chat")
async def test_trouble_strikes_as_often_and_where_it_was_told(scene: Scene) -> None:
    other = scene.newcomer()
    chat = scene.sandbox.people.chat(other, None, str(scene.bot.id))
    scene.sandbox.people.say(other, chat, "/start")
    _script(scene, "502", times=2, chat_id=scene.person.id)
    assert await scene.call("sendMessage", chat_id=other.id, text="spared")
    for _ in range(2):
        await scene.refused(502, "Bad Gateway", "sendMessage", chat_id=scene.person.id, text="x")
    assert await scene.send("over")
