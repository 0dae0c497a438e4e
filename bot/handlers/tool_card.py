"""A tool's label: its link, its number in words, or a photo of it shows the tool's card (R41)."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ContentType
from aiogram.filters import Filter
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import DialogManager

from bot.cards.harmless import escape
from bot.cards.model import Card
from bot.desk.model import Actor, Member, Refused
from bot.dialogs.label_reader import codes_in
from bot.dialogs.labels import drawn
from bot.dialogs.sitting.incoming import file_of, is_picture
from bot.dialogs.tools import Tools
from bot.handlers.callbacks import Lend, PrintLabel
from bot.handlers.filters import Carries, Forwarded, Typed
from bot.handlers.ports import Desk, OpenSitting
from bot.handlers.say import notify, send
from bot.procedure.tool_loan import label_of
from bot.procedure.words import N_
from bot.tongue import Tongue

LINK = "tool_"  # t.me/<bot>?start=tool_G-017, as the label has it


class OfTool(Filter):
    """A message that is a tool's number, or the link of its label, and nothing else; hands the tool's card on."""

    async def __call__(self, message: Message, desk: Desk, member: Member) -> bool | dict[str, Any]:
        card = await desk.tool_card(member, message.text or "")
        return {"card": card} if card else False


def tools_router(tools: Tools) -> Router:
    """To be included after the dialogs, which take words and photos while a form is open."""
    router = Router(name="tools")
    router.message.register(show, Typed(), ~Forwarded(), OfTool())
    router.message.register(Labels(tools).read, Carries(ContentType.PHOTO, ContentType.DOCUMENT), ~Forwarded())
    return router


async def show(message: Message, bot: Bot, actor: Actor, card: Card) -> None:
    """The card as a new message."""
    await send(bot, actor.telegram_id, card)


class Labels:
    """Reads the label on a photo that belongs to no form."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def read(self, message: Message, bot: Bot, desk: Desk, actor: Actor, member: Member) -> None:
        """The card of the tool whose label this is; a photo of anything else is somebody else's."""
        file = file_of(message)
        if file is None or not is_picture(file) or message.media_group_id or (file.size or 0) > self._tools.largest:
            raise SkipHandler
        picture = await self._tools.fetch(file.telegram_file_id)
        for code in await codes_in(picture):
            card = await desk.tool_card(member, code)
            if card is not None:
                await send(bot, actor.telegram_id, card)
                return
        raise SkipHandler


async def show_tool(bot: Bot, desk: Desk, actor: Actor, tool_no: str) -> None:
    """The card of the tool that the link of a label names. Raises Refused."""
    card = await desk.tool_card(actor.member, tool_no)
    if card is None:
        raise Refused(N_("There is no tool {number}. Please check the label."), number=tool_no)
    await send(bot, actor.telegram_id, card)


async def print_label(
    query: CallbackQuery, asked: PrintLabel, bot: Bot, desk: Desk, actor: Actor, member: Member, t: Tongue
) -> None:
    """A picture to be printed and glued on: whoever scans it comes to the tool's card."""
    tool_no = await desk.tool_to_label(member, asked.tool_id)
    me = await bot.me()
    picture = await asyncio.to_thread(drawn, label_of(tool_no, me.username or ""))
    await notify(query)
    caption = t(
        N_("Print it and glue it on {number}. Whoever scans it comes to the tool's card."), number=escape(tool_no)
    )
    await bot.send_photo(actor.telegram_id, BufferedInputFile(picture, f"{tool_no}.png"), caption=caption)


async def lend(
    query: CallbackQuery,
    asked: Lend,
    desk: Desk,
    actor: Actor,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    """A loan of the tool is begun."""
    draft_id = await desk.begin_loan(actor, asked.tool_id)
    await notify(query)
    await open_sitting(dialog_manager, draft_id)
