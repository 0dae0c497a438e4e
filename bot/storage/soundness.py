"""Whether a SQLite file is whole: its pages, its references, its audit trail. Nothing is ever repaired by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.clock import SystemClock
from bot.storage import anchors, trail
from bot.storage.looking import look_into
from bot.storage.migrate import newest, revision_of
from bot.storage.tx import Tx

MOST = 5


def faults(path: Path, *, since_seal: bool = False) -> list[str]:
    """What is wrong with a file, in words for an administrator; nothing if it is whole. Reads only, and a bot may work
    on it meanwhile. The trail is checked once the file has this program's revision; with `since_seal` only the seals
    and what came after the newest."""
    try:
        return _damages(path) or _trail_faults_of(path, since_seal=since_seal)
    except (sqlite3.DatabaseError, OSError) as error:
        return [f"it cannot be read ({error})"]


def _damages(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        pages = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST})") if row[0] != "ok"]
        lost = [] if pages else connection.execute("PRAGMA foreign_key_check").fetchall()[:MOST]
    return pages + [f"row {row} of {table} refers to a {parent} that is not there" for table, row, parent, _ in lost]


def _trail_faults_of(path: Path, *, since_seal: bool) -> list[str]:
    revision = revision_of(path)
    if revision is None:
        return ["it is no database of Fieldclerk"]
    check = partial(trail_faults, since_seal=since_seal)
    return look_into(path, SystemClock(), check) if revision == newest() else []


def trail_faults(tx: Tx, *, since_seal: bool = False) -> list[str]:
    """What is wrong with the audit trail; with `since_seal`, with its seals and what came after the newest."""
    start = anchors.newest(tx) if since_seal else (0, trail.GENESIS)
    broken, adrift = trail.first_broken(tx, start), anchors.first_adrift(tx)
    found = [f"the audit trail does not fit from entry {broken} on"] if broken else []
    return found + ([f"the audit trail is not the one that was sealed on {adrift}"] if adrift else [])
