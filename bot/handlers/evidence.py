"""The photos and files of a record, and the record on paper, sent to whoever asks for them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from itertools import groupby
from mimetypes import guess_extension
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from bot.cards.harmless import escape
from bot.desk.model import Actor, Refused, SentFile
from bot.handlers.bare import bare
from bot.handlers.callbacks import PrintForm, ShowSent
from bot.handlers.ports import Desk
from bot.handlers.say import notify
from bot.procedure.words import N_
from bot.tongue import Tongue

TELLING: Final = ("image/", "video/")
TELLING_NAMES: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".mp4", ".mov")
ALBUM: Final = 10  # items of one album, set by Telegram
ALBUMS: Final[dict[str, type[InputMediaPhoto | InputMediaVideo | InputMediaDocument]]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
}


async def show_sent(query: CallbackQuery, asked: ShowSent, bot: Bot, desk: Desk, actor: Actor) -> None:
    """Photos first; albums where Telegram has albums, and within each kind the order in which they came."""
    files = await desk.sent_files(actor, asked.record_id)
    if not files:
        raise Refused(N_("There are no photos or files here any more."))
    try:
        for _, same in groupby(sorted(files, key=_order), key=_order):
            for several in _albums(list(same)):
                await _send(bot, actor.telegram_id, several)
    except TelegramBadRequest as error:
        raise Refused(N_("Telegram no longer has these files. Please ask an administrator for the copy.")) from error
    await notify(query)


async def send_printed(query: CallbackQuery, asked: PrintForm, bot: Bot, desk: Desk, actor: Actor, t: Tongue) -> None:
    """One file that any browser prints (R38)."""
    paper = await desk.printed(actor, asked.record_id)
    file = BufferedInputFile(paper.html.encode(), paper.name)
    await notify(query)
    caption = t(N_("{form}: open it in a browser and print it."), form=paper.title)
    await bot.send_document(actor.telegram_id, file, caption=escape(caption))


def _order(file: SentFile) -> tuple[bool, str]:
    return file.kind != "photo", file.kind


def _albums(files: list[SentFile]) -> list[list[SentFile]]:
    """As many at once as one album holds; what has no albums one by one."""
    most = ALBUM if files[0].kind in ALBUMS and not any(map(_tells, files)) else 1
    return [files[start : start + most] for start in range(0, len(files), most)]


def _tells(file: SentFile) -> bool:
    """Whether it may say where it was taken: Telegram removes that from photos, and not from files."""
    return file.kind == "document" and (file.mime.startswith(TELLING) or file.name.lower().endswith(TELLING_NAMES))


async def _bared(bot: Bot, file: SentFile) -> BufferedInputFile:
    found, into = await bot.get_file(file.telegram_file_id), io.BytesIO()
    await bot.download_file(found.file_path or "", into)
    return BufferedInputFile(
        await asyncio.to_thread(bare, into.getvalue()), file.name or f"picture{guess_extension(file.mime) or ''}"
    )


async def _send(bot: Bot, chat_id: int, files: Sequence[SentFile]) -> None:
    """The first says which record it belongs to."""
    number = f"<code>{files[0].number}</code>"
    if len(files) > 1:
        captions = [number, *[None] * (len(files) - 1)]
        album = [ALBUMS[f.kind](media=f.telegram_file_id, caption=c) for f, c in zip(files, captions, strict=True)]
        await bot.send_media_group(chat_id, [*album])
        return
    file_id = files[0].telegram_file_id
    match files[0].kind:
        case "photo":
            await bot.send_photo(chat_id, file_id, caption=number)
        case "video":
            await bot.send_video(chat_id, file_id, caption=number)
        case "voice":
            await bot.send_voice(chat_id, file_id, caption=number)
        case _:
            document = await _bared(bot, files[0]) if _tells(files[0]) else file_id
            await bot.send_document(chat_id, document, caption=number)
