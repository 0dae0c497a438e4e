"""Copies of a SQLite database and its evidence, made while the bot works.

VACUUM INTO copies one snapshot and holds up no writer. A copy gets its name only once it was checked and is on the
disk; beside it lies a list of what belongs to it. Evidence is kept once for all copies, by its hash."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.crash import crash_point
from bot.storage import sqlite
from bot.storage.files import sync
from bot.storage.looking import sqlite_file
from bot.storage.soundness import faults

log = logging.getLogger(__name__)

RECENT = 24  # copies of the last day that stay
DAYS = 7  # of so many days one stays
A_DAY = timedelta(days=1)
FILES = "files"
NAME, DIGITS = "fieldclerk-%Y%m%d-%H%M%S", "[0-9]"

BackupError = (sqlite3.Error, OSError)


async def copied(url: str, folder: Path, now: datetime, *, whole: bool = True) -> str | None:
    """Check the database at `url` and copy it into `folder`, with the evidence that lies beside that, if it is a SQLite
    file; PostgreSQL has its own ways. What went wrong; None if nothing did."""
    path = sqlite_file(url)
    if path is None:
        return None
    try:
        await asyncio.to_thread(make, path, folder, now, folder.with_name(FILES), whole=whole)
    except BackupError as error:
        log.exception("A copy of the database could not be made.")
        return str(error)
    return None


async def back_up(database: Path, folder: Path, now: datetime, evidence: Path | None = None) -> Path:
    """Copy `database`, and the evidence that it names, into `folder`, where the newest copies stay. Raises
    sqlite3.Error or OSError; then nothing is left of the copy."""
    return await asyncio.to_thread(make, database, folder, now, evidence)


def make(database: Path, folder: Path, now: datetime, evidence: Path | None = None, *, whole: bool = True) -> Path:
    """The same, for whoever has no loop. `whole`: all of the trail is checked, not only what came after the newest
    seal; every page and reference always is."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _make(database, folder, now, evidence, whole=whole)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time: whoever tidies up knows nothing of evidence that a copy needs which is not named yet."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(database: Path, folder: Path, now: datetime, evidence: Path | None, *, whole: bool) -> Path:
    _drop_unfinished(folder)
    see_to_room(database, folder)
    target = folder / f"{now.astimezone(UTC).strftime(NAME)}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        _check(database, whole=whole)  # a copy has no trace of a damaged index
        sqlite.copy_to(database, unfinished)
        crash_point("backup.unchecked")
        _check(unfinished, whole=whole)
        about = {"at": now.isoformat(), "whole": whole, **_keep_evidence(unfinished, evidence, folder / FILES)}
        _write_list(target, unfinished, about)
        crash_point("backup.unnamed")
        unfinished.replace(target)
        sync(folder)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    _thin_out(folder, target, now)
    return target


def _drop_unfinished(folder: Path) -> None:
    """What a kill left: it would take its room for ever."""
    for left in folder.glob("*.unfinished"):
        left.unlink()
        if not left.with_suffix(".db").exists():
            list_of(left).unlink(missing_ok=True)


def _check(path: Path, *, whole: bool) -> None:
    if found := faults(path, since_seal=not whole):
        raise sqlite3.DatabaseError(f"{path.name} is not whole ({'; '.join(found)}); the last copy stays the newest")


def see_to_room(database: Path, folder: Path) -> None:
    """Raise OSError when `folder` has no room for a copy of `database`."""
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
    return [path for path in sorted(folder.glob(f"fieldclerk-{DIGITS * 8}-{DIGITS * 6}.db")) if list_of(path).exists()]


def made_at(backup: Path) -> datetime:
    """When a backup was made. Raises ValueError if its list cannot be read."""
    return datetime.fromisoformat(_listed(backup)["at"])


def _listed(backup: Path) -> dict[str, Any]:
    return dict(json.loads(list_of(backup).read_text(encoding="utf-8")))


def is_due(folder: Path, now: datetime, every: timedelta) -> bool:
    """Whether the newest copy in `folder` is as old as that. One with a date to come, of a clock that was wrong, does
    not count."""
    return not any(now - every < _moment(path) <= now for path in backups(folder))


def _moment(copy: Path) -> datetime:
    """As its name has it."""
    return datetime.strptime(copy.stem, NAME).replace(tzinfo=UTC)


def _thin_out(folder: Path, made: Path, now: datetime) -> None:
    """What only older copies need goes with them: what was disposed of (R51) must not stay for ever."""
    lists = {path: _listed(path) for path in backups(folder)}
    kept = {made, *_worth_keeping(lists, now)}
    for old in lists.keys() - kept:
        old.unlink()
        list_of(old).unlink()
    needed = {digest for path in kept for digest in lists[path]["evidence"]}
    for path in (folder / FILES).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in needed:
            path.unlink()


def _worth_keeping(lists: dict[Path, dict[str, Any]], now: datetime) -> list[Path]:
    """The newest of the last day, and one of each of the last days: the last whose trail was checked as a whole."""
    recent = [path for path in sorted(lists) if abs(now - _moment(path)) < A_DAY]
    days: dict[date, Path] = {}
    for path in sorted(lists, key=lambda path: (lists[path].get("whole", True), path)):
        days[_moment(path).date()] = path
    return recent[-RECENT:] + [days[day] for day in sorted(days)[-DAYS:]]
