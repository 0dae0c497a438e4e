"""How the handlers speak: a card as a message, a small notice on a button, a refusal as its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.cards.harmless import escape, harmless
from bot.cards.model import Button, Card
from bot.tongue import Tongue

NOTICE_LIMIT: Final = 200  # characters, set by Telegram
GLANCE: Final = 70  # a longer notice stays until it is tapped away


class Sentence(Protocol):
    """A text with its values: what a refusal, an unreadable answer and the outcome of a press have in common."""

    @property
    def msgid(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


def sentence(t: Tongue, said: Sentence) -> str:
    """HTML, whatever people wrote escaped."""
    return worded(t, said.msgid, {name: _html(t, value) for name, value in said.values.items()})


def plain(t: Tongue, msgid: str, values: Mapping[str, Any]) -> str:
    """The same for a notice, which knows no markup."""
    return worded(t, msgid, {name: _plain(t, value) for name, value in values.items()})


def worded(t: Tongue, msgid: str, values: Mapping[str, Any]) -> str:
    """The text, or nothing where there is no msgid (gettext answers an empty one with its catalogue's header)."""
    return t(msgid, **values) if msgid else ""


def markup(card: Card) -> InlineKeyboardMarkup | None:
    """The card's buttons as aiogram sends them."""
    rows = [[_button(button) for button in row] for row in card.rows if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


async def send(bot: Bot, chat_id: int, card: Card) -> Message:
    """The card as a new message."""
    private = card.private or None
    return await bot.send_message(chat_id, card.text, reply_markup=markup(card), protect_content=private)


async def show_here(query: CallbackQuery, card: Card) -> Message | None:
    """The card in place of the message that was pressed; anew, and returned, where that one cannot be edited, or where
    it could be passed on and the card may not."""
    if query.bot is None:
        raise RuntimeError("this press is mounted to no bot")
    message = query.message
    if isinstance(message, Message) and (message.has_protected_content or not card.private):
        try:
            await query.bot.edit_message_text(
                card.text, chat_id=message.chat.id, message_id=message.message_id, reply_markup=markup(card)
            )
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return None
        else:
            return None
    return await send(query.bot, query.from_user.id, card)


def about_several(query: CallbackQuery) -> bool:
    """Whether the message pressed is a list, by its own buttons: such a one is answered below, never overwritten."""
    keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
    data = [b.callback_data or "" for row in keyboard.inline_keyboard for b in row] if keyboard else []
    records = {d.split(":")[1] for d in data if d.startswith("r:")}
    return len(records) > 1 or any(d.startswith(("i:", "z:")) for d in data)


async def notify(query: CallbackQuery, text: str = "") -> None:
    """Answer the press. A press that came too late to be answered gets its text as a message."""
    if not await _answered(query, text) and text and query.bot is not None:
        await query.bot.send_message(query.from_user.id, escape(text, quote=False))


async def _answered(query: CallbackQuery, text: str) -> bool:
    if not query.id:  # carried by a text, not by a button: there is nothing to answer
        return False
    try:
        await query.answer(_cut(text) or None, show_alert=len(text) > GLANCE)
    except TelegramBadRequest:  # "query is too old": Telegram gives it some seconds
        return False
    return True


def _cut(text: str) -> str:
    return text if len(text) <= NOTICE_LIMIT else text[: NOTICE_LIMIT - 1] + "…"


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.text, url=button.url, style=button.style)
    if button.copy:
        return InlineKeyboardButton(text=button.text, copy_text=CopyTextButton(text=button.copy))
    return InlineKeyboardButton(text=button.text, callback_data=button.data, style=button.style)


def _html(t: Tongue, value: object) -> object:
    shown = _shown(t, value)
    return escape(shown, quote=False) if isinstance(shown, str) else shown


def _plain(t: Tongue, value: object) -> object:
    shown = _shown(t, value)
    return harmless(shown) if isinstance(shown, str) else shown


def _shown(t: Tongue, value: object) -> object:
    if isinstance(value, datetime):
        return t.moment(value)
    return t.day(value) if isinstance(value, date) else value
