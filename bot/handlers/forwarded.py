"""A customer's message, forwarded: it begins a customer information, and what is forwarded after it joins it (R22)."""

from __future__ import annotations

import asyncio
from typing import Final

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.entities import DEFAULT_STACK_ID

from bot.desk.forwards import KIND
from bot.desk.forwards import Forwarded as Sent
from bot.desk.model import Actor, Member, Question, Refused
from bot.dialogs.sitting.answering import TOO_LARGE
from bot.dialogs.sitting.talk import SittingTalk
from bot.dialogs.tools import MEGABYTE, Tools
from bot.handlers.filters import Forwarded, read_number
from bot.handlers.ports import Desk, OpenSitting
from bot.handlers.replies import attached
from bot.procedure.kinds import Photos, Unreadable, Words
from bot.procedure.words import N_

KEPT: Final = N_("What you forwarded is kept with this customer information. You can forward more.")
SET_ASIDE: Final = N_(
    "What you forwarded is kept with this customer information. The form that was open is saved: /drafts. "
    "You can forward more."
)
PATIENCE: Final = 20  # seconds that a window may take to be shown again


def forwarded_router(tools: Tools) -> Router:
    """To be included before the dialogs, which take any message while one is open."""
    router = Router(name="forwarded")
    router.message.register(Forwards(tools).take, Forwarded())
    return router


class Forwards:
    """Several messages forwarded in a row come as several updates: the first opens the form, the rest join it, and the
    form is shown below the last."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def take(
        self,
        message: Message,
        bot: Bot,
        desk: Desk,
        actor: Actor,
        member: Member,
        dialog_manager: DialogManager,
        open_sitting: OpenSitting,
    ) -> None:
        """Keep it with the form that stands open, if that began so; else begin one, unless it answers what is asked."""
        sent = self._sent(message, bot)
        is_open = dialog_manager.has_context()
        if is_open:
            draft_id = _draft_of(dialog_manager)
            if draft_id is not None and await desk.takes_forwarded(member, draft_id):
                await desk.add_forwarded(actor, draft_id, sent)
                self._show_later(message.chat.id, dialog_manager)
                return
            if draft_id is None or _answers(sent, await self._asked(member, draft_id)):
                raise SkipHandler
        if read_number(sent.words) or KIND not in {of.kind for of, _ in await desk.may_open(member)}:
            raise SkipHandler
        self._tools.later.drop(message.chat.id)
        await open_sitting(dialog_manager, await desk.begin_forwarded(actor, sent), SET_ASIDE if is_open else KEPT)

    async def _asked(self, member: Member, draft_id: int) -> Question | None:
        try:
            return await self._tools.desk.asked(member, draft_id)
        except Refused:
            return None  # the form is gone: the message belongs to none

    def _sent(self, message: Message, bot: Bot) -> Sent:
        file, words = attached(message), (message.text or message.caption or "").strip()
        origin = message.forward_origin
        own = isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id
        if own or origin is None or not (file or words):
            raise SkipHandler  # a card of ours, or a thing that says nothing
        if file and file.size and file.size > self._tools.largest:
            raise Unreadable(TOO_LARGE, size=-(-file.size // MEGABYTE), limit=self._tools.largest // MEGABYTE)
        return Sent(_author(origin), origin.date, words, file)

    def _show_later(self, chat_id: int, manager: DialogManager) -> None:
        bg = manager.bg(stack_id=DEFAULT_STACK_ID)

        async def show_again() -> None:
            async with asyncio.timeout(PATIENCE), bg.fg() as shown:
                if shown.has_context():
                    talk = SittingTalk(self._tools, shown)
                    talk.note(KEPT)
                    await talk.settle()
                    await shown.show(ShowMode.DELETE_AND_SEND)

        self._tools.later.do(chat_id, show_again)


def _answers(sent: Sent, question: Question | None) -> bool:
    """Whether it can be what the open form asks for: words, or pictures; at the summary, more of these."""
    if question is None:
        return sent.file is not None
    kind = question.field.kind
    return isinstance(kind, Words) or bool(question.further) or (isinstance(kind, Photos) and sent.file is not None)


def _draft_of(manager: DialogManager) -> int | None:
    data = manager.start_data
    return int(data["draft"]) if isinstance(data, dict) and "draft" in data else None


Origin = MessageOriginUser | MessageOriginHiddenUser | MessageOriginChat | MessageOriginChannel


def _author(origin: Origin) -> str:
    """Who wrote it, as far as Telegram says."""
    match origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat, author_signature=signed):
            return " · ".join(part for part in (signed, chat.title) if part)
        case MessageOriginChannel(chat=chat, author_signature=signed):
            return " · ".join(part for part in (signed, chat.title) if part)
