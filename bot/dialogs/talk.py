"""One event in a dialog: who speaks, in which language, in which window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.types import Chat
from aiogram_dialog import DialogManager

from bot.cards.model import Card
from bot.desk.model import Actor, Member
from bot.dialogs.manager import Manager, own
from bot.dialogs.sitting import memory
from bot.dialogs.tools import Tools
from bot.tongue import Tongue


class Talk:
    """What the outer middleware found out about the person, and the dialog's manager."""

    def __init__(self, tools: Tools, manager: DialogManager) -> None:
        self.tools = tools
        self.manager: Manager = own(manager)
        self._effects = 0

    @property
    def member(self) -> Member:
        member: Member = self.manager.middleware_data["member"]
        return member

    @property
    def t(self) -> Tongue:
        t: Tongue = self.manager.middleware_data["t"]
        return t

    @property
    def actor(self) -> Actor:
        """For one effect; the next effect of the same update gets another key."""
        actor: Actor = self.manager.middleware_data["actor"]
        self._effects += 1
        return replace(actor, ordinal=actor.ordinal + self._effects - 1)

    @property
    def chat_id(self) -> int:
        chat: Chat = self.manager.middleware_data["event_chat"]
        return chat.id

    @property
    def data(self) -> dict[str, Any]:
        """What the window remembers."""
        return self.manager.dialog_data

    def note(self, msgid: str, **values: Any) -> None:
        """Say this in the window, above the question."""
        memory.note(self.data, msgid, values)

    def unnote(self) -> None:
        """What was said is read."""
        self.data.pop("note", None)

    async def notice(self, msgid: str) -> None:
        """Say this on the button that was pressed."""
        await self.manager.notice(self.t(msgid))

    async def close_with(self, card: Card) -> None:
        """End the dialog with this in its place."""
        self.tools.later.drop(self.chat_id)
        await self.manager.close_with(card)
