"""What is looked at before the database is opened. Each refusal is one sentence that names the mend."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sqlite3
from pathlib import Path
from typing import IO

from bot.errors import StartError

log = logging.getLogger(__name__)

# WAL needs memory shared on one host, and locks that are honest.
SHARES = ("nfs", "cifs", "smb", "9p", "fuse", "afs", "ceph", "glusterfs", "vboxsf")
LOW_DISK = 500 * 1024 * 1024
BALLAST, BALLAST_SIZE = "ballast", 16 * 2**20
AMPLE = 5 * 1024 * 1024 * 1024  # bytes that are enough on any disk
# SQLite could corrupt a WAL that two connections reset at once (3.7.0 to 3.51.2); these have the fix.
FIXED_SQLITE = {(3, 44): 6, (3, 50): 7}


def prepare_folder(folder: Path) -> None:
    """Make the folder and see that it can be written. Raises StartError."""
    probe = folder / ".writable"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people write is nobody else's to read
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The folder {folder} cannot be written ({error.strerror}): give the bot's user the right to, "
            "or set FIELDCLERK_DATA_DIR to another folder."
        ) from error


def refuse_share(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Raise StartError when `folder` lies on a network share, where SQLite's locks do not hold."""
    kind = file_system(folder, mounts)
    if kind.startswith(SHARES):
        raise StartError(
            f"The folder {folder} is on a network share ({kind}), where SQLite can lose data: move it to a local disk, "
            "or set FIELDCLERK_ALLOW_NETWORK_SHARE=true if you know better."
        )


def file_system(folder: Path, mounts: Path) -> str:
    """The type of the file system that holds `folder`; empty where the system does not tell."""
    if not mounts.exists():
        return ""
    place = folder.resolve()
    best = (0, "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, kind, *_ = line.split(" ")
        point = Path(mount.replace("\\040", " "))
        if place.is_relative_to(point) and len(point.parts) >= best[0]:
            best = (len(point.parts), kind)
    return best[1]


def lock(path: Path) -> IO[str]:
    """Take the lock that keeps a second bot from the same file. Hold the result open. Raises StartError.

    It is a file of its own: closing any handle of the database file itself would drop SQLite's locks.
    """
    beside = path.with_name(path.name + ".lock")
    try:
        handle = beside.open("a+", encoding="ascii")
    except OSError as error:
        raise StartError(
            f"The file {beside} cannot be opened ({error.strerror}): give the bot's user the right to."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.seek(0)
        owner = handle.read().strip() or "unknown"
        handle.close()
        raise StartError(
            f"Another Fieldclerk (process {owner}) already uses {path}: stop it first, "
            "or give this one its own FIELDCLERK_DATA_DIR."
        ) from error
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def refuse_foreign_file(path: Path) -> None:
    """Raise StartError when the database or what SQLite keeps beside it belongs to somebody else, say after an import
    as root: it would look damaged."""
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if file.exists() and not os.access(file, os.R_OK | os.W_OK):
            raise StartError(f"The file {file} cannot be read and written: give the bot's user the right to.")


def refuse_half_restored(path: Path) -> None:
    """Raise StartError when a restore was interrupted, or when the database is gone though there are backups of it: an
    empty one in its place would only hide that."""
    if restoring(path).exists():
        raise StartError(f"Restoring {path} was interrupted: run `fieldclerk restore` again, then start.")
    if not path.exists() and (backup := newest_backup(path)):
        raise StartError(
            f"The database {path} is gone, though there are backups of it: put it back, or run "
            f"`fieldclerk restore {backup}`. To begin anew, move {backup.parent} away first."
        )


def restoring(path: Path) -> Path:
    """Where a backup lies while it is put in the place of a database."""
    return path.with_name(path.name + ".restoring")


def newest_backup(path: Path) -> Path | None:
    """The newest verified backup of a database, where backups are made by themselves."""
    checked = [f for f in (path.parent / "backups").glob("fieldclerk-*.db") if f.with_suffix(".json").exists()]
    return max(checked, default=None)


def way_back(path: Path) -> str:
    """What to do when a database is damaged, in words."""
    backup = newest_backup(path)
    return f"run `fieldclerk restore {backup}`" if backup else "put a backup in its place with `fieldclerk restore`"


def low_disk(folder: Path) -> int | None:
    """How many MB are free, where that is little: less than LOW_DISK, or than a tenth, of a disk that is not large."""
    usage = shutil.disk_usage(folder)
    return usage.free // 2**20 if usage.free < max(LOW_DISK, min(usage.total // 10, AMPLE)) else None


def keep_ballast(folder: Path) -> None:
    """A file that whoever finds the disk full may remove: the bot goes on at once, and there is time to make room."""
    path = folder / BALLAST
    if not path.exists():
        path.write_bytes(bytes(BALLAST_SIZE))


def warn_of_low_disk(folder: Path) -> None:
    free = low_disk(folder)
    if free is not None:
        log.warning("Only %d MB are free in %s: make room before the disk is full.", free, folder)


def has_fixed_sqlite(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the WAL-reset fix."""
    major, minor, patch = version
    return version >= (3, 51, 3) or patch >= FIXED_SQLITE.get((major, minor), 1000)


def note_sqlite_version(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> None:
    """With one writing connection the bug cannot be reached, so an old SQLite is only worth a line in the log."""
    if not has_fixed_sqlite(version):
        log.info("SQLite %s predates the WAL-reset fix; one writer keeps clear of it.", ".".join(map(str, version)))
