"""A Bot API session that writes down what is asked of it, and answers as Telegram would."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetFile,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, File, InlineKeyboardMarkup, Message


class RecordingSession(BaseSession):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.refuse: dict[type[TelegramMethod[Any]], str] = {}
        self.forbidden = False
        self.next_id = 1000
        self.content = b""  # of any file that is fetched

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the base's signature
    ) -> TelegramType:
        self.calls.append(method)
        if self.forbidden:
            raise TelegramForbiddenError(method=method, message="Forbidden: bot was blocked by the user")
        if text := self.refuse.get(type(method)):
            raise TelegramBadRequest(method=method, message=text)
        return self._answer(method)  # type: ignore[no-any-return]  # a Message or True, as the method has it

    def _answer(self, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, SendMessage):
            self.next_id += 1
            return message(int(method.chat_id), method.text, self.next_id)
        if isinstance(method, EditMessageText):
            return message(int(method.chat_id or 0), method.text or "", method.message_id or 0)
        if isinstance(method, GetFile):
            return File(file_id=method.file_id, file_unique_id="u", file_path="documents/file")
        return True

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield self.content

    def take(self) -> list[TelegramMethod[Any]]:
        """What was asked since the last time."""
        taken, self.calls = self.calls, []
        return taken


def message(chat_id: int, text: str, message_id: int) -> Message:
    return Message(message_id=message_id, date=datetime.now(UTC), chat=Chat(id=chat_id, type="private"), text=text)


def recording_bot() -> tuple[Bot, RecordingSession]:
    session = RecordingSession()
    return Bot("42:" + "A" * 35, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML)), session


def texts(calls: list[TelegramMethod[Any]]) -> list[str]:
    """What was written or redrawn, in order."""
    return [call.text or "" for call in calls if isinstance(call, SendMessage | EditMessageText)]


def notices(calls: list[TelegramMethod[Any]]) -> list[str]:
    """What was said on pressed buttons; "" for a bare answer."""
    return [call.text or "" for call in calls if isinstance(call, AnswerCallbackQuery)]


def buttons(calls: list[TelegramMethod[Any]]) -> dict[str, str]:
    """Label to data, of everything that was written."""
    found: dict[str, str] = {}
    for call in calls:
        markup = getattr(call, "reply_markup", None)
        if isinstance(markup, InlineKeyboardMarkup):
            found |= {b.text: b.callback_data or "" for row in markup.inline_keyboard for b in row}
    return found
