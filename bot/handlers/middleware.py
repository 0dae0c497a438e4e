"""The door: every update of a private chat passes here and leaves with the member, how they read, and the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject, Update, User
from aiogram_dialog.api.entities import DialogUpdate

from bot.catalogues.store import Language
from bot.desk.model import Actor, Member
from bot.handlers.limits import Gate, Once, Verdict
from bot.handlers.ports import Desk
from bot.handlers.say import notify
from bot.handlers.strangers import Strangers, language_of
from bot.tongue import Tongue

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

HIDDEN: Final = "\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u00ad" + "".join(map(chr, range(0x1D173, 0x1D17B)))
"""Invisible characters in which aiogram-dialog carries button data inside a text."""


class Door(BaseMiddleware):
    """Sees to it that handlers and dialogs meet members only, in private chats, at a bearable pace."""

    def __init__(self, desk: Desk, language: Language, gate: Gate | None = None) -> None:
        self._desk = desk
        self._language = language
        self._strangers = Strangers(desk, language)
        self._gate = gate or Gate()
        self._elsewhere = Once(timedelta(hours=1))

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        if not isinstance(event, Update) or user is None or user.is_bot:
            return await _hush(event)
        chat: Chat | None = data.get("event_chat")
        if (press := event.callback_query) and (press.message is None or press.data is None):
            return await _hush(event)  # no button of ours: each hangs on a message and says what it does
        if chat is not None and chat.type != ChatType.PRIVATE:
            return await self._point_to_private(event, chat, user, data["bot"])
        return await self._private(handler, event, data, user)

    async def _private(self, handler: Handler, update: Update, data: dict[str, Any], user: User) -> Any:
        member = await self._desk.member(user.id)
        if member is None:
            return await self._strangers.answer(update, user, data["bot"])
        if not isinstance(update, DialogUpdate) and update.my_chat_member is None:
            await self._desk.heard_from(user.id)
        t = self._desk.tongue(member)
        if not isinstance(update, DialogUpdate) and not await self._in_time(update, user, data["bot"], t):
            return None
        data.update(self._known(member, user, update, t))
        return await handler(without_traps(update), data)

    def _known(self, member: Member, user: User, update: Update, t: Tongue) -> dict[str, Any]:
        return {
            "member": member,
            "actor": Actor(member, user.id, update.update_id or None),
            "t": t,
            "desk": self._desk,
        }

    async def _in_time(self, update: Update, user: User, bot: Bot, t: Tongue) -> bool:
        verdict = self._judge(update, user)
        if verdict is Verdict.TELL:
            await _say_slower(update, user, bot, t)
        elif verdict is Verdict.DROP:
            await _hush(update)
        return verdict is Verdict.PASS

    def _judge(self, update: Update, user: User) -> Verdict:
        now = self._desk.clock.now()
        if update.message is None:
            return self._gate.presses.take(user.id, update.update_id, now)
        limiter = self._gate.files if _has_file(update) else self._gate.texts
        return limiter.take(user.id, update.update_id, update.message.date)

    async def _point_to_private(self, update: Update, chat: Chat, user: User, bot: Bot) -> None:
        t = self._desk.tongue_for(language_of(user, self._language))
        text = t("I answer in our private chat only: please write to me there.")
        if update.callback_query:
            await notify(update.callback_query, text)
        elif update.message and self._elsewhere.ask(chat.id, self._desk.clock.now()):
            await bot.send_message(chat.id, text)


def without_traps(update: Update) -> Update:
    """The update as aiogram-dialog can read it: without what a text may hide at its end, which would be taken for a
    press (or not be read), and without a reply to what nobody wrote, whose author is looked up."""
    message = update.message
    if message is None:
        return update
    changed: dict[str, Any] = {}
    if message.text and message.text.rstrip(HIDDEN) != message.text:
        changed["text"] = message.text.rstrip(HIDDEN)
    if message.reply_to_message and message.reply_to_message.from_user is None:
        changed["reply_to_message"] = None
    return update.model_copy(update={"message": message.model_copy(update=changed)}) if changed else update


def _has_file(update: Update) -> bool:
    message = update.message
    return bool(message and (message.photo or message.document or message.video or message.voice))


async def _say_slower(update: Update, user: User, bot: Bot, t: Tongue) -> None:
    if _has_file(update):
        text = t("That is more at once than I can take. Please send the last files again in a minute.")
    else:
        text = t("That was a bit fast for me. Please wait ten seconds and do the last step again.")
    if update.callback_query:
        await notify(update.callback_query, text)
    else:
        await bot.send_message(user.id, text)


async def _hush(event: TelegramObject) -> None:
    if isinstance(event, Update) and event.callback_query:
        await notify(event.callback_query)
