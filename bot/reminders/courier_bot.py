"""The sender: python-telegram-bot's ExtBot at our pace, and how a parcel goes through it."""

from __future__ import annotations

import asyncio
import html
import os
import re
from functools import partial

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.cards.model import Button
from bot.reminders.courier_pace import Limiter
from bot.reminders.courier_parcel import Buttons, Parcel
from bot.reminders.courier_request import Request

# Otherwise reading RetryAfter.retry_after warns of its coming type.
os.environ.setdefault("PTB_TIMEDELTA", "true")

Sender = ExtBot[int]
CONNECTIONS = 16
TAG = re.compile(r"<[^>]+>")


def make_sender(
    token: str,
    api_base: str = "https://api.telegram.org",
    proxy: str | None = None,
    rate: float = 25,
    request: BaseRequest | None = None,
) -> Sender:
    """`rate` is in messages a second; Telegram allows about 30 to a bot, the answers to people included. `request`:
    another way to speak HTTP than ours."""
    return ExtBot(
        token,
        base_url=f"{api_base}/bot",
        base_file_url=f"{api_base}/file/bot",
        request=request or Request(CONNECTIONS, proxy),
        get_updates_request=Request(1, proxy),
        rate_limiter=Limiter(rate),
    )


async def close(sender: Sender) -> None:
    """Let go of its connections, even if it never got an answer: then it would keep them itself."""
    await sender.shutdown()
    await sender.request.shutdown()


async def send(sender: Sender, parcel: Parcel, *, plain: bool = False) -> int:
    """Send or redraw, and give the message's id. Raises telegram.error.TelegramError."""
    text, mode = (to_plain(parcel.text), None) if plain else (parcel.text, ParseMode.HTML)
    if parcel.edit_message_id is not None:
        return await _edit(sender, parcel, parcel.edit_message_id, text, mode)
    if parcel.photo is not None or parcel.document is not None:
        return await _send_file(sender, parcel, text, mode)
    message = await sender.send_message(
        parcel.chat_id,
        text,
        parse_mode=mode,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=_markup(parcel.buttons),
        disable_notification=parcel.silent,
        protect_content=parcel.protect,
    )
    return message.message_id


async def _edit(sender: Sender, parcel: Parcel, message_id: int, text: str, mode: str | None) -> int:
    markup = _markup(parcel.buttons)
    if parcel.photo is not None or parcel.document is not None:
        await sender.edit_message_caption(
            parcel.chat_id, message_id, caption=text, parse_mode=mode, reply_markup=markup
        )
    else:
        await sender.edit_message_text(
            text,
            parcel.chat_id,
            message_id,
            parse_mode=mode,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=markup,
        )
    return message_id


async def _send_file(sender: Sender, parcel: Parcel, text: str, mode: str | None) -> int:
    path = parcel.photo or parcel.document
    assert path is not None
    content = InputFile(await asyncio.to_thread(path.read_bytes), filename=parcel.file_name or path.name)
    call = (
        partial(sender.send_photo, photo=content) if parcel.photo else partial(sender.send_document, document=content)
    )
    message = await call(
        parcel.chat_id,
        caption=text,
        parse_mode=mode,
        reply_markup=_markup(parcel.buttons),
        disable_notification=parcel.silent,
        protect_content=parcel.protect,
    )
    return message.message_id


def _markup(buttons: Buttons) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in buttons]) if buttons else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(button.text, url=button.url)
    if button.copy is not None:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.text, callback_data=button.data, style=button.style)


def to_plain(text: str) -> str:
    """The text without its markup, short enough for one message."""
    plain = html.unescape(TAG.sub("", text))
    limit = int(MessageLimit.MAX_TEXT_LENGTH)
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
