"""What happens as time goes by: presses, updates, deletions. The clock is moved, nobody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import PersonPlayer
from bot.sandbox.clock import SandboxClock

BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])


async def _press(bot: Bot, li: PersonPlayer) -> str:
    await bot.send_message(li.id, "?", reply_markup=BUTTON)
    return str((await li.tap("Yes"))["callback_id"])


async def test_an_answer_is_taken_once_and_within_15_seconds(bot: Bot, li: PersonPlayer, clock: SandboxClock) -> None:
    in_time = await _press(bot, li)
    clock.advance(timedelta(seconds=15))
    assert await bot.answer_callback_query(in_time)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(in_time)
    late = await _press(bot, li)
    clock.advance(timedelta(seconds=16))
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(late)


async def test_an_unfetched_press_is_lost_after_150_seconds_a_message_after_a_day(
    bot: Bot, li: PersonPlayer, clock: SandboxClock
) -> None:
    await _press(bot, li)
    await li.say("still here")
    clock.advance(timedelta(seconds=151))
    assert [u.event_type for u in await bot.get_updates()] == ["message", "message"]
    clock.advance(timedelta(hours=24))
    assert await bot.get_updates() == []


async def test_a_message_is_deleted_within_48_hours_only(bot: Bot, li: PersonPlayer, clock: SandboxClock) -> None:
    young, old = await bot.send_message(li.id, "young"), await bot.send_message(li.id, "old")
    clock.advance(timedelta(hours=48))
    assert await young.delete()
    clock.advance(timedelta(seconds=1))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await old.delete()
    assert await bot.edit_message_text("edited late", chat_id=li.id, message_id=old.message_id)


def test_the_clock_does_not_go_backwards(clock: SandboxClock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.set(clock.now() - timedelta(seconds=1))
