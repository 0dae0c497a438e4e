"""The clock, the timeline, faults and groups from the people's side."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramNetworkError
from telegram.error import RetryAfter, TimedOut
from telegram.ext import ExtBot

from bot.sandbox.client import PersonPlayer, Player, RefusedError
from bot.sandbox.clock import SandboxClock
from bot.sandbox.hooks import weekdays_later
from bot.sandbox.server import Person, Sandbox
from bot.sandbox.spans import add_span
from tests.sandbox.conftest import START

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "later"),
    [
        ("26h", timedelta(hours=26)),
        ("90m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("1d12h30s", timedelta(days=1, hours=12, seconds=30)),
        ("1wd", timedelta(days=1)),
        ("5wd", timedelta(days=7)),
    ],
)
def test_spans(span: str, later: timedelta) -> None:
    assert add_span(MONDAY, span, weekdays_later) == MONDAY + later


async def test_the_clock_moves_and_the_demo_is_told_first(sandbox: Sandbox, player: Player) -> None:
    moved: list[datetime] = []

    async def clock_moved() -> None:
        moved.append(sandbox.clock.now())

    sandbox.hooks.clock_moved = clock_moved
    assert datetime.fromisoformat(await player.clock(advance="26h")) == START + timedelta(hours=26)
    assert moved == [START + timedelta(hours=26)]
    await player.clock(to="2026-12-01T08:30:00+08:00")
    assert sandbox.clock.now() == datetime(2026, 12, 1, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("move", "status"),
    [
        ({"to": "2020-01-01T00:00:00+08:00"}, 409),
        ({"to": "2026-12-01T08:30:00"}, 400),
        ({"to": "tomorrow"}, 400),
        ({"to": "next"}, 409),
        ({"advance": "-1h"}, 400),
        ({"advance": "soon"}, 400),
        ({"advance": "99999999999999d"}, 400),
        ({}, 400),
    ],
)
async def test_a_senseless_move_is_refused(player: Player, move: dict[str, str], status: int) -> None:
    with pytest.raises(RefusedError) as refused:
        await player.request("POST", "/api/clock", json=move)
    assert refused.value.status == status


def test_the_clock_does_not_go_backwards(clock: SandboxClock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.set(clock.now() - timedelta(seconds=1))


async def test_next_goes_to_what_is_due_next(sandbox: Sandbox, player: Player) -> None:
    due = [START + timedelta(hours=5), START + timedelta(hours=3), START - timedelta(hours=1)]

    async def timeline() -> list[dict[str, Any]]:
        return [{"at": at.isoformat(), "title": "reminder", "person_id": 1001} for at in due]

    sandbox.hooks.timeline = timeline
    await player.clock(to="next")
    assert sandbox.clock.now() == START + timedelta(hours=3)
    assert len(await player.timeline()) == 3


async def test_settle_waits_for_the_bot(sandbox: Sandbox, bot: Bot, li: PersonPlayer, player: Player) -> None:
    assert not await player.settle(0.05)
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1)
    assert await player.settle(0.05)

    async def idle() -> bool:
        return True

    sandbox.hooks.settle = idle
    await li.say("unfetched")
    assert not await player.settle(0.05)
    (update,) = await bot.get_updates(offset=updates[-1].update_id + 1)
    await bot.get_updates(offset=update.update_id + 1)
    assert await player.settle(0.05)


async def test_a_script_orders_trouble_and_reads_what_came_of_it(bot: Bot, li: PersonPlayer, player: Player) -> None:
    await player.fault("sendMessage", "drop")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(li.id, "trouble")
    await bot.send_message(li.id, "fine again")
    assert [m["text"] for m in await li.messages(after=1)] == ["trouble", "fine again"]
    logged = [(entry.get("fault"), entry["executed"]) for entry in await player.log(method="sendMessage")]
    assert logged == [("drop", True), (None, True)]


async def test_the_courier_hears_trouble_in_its_own_words(
    courier: ExtBot[None], li: PersonPlayer, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await player.fault("sendMessage", "429", retry_after=7)
    with pytest.raises(RetryAfter):
        await courier.send_message(li.id, "x")
    await player.fault("sendMessage", "timeout_executed", seconds=0.6)
    with pytest.raises(TimedOut):
        await courier.send_message(li.id, "did it arrive?", read_timeout=0.2)
    assert (await li.last())["text"] == "did it arrive?"


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("gremlins", {}, "kind must be one of"),
        ("500", {"times": 0}, "whole numbers from 1"),
        ("429", {"retry_after": "soon"}, "whole numbers from 1"),
        ("timeout", {"seconds": -1}, "a number from 0"),
    ],
)
async def test_a_fault_that_cannot_be_is_refused(player: Player, kind: str, more: dict[str, Any], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        await player.fault("sendMessage", kind, **more)


async def test_trouble_is_forgotten_when_told(player: Player) -> None:
    await player.fault("sendMessage", "500", times=5)
    await player.clear_faults()
    assert await player.request("GET", "/api/faults") == []


async def test_in_a_group_the_bot_hears_what_concerns_it(sandbox: Sandbox, bot: Bot, li: PersonPlayer) -> None:
    group = sandbox.add_group("Line 3", [1001, 1002])
    sent = await bot.send_message(group, "to all")
    await li.say("chatter", chat=group)
    await li.say("/work", chat=group)
    await li.say("/work@other_bot", chat=group)
    await li.say("ask @fieldclerk_bot", chat=group)
    await li.say("reply", reply_to=sent.message_id, chat=group)
    updates = await bot.get_updates()
    assert updates[1].my_chat_member is not None
    assert [u.message.text for u in updates[2:] if u.message] == ["/work", "ask @fieldclerk_bot", "reply"]
    member = await bot.get_chat_member(group, 1002)
    assert member.status == "member"
    assert (await li.messages(chat=group))[0]["text"] == "to all"


async def test_a_group_that_migrated_names_its_new_id(sandbox: Sandbox, bot: Bot, player: Player) -> None:
    group = sandbox.add_group("Line 3", [1001])
    moved = await player.request("POST", f"/api/groups/{group}/migrate")
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(group, "anybody?")
    assert refused.value.migrate_to_chat_id == moved["id"]
    await bot.send_message(moved["id"], "here")


async def test_commands_are_shown_by_scope_and_language(bot: Bot, li: PersonPlayer, player: Player) -> None:
    from aiogram.types import BotCommand, BotCommandScopeChat

    await bot.set_my_commands([BotCommand(command="work", description="My work")])
    await bot.set_my_commands([BotCommand(command="work", description="我的工作")], language_code="zh")
    shown = await player.request("GET", "/api/commands?person=1001")
    assert shown == [{"command": "work", "description": "我的工作"}]
    assert (await player.request("GET", "/api/commands?person=1002"))[0]["description"] == "My work"
    await bot.set_my_commands([BotCommand(command="audit", description="Audit")], BotCommandScopeChat(chat_id=li.id))
    assert json.dumps(await player.request("GET", "/api/commands?person=1001")).count("audit") == 1


async def test_story_is_told_and_begun_in_the_language_of_the_page(sandbox: Sandbox, player: Player) -> None:
    assert await player.request("GET", "/api/story") == []
    assert await player.request("POST", "/api/story", json={"language": "zh"}) == {"changed": []}

    async def begin(language: str) -> list[int]:
        return [1001] if language == "zh" else []

    sandbox.hooks.story, sandbox.hooks.begin_story = [{"person": 1001}], begin
    assert await player.request("GET", "/api/story") == [{"person": 1001}]
    assert await player.request("POST", "/api/story", json={"language": "zh"}) == {"changed": [1001]}


async def test_people_are_shown_in_each_language_that_they_came_with(sandbox: Sandbox, player: Player) -> None:
    words = {"en": {"name": "Li Wei", "role": "Field engineer", "unit": "After-sale service"}}
    sandbox.add_person(Person(1001, "李伟", "外出服务人员", "售后服务科", words=words))
    shown = {person["id"]: person["words"] for person in await player.request("GET", "/api/people")}
    assert shown == {1001: words, 1002: {}}
