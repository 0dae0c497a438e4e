"""The long poll: what Telegram hands over is committed before the next poll confirms it.

aiogram's own polling confirms a batch before its handlers are done, and stops for ever at an update it cannot parse.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.crash import crash_point
from bot.errors import StartError
from bot.intake.client import ApiError, Client, Unreachable
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
WAIT = 25  # seconds that a poll stays open; Telegram allows 50
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # sooner than a second, Telegram would hand over one update at a time
CONFLICTS = 3
REFUSED = "The token was refused by Telegram: copy it anew from @BotFather into FIELDCLERK_TOKEN."


async def _nothing(sentence: str) -> None:
    """Nobody is told but the log."""


class Poller:
    def __init__(
        self,
        database: Database,
        client: Client,
        *,
        on_conflict: Callable[[str], Awaitable[None]] = _nothing,
        wait: float = WAIT,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._database = database
        self._client = client
        self._on_conflict = on_conflict
        self._wait = wait
        self._pauses = pauses
        self._offset: int | None = None  # never kept: after a restart Telegram sends again what it was not told of
        self._failures = 0
        self._conflicts = 0
        self.answered_at: float | None = None  # time.monotonic() of the last good answer

    async def run(self) -> None:
        """Poll until cancelled. Raises StartError when the token is refused."""
        await self.begin()
        while True:
            await self._try(self._poll)

    async def begin(self) -> None:
        """Take over from a webhook, keeping what waits. Raises StartError when the token is refused."""
        self._offset = None
        while not await self._try(self._leave_webhook):
            pass

    async def _leave_webhook(self) -> None:
        await self._client.call("deleteWebhook")

    async def _poll(self) -> None:
        params: dict[str, Any] = {"timeout": self._wait, "allowed_updates": KINDS}
        if self._offset is not None:
            params["offset"] = self._offset
        answer = await self._client.call("getUpdates", params, seconds=self._wait + 10)
        crash_point("poll.received")
        updates = [raw if isinstance(raw, dict) else {"unreadable": raw} for raw in answer]
        if updates:
            await self._database.write(inbox.store, self._client.bot_id, updates)
            crash_point("poll.committed")
            self._confirm(updates)

    def _confirm(self, updates: Sequence[dict[str, Any]]) -> None:
        """Only after the commit: the next poll tells Telegram that everything below its offset has arrived."""
        numbers = [raw["update_id"] for raw in updates if inbox.is_id(raw.get("update_id"))]
        if not numbers:
            raise Unreachable("an answer without a single numbered update")
        self._offset = max(numbers) + 1

    async def _try(self, step: Callable[[], Awaitable[None]]) -> bool:
        try:
            await step()
        except ApiError as error:
            await self._refused(error)
        except Unreachable as error:
            await self._rest(f"Telegram cannot be reached ({error})")
        except StorageError as error:
            await self._rest(f"Updates cannot be stored, so they stay with Telegram ({error})")
        else:
            self._failures = self._conflicts = 0
            self.answered_at = time.monotonic()
            return True
        return False

    async def _refused(self, error: ApiError) -> None:
        if error.is_token_refused:
            raise StartError(REFUSED) from error
        if error.code == 409:
            await self._conflict(error)
        await self._rest(f"Telegram refused ({error})", at_least=error.retry_after)

    async def _conflict(self, error: ApiError) -> None:
        self._conflicts += 1
        if "webhook" in error.description.lower():
            await self._try(self._leave_webhook)
        if self._conflicts == CONFLICTS:
            sentence = (
                "Another process polls with this bot's token. If it is not yours, revoke the token at @BotFather."
            )
            log.error(sentence)
            await self._on_conflict(sentence)

    async def _rest(self, why: str, *, at_least: float = 0) -> None:
        pause = max(at_least, self._pauses[min(self._failures, len(self._pauses) - 1)])
        self._failures += 1
        log.warning("%s; the next try is in %.0f s.", why, pause)
        await asyncio.sleep(pause)
