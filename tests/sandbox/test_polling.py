"""getUpdates as Telegram means it: offsets, both conflicts, kinds asked for, waking at once."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from bot.sandbox.client import PersonPlayer
from bot.sandbox.server import Sandbox


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_an_offset_confirms_what_is_below_it(bot: Bot, li: PersonPlayer) -> None:
    for word in ("one", "two", "three"):
        await li.say(word)
    updates = await bot.get_updates()
    assert texts(updates) == ["/start", "one", "two", "three"]
    assert texts(await bot.get_updates(offset=updates[2].update_id, limit=1)) == ["two"]
    assert texts(await bot.get_updates()) == ["two", "three"]
    assert texts(await bot.get_updates(offset=-1)) == ["three"]
    assert texts(await bot.get_updates()) == ["three"]


async def test_a_waiting_poll_is_woken_by_the_update(bot: Bot, li: PersonPlayer) -> None:
    seen = (await bot.get_updates())[-1].update_id
    poll = asyncio.create_task(bot.get_updates(offset=seen + 1, timeout=20))
    await asyncio.sleep(0.05)
    started = perf_counter()
    await li.say("wake up")
    assert texts(await poll) == ["wake up"]
    assert perf_counter() - started < 1


async def test_the_older_of_two_polls_is_sent_home(bot: Bot, li: PersonPlayer) -> None:
    seen = (await bot.get_updates())[-1].update_id
    older = asyncio.create_task(bot.get_updates(offset=seen + 1, timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.get_updates(offset=seen + 1, timeout=20))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request; make sure that only one"):
        await older
    await li.say("for the newer")
    assert texts(await newer) == ["for the newer"]


async def test_no_poll_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    await bot.set_webhook("https://192.0.2.1/hook")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://192.0.2.1/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_reactions_come_only_when_asked_for(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_message(li.id, "nice photo")
    await li.react(sent.message_id, "👍")
    assert [u.event_type for u in await bot.get_updates(offset=-1)] == ["message"]
    await bot.get_updates(allowed_updates=["message", "message_reaction"])
    await li.react(sent.message_id, "👎")
    reaction = (await bot.get_updates(offset=-1))[0].message_reaction
    assert reaction is not None
    assert [one.type for one in reaction.new_reaction] == ["emoji"]


async def test_who_asks_for_the_same_again_is_held(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.settings.repeat_hold = 0.2
    await bot.get_updates()
    started = perf_counter()
    await bot.get_updates()
    assert perf_counter() - started >= 0.15
