"""A row that says that updates come in; from its gaps one knows which presses never arrived."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.intake.poller import WAIT, Poller
from bot.storage.database import Database
from bot.storage.heartbeat import beat
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

EVERY = 15.0
STILL_ALIVE = WAIT + 20.0  # a quiet poll answers after WAIT


class Heart:
    def __init__(self, database: Database, poller: Poller) -> None:
        self._database = database
        self._poller = poller

    async def run(self) -> None:
        while True:
            try:
                await self.beat()
            except StorageError as error:
                log.warning("The heartbeat could not be written (%s).", error)
            await asyncio.sleep(EVERY)

    async def beat(self) -> bool:
        """Beat if Telegram answered lately. A demo beats before it moves the clock: a jump is not a gap."""
        answered = self._poller.answered_at
        if answered is None or time.monotonic() - answered > STILL_ALIVE:
            return False
        await self._database.write(beat, "intake")
        return True
