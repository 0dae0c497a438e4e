"""What happens to one update: it is handled, tried again, or set aside; never lost, never in the way for ever."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import Update
from pydantic import ValidationError
from pydantic_core import from_json

from bot.crash import crash_point
from bot.logs import redact
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import InboxRow
from bot.storage.patience import write_surely
from bot.storage.trouble import is_outage

log = logging.getLogger(__name__)

PAUSES = (0.2, 1.0, 3.0, 10.0)
PATIENCE = 8  # tries while Telegram cannot be reached, before it counts as the update's own failure
MISFITS = 10  # places of an unreadable update that are named
OUTSIDE = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)


class Attempts:
    def __init__(
        self,
        database: Database,
        bot: Bot,
        handle: Callable[[Update], Awaitable[object]],
        on_quarantine: Callable[[InboxRow], Awaitable[None]],
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._database = database
        self._bot = bot
        self._handle = handle
        self._on_quarantine = on_quarantine
        self._pauses = pauses

    async def deal_with(self, row: InboxRow) -> None:
        """Return once the row is done or set aside."""
        tries = 0
        while not await self._attempt(row, tries):
            await self._pause(tries)
            tries += 1

    async def _attempt(self, row: InboxRow, tries: int) -> bool:
        try:
            update = self._parse(row)
        except Exception as error:  # noqa: BLE001 - whatever a model thinks of, the update is set aside
            return await self._failed(row, error, for_good=True)
        crash_point("lane.taken")
        try:
            await self._handle(update)
        except Exception as error:  # noqa: BLE001 - a handler may fail in any way; the row keeps the traceback
            if not _is_its_own(error, tries):
                log.warning("Update %s waits: %s", row.update_id, _briefly(error))
                return False
            return await self._failed(row, error)
        crash_point("update.handled")
        await write_surely(self._database, inbox.done, row.id)
        crash_point("update.done")
        return True

    def _parse(self, row: InboxRow) -> Update:
        return Update.model_validate(from_json(row.raw), context={"bot": self._bot})

    async def _failed(self, row: InboxRow, error: Exception, *, for_good: bool = False) -> bool:
        text = redact(_told(error))[-4000:]
        is_aside = await write_surely(self._database, inbox.failed, row.id, text, for_good=for_good)
        if is_aside:
            log.error("Update %s is set aside: %s", row.update_id, text)
            await self._tell(row)
        else:
            log.warning("Update %s failed and is tried again: %s", row.update_id, text)
        return is_aside

    async def _tell(self, row: InboxRow) -> None:
        try:
            await self._on_quarantine(row)
        except Exception:
            log.exception("Nobody could be told that update %s was set aside.", row.update_id)

    async def _pause(self, tries: int) -> None:
        await asyncio.sleep(self._pauses[min(tries, len(self._pauses) - 1)])


def _briefly(error: Exception) -> str:
    """Its first line: below that may stand what people wrote."""
    return redact(str(error).partition("\n")[0])


def _told(error: Exception) -> str:
    """Its traceback; of what a model does not take only the places, for beside them it quotes what people wrote."""
    if not isinstance(error, ValidationError):
        return "".join(traceback.format_exception(error))
    misfits = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(map(str, misfit['loc']))}: {misfit['msg'][:150]}\n" for misfit in misfits[:MISFITS]]
    return "".join([*traceback.format_tb(error.__traceback__), f"{len(misfits)} misfits\n", *lines])


def _is_its_own(error: Exception, tries: int) -> bool:
    """Whether the update is at fault, and not a full disk or an unreachable Telegram, which end some day."""
    errors = list(_with_what_it_hides(error))
    if any(map(is_outage, errors)):
        return False
    return not any(isinstance(one, OUTSIDE) for one in errors) or tries >= PATIENCE


def _with_what_it_hides(error: BaseException | None) -> Iterator[Exception]:
    """It and what was raised before it: a library that fails while it tidies up hides what it stumbled over."""
    while isinstance(error, Exception):
        yield error
        error = error.__cause__ or error.__context__
