"""A row that says that updates come in; from its gaps one knows which presses never arrived.

A gap is measured by a clock that nobody sets; only the first beat of a process goes by what the last one left, and by
the wall clock as it stood when the process began."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.desk import outages
from bot.intake.poller import WAIT
from bot.storage.database import Database
from bot.storage.heartbeat import beat, instant
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

NAME = "intake"
EVERY = 15.0
SOON = 1.0  # after a start: whoever waits is told at once that presses were lost
STILL_ALIVE = WAIT + 20.0  # a quiet poll answers after WAIT


class Intake(Protocol):
    """How updates come in."""

    @property
    def answered_at(self) -> float | None:
        """time.monotonic() of the last sign that they can."""
        ...


class Heart:
    def __init__(self, database: Database, intake: Intake, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._intake = intake
        self._monotonic = monotonic
        self._began: tuple[datetime, float] | None = None  # by the wall clock, and by the one that nobody sets
        self._last: float | None = None  # the answer that the last beat went by; a beat itself may come 45 s after it

    async def run(self) -> None:
        while True:
            try:
                await self.beat()
            except StorageError as error:
                log.warning("The heartbeat could not be written (%s).", error)
            await asyncio.sleep(SOON if self._last is None else EVERY)

    async def beat(self) -> bool:
        """Beat if Telegram answered lately. After an outage people are told what did not arrive."""
        self._began = self._began or (await self._database.read(instant), self._monotonic())
        answered, now = self._intake.answered_at, self._monotonic()
        if answered is None or now - answered > STILL_ALIVE:
            return False
        silent = timedelta(seconds=answered - self._last if self._last is not None else 0)
        was_away = self._last is None or silent > outages.PRESSES_KEPT
        if was_away and await self._database.write(outages.beat, NAME, self._back_at(now), silent):
            log.warning("Back after an outage: what waits is sent anew.")
        elif not was_away:
            await self._database.write(beat, NAME)
        self._last = answered
        return True

    def _back_at(self, now: float) -> datetime | None:
        """When updates came in again, at the first beat; later on the database's clock will do."""
        if self._last is not None or self._began is None:
            return None
        began, since = self._began
        return began + timedelta(seconds=now - since)
