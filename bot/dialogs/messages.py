"""How windows reach Telegram."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.manager.message_manager import MessageManager

NOTICE_LIMIT: Final = 200
GLANCE: Final = 70  # a longer notice stays until it is tapped away
REMEMBERED: Final = 1000


class Messages(MessageManager):
    """aiogram-dialog's own, which does not know one refusal of an edit, and would answer every press without a word."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, None] = OrderedDict()

    async def notice(self, bot: Bot, query: CallbackQuery, text: str) -> None:
        """Answer a press with a sentence, cut at what Telegram takes."""
        self._answered[query.id] = None
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        cut = text if len(text) <= NOTICE_LIMIT else f"{text[: NOTICE_LIMIT - 1]}…"
        try:
            await bot.answer_callback_query(query.id, cut, show_alert=len(cut) > GLANCE)
        except TelegramBadRequest:
            return  # too old to be answered: the window says it too

    async def answer_callback(self, bot: Bot, callback_query: CallbackQuery) -> None:
        if self._answered.pop(callback_query.id, self) is self:
            await super().answer_callback(bot, callback_query)

    async def edit_message_safe(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        try:
            return await super().edit_message_safe(bot, new_message, old_message)
        except TelegramBadRequest as error:
            # Said of messages that were deleted on the person's side or are too old for the server.
            if "MESSAGE_ID_INVALID" not in error.message:
                raise
        return await self.send_message(bot, new_message)
