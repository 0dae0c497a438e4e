"""A bot and a person talk to each other, over real HTTP."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.sandbox.client import PersonPlayer

CARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Approve", callback_data="ap:1", style="success"),
            InlineKeyboardButton(text="Reject", callback_data="ap:0", style="danger"),
        ]
    ]
)


async def test_a_person_says_something_and_the_bot_hears_it(bot: Bot, li: PersonPlayer) -> None:
    await li.say("/work today 你好")
    updates = await bot.get_updates(timeout=1)
    message = updates[-1].message
    assert message is not None
    assert message.from_user is not None
    assert message.text == "/work today 你好"
    assert message.from_user.full_name == "李伟"
    assert message.entities is not None
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 5)]


async def test_the_bot_sends_a_card_and_the_press_comes_back(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_message(li.id, "<b>SP-2041</b> 请批准 &amp; 签字", parse_mode="HTML", reply_markup=CARD)
    card = await li.expect("SP-2041")
    assert card["html"] == "<b>SP-2041</b> 请批准 &amp; 签字"
    assert card["buttons"][0][0] == {"text": "Approve", "kind": "callback", "style": "success"}

    await li.tap("approve")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    assert query.data == "ap:1"
    assert query.message is not None
    assert query.message.message_id == sent.message_id

    await query.answer("Done", show_alert=True)
    assert [(n["text"], n["alert"]) for n in await li.notices()] == [("Done", True)]


async def test_an_edit_replaces_text_and_buttons(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_message(li.id, "waiting", reply_markup=CARD)
    before = await li.expect("waiting")
    await bot.edit_message_text("approved", chat_id=li.id, message_id=sent.message_id)
    after = await li.expect("approved")
    assert after["id"] == before["id"]
    assert after["version"] > before["version"]
    assert after["buttons"] == []
    assert after["edited_at"] is not None


async def test_the_courier_sends_through_the_same_account(courier: ExtBot[None], bot: Bot, li: PersonPlayer) -> None:
    sent = await courier.send_message(li.id, "reminder")
    assert sent.from_user is not None
    assert sent.from_user.id == bot.id
    assert (await li.last())["text"] == "reminder"


async def test_a_wait_returns_when_the_message_comes(bot: Bot, li: PersonPlayer) -> None:
    import asyncio

    waiting = asyncio.create_task(li.expect("late", timeout=5))
    await asyncio.sleep(0.05)
    await bot.send_message(li.id, "late but here")
    assert (await waiting)["text"] == "late but here"
