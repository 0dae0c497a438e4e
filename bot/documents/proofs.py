"""One record with its proof, for whoever may take it out in the chat: the same zip as `fieldclerk export` writes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bot.clock import Clock
from bot.desk.exporting import LARGEST, TOO_BIG, allow
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.looking import look

LEFT: Final = 3600  # seconds


class Proofs:
    """Made one at a time, in a thread of its own and on a connection of its own: nobody's answer waits for it."""

    def __init__(self, database: Database, clock: Clock, house: House, settings: Settings) -> None:
        self._database, self._clock, self._house, self._url = database, clock, house, settings.url
        self._store = FileStore(settings.data_dir / "files")
        self._room = settings.data_dir / "exports"
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def of(self, actor: Actor, number: str) -> AsyncIterator[Path]:
        """The zip, which goes when it was sent. Refused for who may not take it out, or if it is too big."""
        known = await self._database.write(allow, self._house, actor, number)
        async with self._turn:
            folder = await asyncio.to_thread(_fresh, self._room)
            try:
                target = folder / f"{known}.zip"
                if await asyncio.to_thread(self._write, target, known) > LARGEST:
                    raise Refused(TOO_BIG, number=known)
                yield target
            finally:
                await asyncio.to_thread(shutil.rmtree, folder)

    def _write(self, target: Path, number: str) -> int:
        """How many bytes it has."""
        from bot.documents.export import export  # its libraries take their time, and most processes never need them

        asyncio.run(look(self._url, self._clock, export, self._house, self._store, target, [number]))
        return target.stat().st_size


def _fresh(room: Path) -> Path:
    """An empty folder in `room`, in which what a process left that was killed is removed."""
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in room.iterdir():
        if left.stat().st_mtime < time.time() - LEFT:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=room))
