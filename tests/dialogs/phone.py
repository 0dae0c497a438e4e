"""One person's telephone: what is written, sent and tapped on it, and what it shows."""

from __future__ import annotations

from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.dialogs.later import Later
from tests.dialogs.telegram import ChatSession, Shown
from tests.support.clocks import HandClock

_ids = count(1)


class Phone:
    def __init__(
        self, telegram_id: int, dispatcher: Dispatcher, bot: Bot, session: ChatSession, clock: HandClock, later: Later
    ) -> None:
        self.id = telegram_id
        self._dispatcher, self._bot, self._session, self._clock, self._later = dispatcher, bot, session, clock, later

    async def say(self, text: str) -> str:
        """Write this; what the window shows then."""
        return await self.send(text=text)

    async def send(self, **content: Any) -> str:
        await self.deliver(**content)
        await self._later.settle()
        return self.text

    async def deliver(self, **content: Any) -> None:
        """Send it without waiting for what comes a moment later."""
        now = int(self._clock.now().timestamp())
        await self._feed(
            message={"message_id": next(_ids), "date": now, "chat": self._chat, "from": self._user} | content
        )

    async def photo(self, name: str = "photo", *, size: int = 40_000, **more: Any) -> str:
        return await self.send(photo=[photo_size(name, size)], **more)

    async def tap(self, label: str) -> str:
        """Tap a button of the window by its label; what the window shows then."""
        assert label in self.window.data, (label, self.window.text, self.window.rows)
        return await self.press(self.window.data[label], self.window)

    async def press(self, data: str, on: Shown) -> str:
        """A button's data, pressed on a message that may have changed since."""
        shown = {"message_id": on.id, "date": 1, "chat": self._chat, "text": on.text}
        if on.markup:
            shown["reply_markup"] = on.markup.model_dump(exclude_none=True)
        query_id = str(next(_ids))
        query = {"id": query_id, "from": self._user, "chat_instance": "1", "data": data, "message": shown}
        await self._feed(callback_query=query)
        assert self._session.chats.answered.get(query_id), "every press is answered"
        await self._later.settle()
        return self.text

    @property
    def window(self) -> Shown:
        """The newest message with buttons; there is never a second one of the same form."""
        return self.live[-1]

    @property
    def live(self) -> list[Shown]:
        return [m for m in self.messages if m.markup and m.markup.inline_keyboard]

    @property
    def messages(self) -> list[Shown]:
        return [m for _, m in sorted(self._session.chats.messages.items()) if m.chat_id == self.id]

    def refuse_edits(self, why: str) -> None:
        self._session.chats.refuse_edit = why

    @property
    def sent(self) -> int:
        """How many messages were sent so far; edits do not count."""
        return self._session.chats.sent

    @property
    def text(self) -> str:
        """The newest message."""
        return self.messages[-1].text

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.window.rows for label in row]

    @property
    def notice(self) -> str:
        """What the last press was answered with."""
        return self._session.chats.notices[-1]

    async def _feed(self, **update: Any) -> None:
        self._clock.advance(seconds=1)  # nobody is faster than that for long, and the bot asks those to wait
        raw = {"update_id": next(_ids), **update}
        await self._dispatcher.feed_update(self._bot, Update.model_validate(raw, context={"bot": self._bot}))

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": "Somebody"}

    @property
    def _user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Somebody"}


def photo_size(name: str, size: int = 40_000) -> dict[str, Any]:
    return {"file_id": f"id-{name}", "file_unique_id": f"u-{name}", "width": 900, "height": 600, "file_size": size}
