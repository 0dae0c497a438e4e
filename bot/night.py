"""What is done once a night: what is no longer needed goes, the trail is sealed, a copy of everything is made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.desk import nights, seals, troubles
from bot.desk.house import House
from bot.errors import FieldclerkError
from bot.settings import Settings
from bot.storage import backup, idempotency
from bot.storage.database import Database
from bot.storage.evidence import hashes
from bot.storage.files import FileStore
from bot.storage.inbox import forget, forget_strangers
from bot.storage.looking import sqlite_file
from bot.storage.startup import keep_ballast, low_disk
from bot.storage.trouble import StorageError
from bot.upkeep.drill import drill

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
STRANGERS_REMEMBERED = A_DAY
ANSWERS_REMEMBERED = timedelta(days=5)  # less than the week after which Telegram counts its updates anew
REMEMBERED = timedelta(days=30)  # updates that were handled; Telegram itself keeps what it sends for a day

Chore = Callable[[datetime], Awaitable[None]]


class Night:
    """One chore after the other, each for itself: what stops one must cost the night neither its seal nor its copy."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, house: House, files: FileStore) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._house = house
        self._files = files
        self._copies = settings.data_dir / "backups"
        self._tried: datetime | None = None  # a copy that cannot be made is not tried again each minute

    async def __call__(self) -> None:
        """Raises Fenced when another process leads by now."""
        copy = partial(self._copy, whole=True)
        chores: tuple[Chore, ...] = (self._drop_files, self._forget, self._seal, copy, self._try_copy)
        for chore in chores:
            try:
                await chore(self._clock.now())
            except (OSError, StorageError):
                log.exception("Tonight something could not be done; it is tried again tomorrow night.")

    async def look_at_disk(self) -> None:
        """Once an hour: administrators hear of it before the disk is full, and something is there that can go then."""
        free = await asyncio.to_thread(low_disk, self._settings.data_dir)
        if free is not None:
            log.error("Only %d MB are free in %s: make room before the disk is full.", free, self._settings.data_dir)
            await self._database.write(troubles.low_disk, free)
        else:
            await asyncio.to_thread(keep_ballast, self._settings.data_dir)

    async def copy_if_due(self) -> None:
        """Between the nights: a copy whose trail is checked from the last seal on."""
        now, every = self._clock.now(), timedelta(minutes=self._settings.backup_every)
        was_tried = self._tried is not None and abs(now - self._tried) < every
        if every and not was_tried and await asyncio.to_thread(backup.is_due, self._copies, now, every):
            await self._copy(now, whole=False)

    async def _drop_files(self, now: datetime) -> None:
        known = await self._database.read(hashes)
        await asyncio.to_thread(self._files.drop_strays, known, now - A_DAY)

    async def _forget(self, now: datetime) -> None:
        await self._database.write(forget, now - REMEMBERED)
        await self._database.write(forget_strangers, now - STRANGERS_REMEMBERED)
        await self._database.write(idempotency.forget, now - ANSWERS_REMEMBERED)

    async def _seal(self, now: datetime) -> None:
        await self._database.write(seals.seal, self._house)

    async def _copy(self, now: datetime, *, whole: bool) -> None:
        self._tried = now
        if why := await backup.copied(self._settings.url, self._copies, now, whole=whole):
            await self._database.write(troubles.no_backup, why)

    async def _try_copy(self, now: datetime) -> None:
        """Once a month; after a failure, every night until one succeeds."""
        month = await self._database.read(nights.trial_due, self._house)
        if month is None or sqlite_file(self._settings.url) is None:
            return
        try:
            found = await asyncio.to_thread(drill, self._copies, self._copies.with_name("trial"), now)
        except (*backup.BackupError, StorageError, FieldclerkError) as error:
            log.exception("The newest backup could not be put back.")
            await self._database.write(troubles.no_way_back, str(error))
        else:
            if found:
                await self._database.write(nights.tried, month, found)
