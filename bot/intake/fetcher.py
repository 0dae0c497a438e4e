"""Evidence is copied at once: Telegram promises a file's address for an hour, and people delete chats."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing

from bot.crash import crash_point
from bot.desk import troubles
from bot.intake.client import ApiError, Client, Unreachable
from bot.storage import evidence
from bot.storage.bell import ring_or
from bot.storage.database import Database
from bot.storage.evidence import MissingFile
from bot.storage.files import FileRefused, FileStore
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

AT_ONCE = 3
PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)
LOOK_AGAIN = 5.0
LATE = 900.0  # seconds without which somebody is told that files do not come in


class Fetcher:
    def __init__(
        self, database: Database, client: Client, store: FileStore, *, pauses: Sequence[float] = PAUSES
    ) -> None:
        self._database = database
        self._client = client
        self._store = store
        self._pauses = pauses
        self._woken = database.subscribe("files")
        self._not_before: dict[int, float] = {}  # by time.monotonic(); a restart tries again at once
        self._failing: dict[int, tuple[float, int]] = {}  # since when, by time.monotonic(), and how often
        self._busy = False

    @property
    def is_idle(self) -> bool:
        """Nothing can be fetched right now."""
        return not (self._busy or self._woken.is_set())

    async def run(self) -> None:
        while True:
            self._woken.clear()
            self._busy = True
            try:
                while await self._round():
                    pass
            except StorageError as error:
                log.warning("Files cannot be noted (%s).", error)
            finally:
                self._busy = False
            await ring_or(self._woken, LOOK_AGAIN)

    async def _round(self) -> bool:
        files = await self._database.read(evidence.missing, limit=AT_ONCE, besides=self._resting())
        await asyncio.gather(*(self._fetch(file) for file in files))
        return bool(files)

    def _resting(self) -> list[int]:
        now = time.monotonic()
        self._not_before = {file_id: at for file_id, at in self._not_before.items() if at > now}
        return list(self._not_before)

    async def _fetch(self, file: MissingFile) -> None:
        try:
            found = await self._client.call("getFile", {"file_id": file.telegram_file_id})
            async with aclosing(self._client.download(str(found["file_path"]))) as chunks:
                stored = await self._store.store(chunks)
        except (ApiError, FileRefused, Unreachable, OSError, KeyError, TypeError) as error:
            await self._failed(file, error)
        else:
            crash_point("file.kept")
            await self._database.write(evidence.arrived, file.id, stored)
            self._failing.pop(file.id, None)

    async def _failed(self, file: MissingFile, error: Exception) -> None:
        now = time.monotonic()
        since, times = self._failing.get(file.id, (now, 0))
        self._failing[file.id] = since, times + 1
        self._not_before[file.id] = now + self._pauses[min(times, len(self._pauses) - 1)]
        log.warning("File %d could not be fetched (%s).", file.id, error)
        if now - since > LATE:
            await self._database.write(troubles.files_late)
        if not _passes(error) and await self._count(file, error):
            log.error("File %d is given up (%s); its sender is asked for it.", file.id, error)
            self._failing.pop(file.id, None)

    async def _count(self, file: MissingFile, error: Exception) -> bool:
        why = error.reason if isinstance(error, FileRefused) else "gone"
        for_good = isinstance(error, FileRefused) or (isinstance(error, ApiError) and error.code == 400)
        if for_good and isinstance(error, ApiError) and "too big" in error.description:
            why = "too_big"
        return await self._database.write(troubles.file_failed, file.id, why, for_good=for_good)


def _passes(error: Exception) -> bool:
    """Whether it says nothing about the file: Telegram cannot be reached, the disk is full. Tried for as long as it
    takes."""
    if isinstance(error, ApiError):
        return error.code in (401, 429) or error.code >= 500
    return isinstance(error, Unreachable | OSError)
