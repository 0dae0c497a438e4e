"""Copies of a SQLite database and its evidence, made while the bot works.

VACUUM INTO copies one snapshot and holds up no writer. A copy gets its name only once it was checked and is on the
disk; beside it lies a list of what belongs to it. Evidence is kept once for all copies, by its hash."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.crash import crash_point
from bot.storage import sqlite
from bot.storage.files import sync
from bot.storage.looking import sqlite_file
from bot.storage.soundness import faults

log = logging.getLogger(__name__)

KEPT = 7
FILES = "files"

BackupError = (sqlite3.Error, OSError)


async def nightly(url: str, folder: Path, now: datetime) -> str | None:
    """Check the database at `url` and copy it into `folder`, with the evidence that lies beside that, if it is a SQLite
    file; PostgreSQL has its own ways. What went wrong; None if nothing did."""
    path = sqlite_file(url)
    if path is None:
        return None
    try:
        await back_up(path, folder, now, folder.with_name(FILES))
    except BackupError as error:
        log.exception("The nightly copy of the database could not be made.")
        return str(error)
    return None


async def back_up(database: Path, folder: Path, now: datetime, evidence: Path | None = None) -> Path:
    """Copy `database`, and the evidence that it names, into `folder`, where the newest KEPT copies stay. Raises
    sqlite3.Error or OSError; then nothing is left of the copy."""
    return await asyncio.to_thread(make, database, folder, now, evidence)


def make(database: Path, folder: Path, now: datetime, evidence: Path | None = None) -> Path:
    """The same, for whoever has no loop."""
    folder.mkdir(parents=True, exist_ok=True)
    _see_to_room(database, folder)
    target = folder / f"fieldclerk-{now.astimezone(UTC):%Y%m%d-%H%M%S}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        _check(database)  # a copy has no trace of a damaged index
        sqlite.copy_to(database, unfinished)
        crash_point("backup.unchecked")
        _check(unfinished)
        about = {"at": now.isoformat(), **_keep_evidence(unfinished, evidence, folder / FILES)}
        _write_list(target, unfinished, about)
        crash_point("backup.unnamed")
        unfinished.replace(target)
        sync(folder)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    _thin_out(folder)
    return target


def _check(path: Path) -> None:
    if found := faults(path):
        raise sqlite3.DatabaseError(f"{path.name} is not whole ({'; '.join(found)}); the last copy stays the newest")


def _see_to_room(database: Path, folder: Path) -> None:
    needed, free = database.stat().st_size, shutil.disk_usage(folder).free
    if free < needed * 1.2:
        raise OSError(f"{needed // 2**20 + 1} MB are needed in {folder}, {free // 2**20} MB are free")


def _keep_evidence(copy: Path, source: Path | None, kept: Path) -> dict[str, Any]:
    """Files that are not among those kept yet. A file is never changed, so a link is as good as a copy."""
    wanted = sorted(named(copy))
    missing = [digest for digest in wanted if not _keep(digest, source, kept)] if source else []
    return {"evidence": wanted, "missing": missing}


def _keep(digest: str, source: Path | None, kept: Path) -> bool:
    target = kept / digest[:2] / digest
    if target.exists():
        return True
    original = (source or kept) / digest[:2] / digest
    if not original.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(original, target)
    except OSError:  # another disk
        part = target.with_suffix(".part")
        shutil.copyfile(original, part)
        sync(part)
        part.replace(target)
    return True


def named(database: Path) -> set[str]:
    """The hashes of the evidence that a database knows."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute("SELECT sha256 FROM file WHERE sha256 IS NOT NULL")}


def _write_list(target: Path, copy: Path, about: dict[str, Any]) -> None:
    sync(copy)
    listed = {**about, "size": copy.stat().st_size, "sha256": digest_of(copy)}
    beside = list_of(target)
    beside.write_text(json.dumps(listed) + "\n", encoding="utf-8")
    sync(beside)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_of(backup: Path) -> Path:
    """What says what belongs to a backup."""
    return backup.with_suffix(".json")


def backups(folder: Path) -> list[Path]:
    """Those that were checked when they were made, oldest first."""
    return [path for path in sorted(folder.glob("fieldclerk-*.db")) if list_of(path).exists()]


def made_at(backup: Path) -> datetime:
    """When a backup was made. Raises ValueError if its list cannot be read."""
    return datetime.fromisoformat(json.loads(list_of(backup).read_text(encoding="utf-8"))["at"])


def _thin_out(folder: Path) -> None:
    """What only older copies need goes with them: what was disposed of (R51) must not stay for ever."""
    there = backups(folder)
    for old in there[:-KEPT]:
        old.unlink()
        list_of(old).unlink()
    lists = [json.loads(list_of(path).read_text(encoding="utf-8")) for path in there[-KEPT:]]
    needed = {digest for listed in lists for digest in listed["evidence"]}
    for path in (folder / FILES).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in needed:
            path.unlink()
