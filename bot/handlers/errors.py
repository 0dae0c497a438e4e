"""What a handler raises: a refusal is said, anything else is noted and passed on, so that the update is tried again."""

from __future__ import annotations

import logging
import traceback

from aiogram import Router
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent

from bot.desk.model import Refused, Unknown
from bot.handlers.callbacks import UNKNOWN
from bot.handlers.say import notify, plain, sentence
from bot.procedure.kinds import Unreadable
from bot.tongue import Tongue

log = logging.getLogger(__name__)


def errors_router() -> Router:
    """To be included last: dialogs have their own answer to a window that is gone."""
    router = Router(name="errors")
    router.errors.register(said, ExceptionTypeFilter(Refused, Unreadable))
    router.errors.register(unreachable, ExceptionTypeFilter(TelegramForbiddenError))
    router.errors.register(failed)
    return router


async def said(event: ErrorEvent, t: Tongue) -> str | None:
    """It may not be done, or was not what was asked for: the sentence that says so is the answer."""
    refusal = event.exception
    assert isinstance(refusal, Refused | Unreadable)
    query, message = event.update.callback_query, event.update.message or event.update.edited_message
    if query:
        await notify(query, plain(t, refusal.msgid, refusal.values))
    elif message:
        await message.answer(sentence(t, refusal))
    return UNKNOWN if isinstance(refusal, Unknown) else None


async def unreachable(event: ErrorEvent) -> None:
    """Whoever asked has blocked the bot since: what was done stands, there is nobody to tell."""
    log.info("Update %s: its sender cannot be reached any more.", event.update.update_id)


async def failed(event: ErrorEvent) -> None:
    """Our own fault. A button stops spinning now; words follow only when all tries have failed."""
    log.error("Update %s: %s in %s", event.update.update_id, type(event.exception).__name__, _where(event.exception))
    if event.update.callback_query:
        await _quietly(event.update.callback_query)
    raise event.exception


async def _quietly(query: CallbackQuery) -> None:
    try:
        await notify(query)
    except Exception as error:  # noqa: BLE001 - the first failure is the one that counts
        log.info("A press could not be answered (%s).", type(error).__name__)


def _where(error: BaseException) -> str:
    """The last frames, without a word of what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
