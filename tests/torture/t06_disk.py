"""T6: the disk is full at every write, the folder cannot be written, pages are damaged. Nothing is lost, nothing is
done twice, and no bot starts on a damaged file without a word."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from bot.clock import SystemClock
from bot.demo.company import seed
from bot.errors import StartError
from bot.storage.database import Database
from bot.storage.soundness import faults
from tests.support.databases import template
from tests.support.fake_api import TOKEN
from tests.torture.disk import PAGE, Limit, full_at_every_write
from tests.torture.scale import Scale

TITLE = "a full disk loses and doubles nothing; nobody starts on a damaged file without a word"
LIMIT = 400.0
ROOT = Path(__file__).resolve().parents[2]
SEPARATE = ("unshare", "-Urm", "sh", "-c")  # file systems of its own, without being root
ON_TMPFS = 'mount -t tmpfs -o size=192m tmpfs "$1" && exec "$0" -m tests.torture.disk "$1" "$2" tmpfs'
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$0" -m bot run'
WRONG = ("lost", "doubled", "not_whole", "silent_starts", "read_only_unsaid")


async def run(scale: Scale) -> dict[str, Any]:
    found = await _full(scale)
    found |= await _damaged(scale.folder / "pages", scale.random(), scale.pick(10, 100))
    if not scale.is_quick:
        found["read_only_unsaid"] = await asyncio.to_thread(_read_only, scale.folder / "closed")
    is_met = not any(found.get(name, 0) for name in WRONG) and found["full_hits"] == found["tried_at"]
    return {**found, "met": is_met}


async def _full(scale: Scale) -> dict[str, Any]:
    """On a file system of its own where the machine lets us, else by a limit of this process."""
    folder = scale.folder / "full"
    await asyncio.to_thread(folder.mkdir, parents=True)
    if not scale.is_quick and await asyncio.to_thread(_may_mount):
        return {"full_by": "tmpfs", **await asyncio.to_thread(_on_tmpfs, folder, 300)}
    return {"full_by": "limit", **await full_at_every_write(folder, scale.pick(10, 300), Limit())}


def _may_mount() -> bool:
    return shutil.which("unshare") is not None and subprocess.run([*SEPARATE, "true"], check=False).returncode == 0


def _on_tmpfs(folder: Path, count: int) -> dict[str, Any]:
    command = [*SEPARATE, ON_TMPFS, sys.executable, str(folder), str(count)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def _read_only(folder: Path) -> int:
    """0 when a start in a folder that cannot be written ends with 78 and one sentence."""
    folder.mkdir(parents=True)
    if not _may_mount():
        return 0
    environment = {**os.environ, "FIELDCLERK_DATA_DIR": str(folder), "FIELDCLERK_TOKEN": TOKEN}
    command = [*SEPARATE, READ_ONLY, sys.executable, str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return int(done.returncode != 78 or "cannot be written" not in done.stderr or done.stderr.count("\n") != 1)


async def _damaged(folder: Path, random: Random, count: int) -> dict[str, int]:
    """Whole pages, overwritten one at a time with noise, with nothing, or with another page."""
    await asyncio.to_thread(folder.mkdir, parents=True)
    whole = await _company(folder / "whole.db")
    refused = silent = 0
    for _ in range(count):
        path = folder / "fieldclerk.db"
        await asyncio.to_thread(_spoil, whole, path, random)
        if await _starts(path):
            silent += bool(await asyncio.to_thread(faults, path))
        else:
            refused += 1
    return {"pages_damaged": count, "starts_refused": refused, "silent_starts": silent}


async def _company(path: Path) -> Path:
    await asyncio.to_thread(shutil.copyfile, template(), path)
    database = await Database.open(f"sqlite:///{path}", SystemClock())
    await database.write(seed)
    await database.close()
    await asyncio.to_thread(_pack, path)
    return path


def _pack(path: Path) -> None:
    """No page is free: each holds something."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _spoil(whole: Path, path: Path, random: Random) -> None:
    content = bytearray(whole.read_bytes())
    pages = len(content) // PAGE
    at, other = random.randrange(pages) * PAGE, random.randrange(pages) * PAGE
    page = random.choice([random.randbytes(PAGE), bytes(PAGE), bytes(content[other : other + PAGE])])
    content[at : at + PAGE] = page
    for left in path.parent.glob("fieldclerk.db*"):
        left.unlink()
    path.write_bytes(content)


async def _starts(path: Path) -> bool:
    try:
        database = await Database.open(f"sqlite:///{path}", SystemClock())
    except StartError:
        return False
    await database.close()
    return True
