"""Replies to a record's card: what is written or sent belongs to that record, whatever form is open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message

from bot.cards.harmless import escape
from bot.desk.model import Actor, FileIn
from bot.dialogs.sitting.answering import TOO_LARGE
from bot.dialogs.sitting.incoming import file_of, recording_of
from bot.dialogs.tools import LARGEST, MEGABYTE
from bot.handlers.limits import Once
from bot.handlers.ports import Desk
from bot.procedure.kinds import Unreadable
from bot.tongue import Tongue

ALBUM: Final = timedelta(hours=1)


class OnRecord(Filter):
    """A reply to a message that shows a record; hands that on as `record_id`."""

    async def __call__(self, message: Message, desk: Desk) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None or not (message.text or attached(message)):
            return False
        record_id = await desk.record_shown(message.chat.id, replied.message_id)
        return {"record_id": record_id} if record_id is not None else False


def replies_router() -> Router:
    """To be included before the dialogs, which take any message while one is open, and after the commands."""
    router = Router(name="replies")
    router.message.register(Replies().remark, OnRecord())
    router.edited_message.register(corrected, OnRecord())
    return router


class Replies:
    """An album comes as several messages: one answer an album."""

    def __init__(self) -> None:
        self._albums = Once(ALBUM)

    async def remark(self, message: Message, record_id: int, desk: Desk, actor: Actor, t: Tongue) -> None:
        """Keep it on the record's timeline, and say so."""
        file = attached(message)
        if file is not None and file.size and file.size > LARGEST:
            raise Unreadable(TOO_LARGE, size=-(-file.size // MEGABYTE), limit=LARGEST // MEGABYTE)
        words = (message.text or message.caption or "").strip()
        number = await desk.remark(actor, record_id, words, file, message.media_group_id or "", message.message_id)
        one = message.media_group_id or message.message_id  # numbers of messages are a chat's own
        if self._albums.ask((message.chat.id, one), t.now, message.message_id):
            await message.reply(
                t("Noted on {number}. It is in the details.", number=f"<code>{escape(number, quote=False)}</code>")
            )


async def corrected(message: Message, record_id: int, desk: Desk, actor: Actor, t: Tongue) -> None:
    """A reply was edited after it was sent: what it said first stays, what it says now is noted as well."""
    words = (message.text or message.caption or "").strip()
    number = await desk.correct(actor, record_id, message.message_id, words) if words else None
    if number is None:
        raise SkipHandler
    await message.reply(
        t(
            "Noted on {number} as a correction. What you wrote first stays in the details as well.",
            number=f"<code>{escape(number, quote=False)}</code>",
        )
    )


def attached(message: Message) -> FileIn | None:
    """The photo, document, video or voice of a message; None for everything else."""
    return recording_of(message) or file_of(message)
