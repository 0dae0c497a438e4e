"""Evidence is copied at once: Telegram promises a file's address for an hour, and people delete chats."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing

from bot.crash import crash_point
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

    async def _failed(self, file: MissingFile, error: Exception) -> None:
        for_good = isinstance(error, FileRefused) or (isinstance(error, ApiError) and error.code == 400)
        self._not_before[file.id] = time.monotonic() + self._pauses[min(file.attempts, len(self._pauses) - 1)]
        level = logging.ERROR if for_good or file.attempts + 1 >= evidence.TRIES else logging.WARNING
        log.log(level, "File %d could not be fetched (%s).", file.id, error)
        await self._database.write(evidence.failed, file.id, for_good=for_good)
