"""T15: a backup every two seconds under load, each put back somewhere else: whole, not torn, and with all that was
committed before it was begun."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any

from bot.clock import SystemClock
from bot.storage import evidence, outbox, trail
from bot.storage.backup import BackupError, backups, make
from bot.storage.database import Database
from bot.storage.files import FileStore, Stored
from bot.storage.soundness import faults
from bot.storage.tables import unit
from bot.storage.tx import Tx
from bot.upkeep.restore import restore
from bot.upkeep.verify import verify_copy
from tests.torture.scale import Scale

TITLE = "each backup under load can be put back: whole, not torn, nothing older missing"
LIMIT = 240.0
WRITERS = 8
PACE = 0.1  # seconds from one deed of a writer to the next: as fast as they can, and a copy is all that there is
COUNTS = """SELECT (SELECT count(*) FROM unit), (SELECT count(*) FROM outbox),
    (SELECT count(*) FROM event WHERE action = 'deed'), (SELECT max(seq) FROM event)"""


async def run(scale: Scale) -> dict[str, Any]:
    data = scale.folder / "var"
    seconds, every = scale.pick((1.0, 0.4), (60.0, 2.0))
    await asyncio.to_thread(data.mkdir, parents=True)
    database = await Database.open(f"sqlite:///{data / 'fieldclerk.db'}", SystemClock())
    load = [asyncio.create_task(_write(database, FileStore(data / "files"), number)) for number in range(WRITERS)]
    try:
        tried = await _back_up(scale, database, data, seconds, every)
    finally:
        for task in load:
            task.cancel()
        await asyncio.gather(*load, return_exceptions=True)
        committed = (await database.read(trail.end))[0]
        await database.close()
    return {**tried, "committed": committed, "load_failed": sum(_has_failed(task) for task in load)} | {
        "met": _is_met(tried) and not any(_has_failed(task) for task in load)
    }


def _has_failed(task: asyncio.Task[None]) -> bool:
    return not task.cancelled() and task.exception() is not None


def _is_met(tried: dict[str, Any]) -> bool:
    wrong = ("failed", "not_whole", "torn", "too_old", "evidence_lost")
    return tried["backups"] > 0 and not any(tried[name] for name in wrong)


# --- load -------------------------------------------------------------------------------------------------------------


async def _write(database: Database, store: FileStore, writer: int) -> None:
    """One transaction after the other; each writes in four tables, all or nothing."""
    number = 0
    while True:
        number += 1
        stored = await store.store(b"\xff\xd8\xff" + f"{writer}:{number}".encode()) if number % 20 == 0 else None
        await database.write(_deed, f"{writer}-{number}", stored)
        await asyncio.sleep(PACE)


def _deed(tx: Tx, name: str, stored: Stored | None) -> None:
    tx.conn.execute(unit.insert().values(code=name, name=name * 40, kind="quality_dept"))
    outbox.enqueue(tx, key=name, kind="notice", chat_id=1, params={"msgid": name * 20})
    trail.append(tx, "deed", data={"name": name})
    if stored:
        file_id = evidence.announce(
            tx, kind="photo", telegram_file_id=name, telegram_unique_id=name, person_id=None, mime=stored.mime
        )
        evidence.arrived(tx, file_id, stored)


# --- backups ----------------------------------------------------------------------------------------------------------


async def _back_up(scale: Scale, database: Database, data: Path, seconds: float, every: float) -> dict[str, Any]:
    tried = {"backups": 0, "failed": 0, "not_whole": 0, "torn": 0, "too_old": 0, "evidence_lost": 0, "longest_s": 0.0}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        committed = (await database.read(trail.end))[0]
        made = await _one(data, as_command=not scale.is_quick)
        tried["longest_s"] = max(tried["longest_s"], round(time.monotonic() - began, 2))
        if made is None:
            tried["failed"] += 1
        else:
            tried["backups"] += 1
            found = await asyncio.to_thread(_put_back, made, scale.folder / "elsewhere", committed)
            for name, wrong in found.items():
                tried[name] += wrong
        await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))
    return tried


async def _one(data: Path, *, as_command: bool) -> Path | None:
    """The newest backup; None if it could not be made. As a command it is made by a process of its own."""
    if not as_command:
        try:
            return await asyncio.to_thread(make, data / "fieldclerk.db", data / "backups", _now(), data / "files")
        except BackupError:
            return None
    environment = {**os.environ, "FIELDCLERK_DATA_DIR": str(data)}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "backup", env=environment)
    return backups(data / "backups")[-1] if await process.wait() == 0 else None


def _now() -> datetime:
    return datetime.now(UTC)


def _put_back(copy: Path, place: Path, committed: int) -> dict[str, int]:
    """Restore into another folder, and count what is wrong there. The trail has one entry more: the restore itself."""
    database = place / "fieldclerk.db"
    not_whole = len(verify_copy(copy))
    restored = restore(copy, database, place / "files", _now())
    with closing(connect(database)) as connection:
        units, notices, deeds, last = connection.execute(COUNTS).fetchone()
    for aside in place.glob("fieldclerk-replaced-*"):
        aside.unlink()
    return {
        "not_whole": not_whole + len(faults(database)),
        "torn": int(not units == notices == deeds),
        "too_old": int(last - 1 < committed),
        "evidence_lost": restored.missing,
    }
