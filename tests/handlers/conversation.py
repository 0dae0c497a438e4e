"""One person's side of a talk with the bot: what is sent, and what came of it."""

from __future__ import annotations

from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.telegram import handler
from tests.handlers.recording import RecordingSession, buttons, notices, texts
from tests.support.clocks import HandClock

_ids = count(1)


class Person:
    def __init__(
        self, telegram_id: int, dispatcher: Dispatcher, bot: Bot, session: RecordingSession, clock: HandClock
    ) -> None:
        self.id = telegram_id
        self.language_code = "en"
        self._handle, self._bot, self.session, self._clock = handler(dispatcher, bot), bot, session, clock
        self.counted = ""
        self.heard: list[TelegramMethod[Any]] = []

    async def say(self, text: str, **more: Any) -> list[str]:
        return await self.send(text=text, **more)

    async def send(self, **content: Any) -> list[str]:
        """A message with this content; what the bot wrote back."""
        await self.feed(message={**self._message(), **content})
        return texts(self.heard)

    async def tap(self, label_or_data: str) -> list[str]:
        """A button by its label, or by its data; the notices that followed."""
        data = self.buttons.get(label_or_data, label_or_data)
        shown: dict[str, Any] = {"message_id": 5, "date": 1, "chat": self._chat(), "text": "shown before"}
        if self.buttons:
            keys = [[{"text": text, "callback_data": key}] for text, key in self.buttons.items()]
            shown["reply_markup"] = {"inline_keyboard": keys}
        query = {"id": str(next(_ids)), "from": self._user(), "chat_instance": "1", "data": data, "message": shown}
        await self.feed(callback_query=query)
        return notices(self.heard)

    async def edit(self, **content: Any) -> list[str]:
        await self.feed(edited_message={**self._message(), "edit_date": 1, **content})
        return texts(self.heard)

    async def change(self, before: str, after: str) -> None:
        """The person's side of the chat: member, kicked."""
        bot = {"id": 42, "is_bot": True, "first_name": "Fieldclerk"}
        old, new = ({"status": status, "user": bot, "until_date": 0} for status in (before, after))
        chat, user = self._chat(), self._user()
        await self.feed(
            my_chat_member={"chat": chat, "from": user, "date": 1, "old_chat_member": old, "new_chat_member": new}
        )

    async def feed(self, update_id: int | None = None, **update: Any) -> None:
        self.session.take()
        raw = {"update_id": update_id or next(_ids), **update}
        try:
            self.counted = await self._handle(Update.model_validate(raw, context={"bot": self._bot}))
        finally:
            self.heard = self.session.take()

    @property
    def buttons(self) -> dict[str, str]:
        return buttons(self.heard)

    @property
    def read(self) -> list[str]:
        return texts(self.heard)

    def _message(self) -> dict[str, Any]:
        now = int(self._clock.now().timestamp())
        return {"message_id": next(_ids), "date": now, "chat": self._chat(), "from": self._user()}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": "Somebody"}

    def _user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Somebody", "language_code": self.language_code}
