"""A Bot API session that keeps the chats, as Telegram would: what can be seen and pressed afterwards is what counts."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User

from bot.sandbox.markup_html import parse_html

MOST_TEXT = 4096
MOST_DATA = 64


@dataclass
class Shown:
    """A message of the bot as it stands now."""

    id: int
    chat_id: int
    text: str
    markup: InlineKeyboardMarkup | None

    @property
    def rows(self) -> list[list[str]]:
        return [[b.text for b in row] for row in self.markup.inline_keyboard] if self.markup else []

    @property
    def data(self) -> dict[str, str]:
        """Label to data."""
        rows = self.markup.inline_keyboard if self.markup else []
        return {b.text: b.callback_data or "" for row in rows for b in row}


@dataclass
class Chats:
    messages: dict[int, Shown] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    refuse_edit: str = ""


class ChatSession(BaseSession):
    def __init__(self) -> None:
        super().__init__()
        self.chats = Chats()
        self._next_id = 1000

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the base's signature
    ) -> TelegramType:
        return self._do(method)  # type: ignore[no-any-return]  # a Message, a User or True, as the method has it

    def _do(self, method: TelegramMethod[Any]) -> Any:
        match method:
            case SendMessage():
                return self._send(int(method.chat_id), method.text, method.reply_markup)
            case EditMessageText():
                return self._edit(method)
            case EditMessageReplyMarkup():
                self._found(method, method.message_id).markup = method.reply_markup
            case DeleteMessage():
                self._found(method, method.message_id)
                del self.chats.messages[method.message_id]
            case AnswerCallbackQuery():
                self.chats.answered[method.callback_query_id] = self.chats.answered.get(method.callback_query_id, 0) + 1
                self.chats.notices.append(method.text or "")
            case GetMe():
                return User(id=42, is_bot=True, first_name="Fieldclerk", username="fieldclerk_bot")
        return True

    def _send(self, chat_id: int, text: str, markup: Any) -> Message:
        self._next_id += 1
        self.chats.sent += 1
        self.chats.messages[self._next_id] = checked(Shown(self._next_id, chat_id, text, markup))
        return _message(self.chats.messages[self._next_id])

    def _edit(self, method: EditMessageText) -> Message:
        if self.chats.refuse_edit:
            raise TelegramBadRequest(method=method, message=f"Bad Request: {self.chats.refuse_edit}")
        shown = self._found(method, method.message_id)
        if (shown.text, shown.markup) == (method.text, method.reply_markup):
            raise TelegramBadRequest(method=method, message="Bad Request: message is not modified")
        shown.text, shown.markup = method.text or "", method.reply_markup
        return _message(checked(shown))

    def _found(self, method: TelegramMethod[Any], message_id: int | None) -> Shown:
        try:
            return self.chats.messages[message_id or 0]
        except KeyError:
            raise TelegramBadRequest(method=method, message="Bad Request: message to edit not found") from None

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def checked(shown: Shown) -> Shown:
    """Refuse what Telegram would refuse."""
    parse_html(shown.text)
    assert 0 < len(shown.text) <= MOST_TEXT, len(shown.text)
    for row in shown.markup.inline_keyboard if shown.markup else ():
        assert 1 <= len(row) <= 8
        for button in row:
            assert button.text.strip(), shown.rows
            assert not button.callback_data or len(button.callback_data.encode()) <= MOST_DATA, button.callback_data
    return shown


def _message(shown: Shown) -> Message:
    chat = Chat(id=shown.chat_id, type="private")
    return Message(message_id=shown.id, date=datetime.now(UTC), chat=chat, text=shown.text, reply_markup=shown.markup)


def chat_bot() -> tuple[Bot, ChatSession]:
    session = ChatSession()
    return Bot("42:" + "A" * 35, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML)), session
