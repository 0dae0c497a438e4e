"""A disk that is full at every place in turn, under the whole intake: `python -m tests.torture.disk FOLDER COUNT HOW`.

"tmpfs": FOLDER is a small file system of its own, of which a ballast leaves n pages free. "limit": no file may grow
past some bytes, which needs nothing of the machine, and breaks a write off in the middle of a page."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import resource
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from aiogram import Bot
from aiogram.types import Update

from bot.clock import SystemClock
from bot.intake.attempts import Attempts
from bot.intake.client import Client
from bot.intake.lanes import Lanes
from bot.intake.poller import Poller
from bot.storage import idempotency, outbox, patience, trail
from bot.storage.database import Database
from bot.storage.soundness import faults
from bot.storage.tx import Tx
from tests.support.databases import template
from tests.support.fake_api import TOKEN, FakeApi
from tests.support.waiting import running, until

PAGE = 4096
STEP = 1031  # bytes: less than a page, and never the same place in one
QUICK = (0.005,)
AT_ONCE = 3


class Disk(Protocol):
    """What can be full."""

    def fill(self, number: int) -> None:
        """The `number`th write from now on finds no room."""
        ...

    def empty(self) -> None: ...


class Tmpfs:
    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, number: int) -> None:
        free = shutil.disk_usage(self._ballast.parent).free - (number - 1) * PAGE
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(PAGE, free // PAGE * PAGE))

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


class Limit:
    def __init__(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, number: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (number * STEP, self._before[1]))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


class Ears(logging.Handler):
    """Hears that a write found no room."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.heard += 1


async def full_at_every_write(folder: Path, count: int, disk: Disk) -> dict[str, Any]:
    """Fill the disk `count` times, a write later each time, while updates come in; then count what became of them."""
    shutil.copyfile(template(), folder / "fieldclerk.db")
    logger, ears = logging.getLogger("bot"), Ears()
    propagates, pauses = logger.propagate, patience.PAUSES
    logger.addHandler(ears)
    logger.propagate, patience.PAUSES = False, QUICK
    try:
        told = await _tormented(folder, count, disk, ears)
    finally:
        disk.empty()
        logger.removeHandler(ears)
        logger.propagate, patience.PAUSES = propagates, pauses
    return {"tried_at": count, **told, **_outcome(folder / "fieldclerk.db", told["updates"])}


async def _tormented(folder: Path, count: int, disk: Disk, ears: Ears) -> dict[str, int]:
    api = FakeApi()
    client = Client(TOKEN, await api.start())
    path = folder / "fieldclerk.db"
    database = await Database.open(f"sqlite:///{path}", SystemClock())
    bot = Bot(TOKEN)

    async def handle(update: Update) -> None:
        await database.write(_effect, update.update_id)

    attempts = Attempts(database, bot, handle, _nobody, pauses=QUICK)
    lanes = Lanes(database, bot, handle, attempts=attempts)
    poller = Poller(database, client, wait=1, pauses=QUICK)
    pushed = hits = 0
    async with running(poller.run(), lanes.run()):
        for number in range(1, count + 1):
            _shorten(path)
            ears.heard = 0
            disk.fill(number)
            while not ears.heard:
                at_once = AT_ONCE + number // 20
                api.push(*(_update(pushed + at, number) for at in range(at_once)))
                pushed += at_once
                await until(partial(_handled_or_full, path, ears, pushed), 30)
            hits += 1
            await asyncio.sleep(0.01)  # the next tries find it full as well
            disk.empty()
            await until(partial(_are_done, path, pushed), 30)
        await lanes.stop()
    await client.close()
    await bot.session.close()
    await database.close()
    await api.stop()
    return {"full_hits": hits, "updates": pushed}


def _handled_or_full(path: Path, ears: Ears, pushed: int) -> bool:
    return ears.heard > 0 or _are_done(path, pushed)


async def _nobody(row: Any) -> None:
    """Nobody is told."""


def _shorten(path: Path) -> None:
    """Let the log begin at its first byte, so that the n-th write is the n-th one."""
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _update(number: int, weight: int) -> dict[str, Any]:
    """The later the write that fails, the more each of those before it writes."""
    chat = {"id": number % 7 + 1, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "date": 1, "chat": chat, "text": f"{number} " * (2 * weight + 200)},
    }


def _effect(tx: Tx, number: int) -> None:
    """What the desk does for an update: its effect, the trail and a notice, once."""
    key = f"update:{number}"
    if idempotency.earlier(tx, key) is None:
        trail.append(tx, "effect", update_id=number)
        outbox.enqueue(tx, key=key, kind="notice", chat_id=1, params={"text": "x" * 500})
        idempotency.keep(tx, key, {"done": True})


def _are_done(path: Path, count: int) -> bool:
    """False as long as the file cannot even be read."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path)) as connection:
        done = connection.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()[0]
        return int(done) == count
    return False


def _outcome(path: Path, updates: int) -> dict[str, int]:
    """Counted without the bot's own code."""
    with closing(sqlite3.connect(path)) as connection:
        effects = Counter(row[0] for row in connection.execute("SELECT update_id FROM event WHERE action = 'effect'"))
        notices = Counter(row[0] for row in connection.execute("SELECT key FROM outbox"))
    expected = set(range(updates))
    return {
        "lost": len(expected - effects.keys()) + updates - len(notices),
        "doubled": sum(count - 1 for count in (*effects.values(), *notices.values())),
        "not_whole": len(faults(path)),
    }


def main(folder: str, count: str, how: str) -> None:
    place = Path(folder)
    disk = Tmpfs(place) if how == "tmpfs" else Limit()
    sys.stdout.write(json.dumps(asyncio.run(full_at_every_write(place, int(count), disk))))


if __name__ == "__main__":
    main(*sys.argv[1:])
