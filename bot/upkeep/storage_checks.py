"""Whether the folder, the disk, the database and its backups are as they should be."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from bot.storage import backup, startup
from bot.storage.looking import sqlite_file
from bot.storage.migrate import newest, revision_of
from bot.storage.soundness import faults
from bot.upkeep.finding import Finding, fault, ok, span, warning

LOW, VERY_LOW = 500 * 2**20, 100 * 2**20
A_NIGHT, A_WEEK = timedelta(hours=36), timedelta(days=7)
AMPLE = 0.1  # of the disk


def storage(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Of SQLite; a server looks after itself."""
    path = sqlite_file(settings.url)
    folder = path.parent if path else settings.data_dir
    if not folder.is_dir():
        yield fault("Folder", f"{folder} is not there", "start the bot once, or mend FIELDCLERK_DATA_DIR.")
        return
    yield _folder(folder)
    yield _disk(folder)
    if path is not None:
        yield _share(folder, allowed=settings.allow_network_share)
        yield _version()
        yield _database(path)
        every = timedelta(minutes=settings.backup_every)
        yield _backups(path.parent / "backups", now, 3 * every if every and running(path) else A_NIGHT)


def _folder(folder: Path) -> Finding:
    if not os.access(folder, os.W_OK | os.X_OK):
        return fault("Folder", f"{folder} cannot be written", "give the bot's user the right to.")
    return ok("Folder", f"{folder} can be written")


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    said = f"{usage.free // 2**20} MB are free"
    if usage.free < VERY_LOW:
        first = f"remove {ballast}, then " if (ballast := folder / startup.BALLAST).exists() else ""
        return fault("Disk", said, f"{first}make room now: nothing more can be stored soon.")
    if usage.free < LOW or usage.free < AMPLE * usage.total:
        return warning("Disk", said, "make room before it is full.")
    return ok("Disk", said)


def _share(folder: Path, *, allowed: bool) -> Finding:
    kind = startup.file_system(folder, Path("/proc/self/mounts")) or "unknown"
    if not kind.startswith(startup.SHARES):
        return ok("File system", kind)
    mend = "move the data folder to a local disk: SQLite's locks do not hold on a share."
    return (warning if allowed else fault)("File system", f"{kind}, a network share", mend)


def _version() -> Finding:
    if startup.has_fixed_sqlite():
        return ok("SQLite", sqlite3.sqlite_version)
    said = f"{sqlite3.sqlite_version} predates the WAL-reset fix; the one writer keeps clear of it"
    return ok("SQLite", f"{said}. No other program may write to the file")


def _database(path: Path) -> Finding:
    if startup.restoring(path).exists():
        return fault("Database", "a restore was interrupted", "run `fieldclerk restore` again.")
    if not path.exists():
        return fault(
            "Database", f"{path} is not there", f"start the bot once; if it was there, {startup.way_back(path)}."
        )
    if found := faults(path):
        return fault(
            "Database", f"{path} is damaged ({'; '.join(found)})", f"stop the bot and {startup.way_back(path)}."
        )
    revision = revision_of(path) or ""
    if revision > newest():
        return fault("Database", f"it is of a newer program (revision {revision})", "install that program.")
    if revision < newest():
        return warning(
            "Database", f"it is of revision {revision}, this program's is {newest()}", "the next start mends it."
        )
    return ok("Database", f"whole, references and audit trail included; {path.stat().st_size // 2**20 + 1} MB")


def _backups(folder: Path, now: datetime, late: timedelta) -> Finding:
    made = backup.backups(folder)
    mend = "run `fieldclerk backup`; a running bot makes them by itself, and the log says why it did not."
    if not made:
        return warning("Backups", f"there is none in {folder}", mend)
    try:
        age = now - backup.made_at(made[-1])
    except (ValueError, KeyError):
        return warning("Backups", f"{backup.list_of(made[-1])} cannot be read", mend)
    said = f"{len(made)} in {folder}, the newest {span(age)} old"
    if age > late:
        return (fault if age > A_WEEK else warning)("Backups", said, mend)
    return ok("Backups", said)


def running(path: Path) -> str | None:
    """The process that holds the database; None if no bot runs."""
    beside = path.with_name(path.name + ".lock")
    if not beside.exists():
        return None
    with beside.open("r", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return handle.read().strip() or "unknown"
    return None
