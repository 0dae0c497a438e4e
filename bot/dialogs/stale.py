"""A press on a window that is no more: after a restart, beside an open form, from last week."""

from __future__ import annotations

from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, ErrorEvent, Message
from aiogram_dialog import DialogManager, ShowMode

from bot.desk.model import Refused
from bot.dialogs.manager import Manager, markup
from bot.dialogs.sitting.presses import STALE
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools


class Stale:
    """Handles UnknownIntent, OutdatedIntent and UnknownState.

    By a method, for aiogram runs an object that can be called in a thread."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def handle(self, event: ErrorEvent, dialog_manager: DialogManager) -> None:
        """Say that it is out of date; show the open form, or the menu if none is open."""
        talk = Talk(self._tools, dialog_manager)
        await talk.notice(STALE)
        if event.update.callback_query:
            await strip(event.update.callback_query)
        if not await self._show_open(talk.manager):
            await self._show_menu(talk)

    async def _show_open(self, manager: Manager) -> bool:
        if not manager.has_context():
            return False
        try:
            await manager.show(ShowMode.DELETE_AND_SEND)
        except Refused:  # the form itself is gone as well
            return False
        return True

    async def _show_menu(self, talk: Talk) -> None:
        await talk.manager.reset_stack(remove_keyboard=False)
        home = await self._tools.home(talk.member, talk.t)
        bot: Bot = talk.manager.middleware_data["bot"]
        await bot.send_message(talk.chat_id, home.text, reply_markup=markup(home))


async def strip(query: CallbackQuery) -> None:
    """Take the buttons off the message, where that can still be done."""
    if isinstance(query.message, Message) and query.bot is not None:
        with suppress(TelegramBadRequest):
            await query.bot.edit_message_reply_markup(
                chat_id=query.message.chat.id, message_id=query.message.message_id, reply_markup=None
            )


async def from_member(event: ErrorEvent, member: object = None) -> bool:
    """Whether there is somebody to talk to."""
    return member is not None
