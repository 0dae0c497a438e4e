"""Who is not a member: an invitation or the administrator's code lets them in, anything else gets one sentence an hour.

Nothing of them is stored, whatever they send. Who comes in hears first what is kept about them (GDPR Article 13, PIPL
Article 17)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from aiogram import Bot
from aiogram.types import CallbackQuery, Message, Update, User

from bot.catalogues.store import Language
from bot.desk.model import Member, Refused
from bot.handlers.limits import Once, Tries
from bot.handlers.pages import menu_page
from bot.handlers.ports import Desk
from bot.handlers.say import notify, send, sentence
from bot.procedure.words import N_
from bot.tongue import Tongue

_START = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{6,64})", re.ASCII)
_BARE = re.compile(r"[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{16}", re.ASCII)
_CODE_LENGTH: Final = 16  # of the first administrator's code; an invitation is longer
KEPT: Final = N_(
    "Welcome. I keep your name, unit, language and Telegram number, and what you write, send and decide here, with the "
    "time of it: these are service records, kept as long as the procedure demands. Ask an administrator what is kept "
    "about you, and to have it put right."
)
_KNOCKS: Final = 5  # tokens that one account may try in an hour


def language_of(user: User, otherwise: Language) -> Language:
    """The language of somebody's Telegram, as far as it is one of ours."""
    code = (user.language_code or "").lower()
    if code.startswith("zh"):
        return "zh_CN"
    return "en" if code.startswith("en") else otherwise


def token_in(message: Message) -> str | None:
    """The invitation or code in `/start …`, or sent by itself; None if there is none."""
    text = (message.text or "").strip()
    if match := _START.fullmatch(text):
        return match[1]
    return text if _BARE.fullmatch(text) else None


class Strangers:
    """Answers whoever is no member, in private chats."""

    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk = desk
        self._language = language
        self._once = Once(timedelta(hours=1))
        self._knocks = Tries(_KNOCKS, timedelta(hours=1))

    async def answer(self, update: Update, user: User, bot: Bot) -> None:
        t = self._desk.tongue_for(language_of(user, self._language))
        if update.callback_query:
            await self._press(update.callback_query, t)
        elif update.message:
            await self._message(update, update.message, user, bot, t)

    async def _press(self, query: CallbackQuery, t: Tongue) -> None:
        await notify(query, t("You are not a member here any more. Please ask your administrator."))

    async def _message(self, update: Update, message: Message, user: User, bot: Bot, t: Tongue) -> None:
        now = self._desk.clock.now()
        token = token_in(message)
        if token and self._knocks.take(user.id, update.update_id, now):
            await self._knock(user, token, bot, t)
        elif not await self._desk.has_admin():
            if self._knocks.take(user.id, update.update_id, now):
                await bot.send_message(
                    user.id, t("I have no administrator yet. Please send the code printed at my start.")
                )
        elif self._once.ask(user.id, now, update.update_id):
            await self._turn_away(user.id, bot, t)

    async def _knock(self, user: User, token: str, bot: Bot, t: Tongue) -> None:
        try:
            member = await self._admit(user, token)
        except Refused as refusal:
            await bot.send_message(user.id, sentence(t, refusal))
            return
        await self._welcome(user.id, member, bot)

    async def _admit(self, user: User, token: str) -> Member:
        name, code = user.full_name, user.language_code or ""
        if len(token) == _CODE_LENGTH:
            return await self._desk.claim_admin(user.id, name, code, token)
        return await self._desk.join(user.id, name, code, token)

    async def _welcome(self, chat_id: int, member: Member, bot: Bot) -> None:
        """What is kept about whoever joins, in a message that stays; then the menu."""
        t = self._desk.tongue(member)
        await bot.send_message(chat_id, t(KEPT))
        await send(bot, chat_id, await menu_page(self._desk, member, t))

    async def _turn_away(self, chat_id: int, bot: Bot, t: Tongue) -> None:
        await bot.send_message(
            chat_id,
            t("I work for members of the company. Please ask your administrator for an invitation link and tap it."),
        )
