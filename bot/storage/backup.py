"""Copies of the SQLite file, made while the bot works.

A copy takes long and must hold up nobody: aiosqlite runs it in a thread of its own, page by page."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import aiosqlite
from sqlalchemy import make_url

from bot.crash import crash_point

log = logging.getLogger(__name__)

KEPT = 7
PAGES = 500  # at a time; in between the writer may go on


BackupError = (aiosqlite.Error, OSError)


async def nightly(url: str, folder: Path, now: datetime) -> None:
    """Copy the database at `url` if it is a SQLite file (PostgreSQL has its own ways). A failure goes to the log."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    try:
        await back_up(Path(parsed.database), folder, now)
    except BackupError:
        log.exception("The nightly copy of the database could not be made.")


async def back_up(database: Path, folder: Path, now: datetime) -> Path:
    """Copy `database` into `folder`, check the copy, and only then give it its name. Raises sqlite3.Error or OSError.

    The newest KEPT copies stay."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    target = folder / f"fieldclerk-{now:%Y%m%d-%H%M%S}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        async with aiosqlite.connect(_read_only(database), uri=True) as source, aiosqlite.connect(unfinished) as copy:
            await source.backup(copy, pages=PAGES)
            crash_point("backup.unchecked")
            await _check(copy)
        crash_point("backup.unnamed")
        await asyncio.to_thread(unfinished.replace, target)
    finally:
        with suppress(FileNotFoundError):
            await asyncio.to_thread(unfinished.unlink)
    await asyncio.to_thread(_thin_out, folder)
    return target


def _read_only(database: Path) -> str:
    return f"{database.resolve().as_uri()}?mode=ro"


async def _check(copy: aiosqlite.Connection) -> None:
    async with copy.execute("PRAGMA integrity_check") as found:
        row = await found.fetchone()
    if row is None or row[0] != "ok":
        raise aiosqlite.DatabaseError("the copy is damaged; the one before it stays the newest")


def _thin_out(folder: Path) -> None:
    for old in sorted(folder.glob("fieldclerk-*.db"))[:-KEPT]:
        old.unlink()
