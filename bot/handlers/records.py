"""Cards of records and work items, as the direct answer to whoever asked for them."""

from __future__ import annotations

from aiogram import Bot

from bot.cards.model import Card
from bot.desk.model import Actor, Refused
from bot.handlers.ports import Desk, Marks
from bot.handlers.say import send
from bot.procedure.words import N_
from bot.tongue import Tongue


async def send_record(bot: Bot, desk: Desk, actor: Actor, record_id: int, card: Card) -> None:
    """The record's card as a new message, redrawn from now on when the record changes."""
    message = await send(bot, actor.telegram_id, card)
    if isinstance(desk, Marks):
        await desk.shown(actor, message.chat.id, message.message_id, record_id=record_id)


async def send_item(bot: Bot, desk: Desk, actor: Actor, item_id: int, card: Card) -> None:
    """The work item's card, with its buttons, redrawn likewise."""
    message = await send(bot, actor.telegram_id, card)
    if isinstance(desk, Marks):
        await desk.shown(actor, message.chat.id, message.message_id, item_id=item_id)


async def show_number(bot: Bot, desk: Desk, actor: Actor, t: Tongue, number: str) -> None:
    """The record of that number, if the reader may see it. Raises Refused."""
    lines = await desk.find(actor.member, number)
    record = next((line for line in lines if line.number.upper() == number), None)
    if record is None:
        raise Refused(
            N_("There is no record {number}, or it is not yours to see. Please check the number."), number=number
        )
    await send_record(bot, desk, actor, record.record_id, await desk.show(actor, record.record_id))
