"""The people's side: what scripts and the page rely on."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiogram import Bot
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiohttp import ClientSession

from bot.sandbox.client import PersonPlayer, Player, RefusedError
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import SECRET, TOKEN


def card(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons])


async def test_people_are_listed_with_what_they_have_not_read(bot: Bot, li: PersonPlayer, player: Player) -> None:
    await bot.send_message(li.id, "one")
    await bot.send_message(li.id, "two")
    people = {person["id"]: person for person in await player.people()}
    assert (people[1001]["name"], people[1001]["unit"], people[1001]["unread"]) == ("李伟", "FAW site", 2)
    assert people[1001]["last"]["text"] == "two"
    await player.request("POST", "/api/people/1001/read")
    assert (await player.people())[0]["unread"] == 0


async def test_a_tap_waits_for_the_answer(bot: Bot, li: PersonPlayer) -> None:
    await bot.send_message(li.id, "?", reply_markup=card(InlineKeyboardButton(text="同意 ✓", callback_data="y")))

    seen = (await bot.get_updates())[-1].update_id

    async def answer() -> None:
        query = (await bot.get_updates(offset=seen + 1, timeout=5))[-1].callback_query
        assert query is not None
        await bot.answer_callback_query(query.id, "好")

    answering = asyncio.create_task(answer())
    pressed = await li.tap("同意", wait=5)
    await answering
    assert pressed["answer"] == {"text": "好", "alert": False}


async def test_an_unknown_button_is_refused_and_the_known_ones_named(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_message(li.id, "?", reply_markup=card(InlineKeyboardButton(text="Yes", callback_data="y")))
    with pytest.raises(RefusedError) as refused:
        await li.tap("No", message_id=sent.message_id)
    assert refused.value.status == 404
    assert refused.value.body["buttons"] == [["Yes"]]
    with pytest.raises(RefusedError):
        await li.tap(row=0, column=3, message_id=sent.message_id)
    assert (await li.tap(row=0, column=0, message_id=sent.message_id))["update_id"]


async def test_links_copies_and_deep_links(bot: Bot, li: PersonPlayer) -> None:
    await bot.send_message(
        li.id,
        "links",
        reply_markup=card(
            InlineKeyboardButton(text="Open", url="https://t.me/fieldclerk_bot?start=abc"),
            InlineKeyboardButton(text="Map", url="https://example.com/map"),
            InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="SN-1")),
        ),
    )
    assert (await li.tap("Map"))["url"] == "https://example.com/map"
    assert (await li.tap("Copy"))["copied"] == "SN-1"
    await li.tap("Open")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.text == "/start abc"


async def test_a_reply_keyboard_says_its_text_and_is_taken_away(bot: Bot, li: PersonPlayer) -> None:
    place = KeyboardButton(text="Here", request_location=True)
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="On site"), place]], one_time_keyboard=True)
    await bot.send_message(li.id, "where?", reply_markup=keyboard)
    shown = (await li.last())["keyboard"]
    assert [button["kind"] for button in shown["rows"][0]] == ["text", "location"]
    assert (await li.tap("Here"))["requests"] == "location"
    await li.tap("On site")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.text == "On site"
    await bot.send_message(li.id, "thanks", reply_markup=ReplyKeyboardRemove())
    assert (await li.last())["keyboard"] == {"remove": True}


async def test_an_edit_needs_a_text_that_a_message_can_have(li: PersonPlayer) -> None:
    said = await li.say("3 pieces")
    place = await li.location(43.8, 125.2)
    for message, text in ((said, " "), (said, "x" * 4097), (place, "here")):
        with pytest.raises(RefusedError) as refused:
            await li.edit(message["message_id"], text)
        assert refused.value.status == 400
    assert [message["text"] for message in await li.messages()][-2:] == ["3 pieces", ""]


async def test_changes_since_a_version_tell_of_edits_and_deletions(bot: Bot, li: PersonPlayer) -> None:
    kept, gone = await bot.send_message(li.id, "kept"), await bot.send_message(li.id, "gone")
    before = max(message["version"] for message in await li.messages())
    await bot.edit_message_text("changed", chat_id=li.id, message_id=kept.message_id)
    await bot.delete_message(li.id, gone.message_id)
    changes = await li.messages(since=before)
    assert [(m["text"], m.get("deleted", False)) for m in changes] == [("changed", False), ("gone", True)]
    assert [m["text"] for m in await li.messages(after=1)] == ["changed"]


async def test_the_second_tick_comes_when_the_bot_has_fetched_the_message(bot: Bot, li: PersonPlayer) -> None:
    await li.say("read me")
    assert [message["seen"] for message in await li.messages()] == [False, False]
    await bot.get_updates()
    assert [message["seen"] for message in await li.messages()] == [True, True]


async def test_a_stranger_comes_from_nowhere(bot: Bot, player: Player) -> None:
    stranger = await player.add_person(5005, "Mallory <b>", username="mallory")
    await stranger.start("stolen")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.full_name, message.text) == ("Mallory <b>", "/start stolen")


async def test_a_hostile_client_presses_what_is_on_no_button(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_message(li.id, "no buttons")
    await li.callback(sent.message_id, "ap:forged")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    assert query.data == "ap:forged"


async def test_a_failed_expectation_shows_the_talk(bot: Bot, li: PersonPlayer) -> None:
    await bot.send_message(
        li.id, "something else", reply_markup=card(InlineKeyboardButton(text="Yes", callback_data="y"))
    )
    with pytest.raises(AssertionError, match=r"(?s)within 0.05 s.*something else.*\[Yes\]"):
        await li.expect("never", timeout=0.05)


async def test_new_means_after_the_last_deed(bot: Bot, li: PersonPlayer) -> None:
    await bot.send_message(li.id, "menu")
    await li.say("again")
    with pytest.raises(AssertionError):
        await li.expect("menu", timeout=0.05, new=True)
    await bot.send_message(li.id, "menu")
    assert (await li.expect("menu", new=True))["id"] == 4


WRITES: list[tuple[dict[str, str], int]] = [
    ({}, 403),
    ({"X-Sandbox-Secret": "wrong"}, 403),
    ({"X-Sandbox-Secret": SECRET, "Origin": "http://evil.example"}, 403),
    ({"X-Sandbox-Secret": SECRET, "Host": "evil.example"}, 403),
    ({"X-Sandbox-Secret": SECRET, "Origin": "http://["}, 403),
    ({"X-Sandbox-Secret": SECRET, "Content-Type": "text/plain"}, 415),
    ({"X-Sandbox-Secret": SECRET}, 200),
]


@pytest.mark.parametrize(("headers", "status"), WRITES)
async def test_writes_need_the_secret_and_the_loopback(sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    url = f"{sandbox.base_url}/api/people/1001/say"
    headers = {"Content-Type": "application/json", **headers}
    async with ClientSession() as session, session.post(url, data='{"text": "hi"}', headers=headers) as response:
        assert response.status == status


@pytest.mark.parametrize("path", ["/api/people", f"/bot{TOKEN}/getMe", f"/file/bot{TOKEN}/photos/1.jpg"])
@pytest.mark.parametrize("header", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_page_hears_nothing(sandbox: Sandbox, path: str, header: dict[str, str]) -> None:
    """Not even by an image: where every token is let in, it could play a bot."""
    async with ClientSession() as session, session.get(sandbox.base_url + path, headers=header) as response:
        assert response.status == 403


async def test_health_tells_when_it_is_ready(sandbox: Sandbox) -> None:
    async def status() -> int:
        async with ClientSession() as session, session.get(f"{sandbox.base_url}/healthz") as response:
            return response.status

    sandbox.ready = False
    assert await status() == 503
    sandbox.ready = True
    assert await status() == 200


async def test_the_page_carries_the_secret_and_a_strict_policy(sandbox: Sandbox) -> None:
    async with ClientSession() as session, session.get(sandbox.base_url) as response:
        text = await response.text()
        assert SECRET in text
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
    async with ClientSession() as session, session.get(f"{sandbox.base_url}/page/../server.py") as response:
        assert response.status == 404


async def test_the_log_shows_calls_without_the_token(bot: Bot, li: PersonPlayer, player: Player) -> None:
    await bot.send_message(li.id, "logged")
    (entry,) = await player.log(method="sendMessage")
    assert entry["params"]["text"] == "logged"
    assert entry["ok"] is True
    assert "sandbox-test-token" not in str(await player.log())


async def test_the_stream_of_events_tells_of_a_message(sandbox: Sandbox, bot: Bot, li: PersonPlayer) -> None:
    async with ClientSession() as session, session.get(f"{sandbox.base_url}/api/events") as response:
        lines = (json.loads(line[6:]) async for line in response.content if line.startswith(b"data: "))
        assert (await anext(lines))["type"] == "clock"
        await bot.send_message(li.id, "live")
        event = await anext(lines)
    assert (event["people"], event["message"]["text"]) == ([1001], "live")
