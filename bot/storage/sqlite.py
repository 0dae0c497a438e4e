"""SQLite as this bot runs it: one writer that locks at once, readers that cannot write, every pragma checked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from bot.errors import StartError
from bot.storage.startup import way_back

# Asked back on each new connection: a library has been seen to reset `synchronous` silently.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit survives a power cut
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
READERS = 4
SMALL = 64 * 1024 * 1024  # bytes: up to here a start has time to compare indexes with tables; the night always has


def writer_engine(path: Path) -> Engine:
    """One connection. BEGIN IMMEDIATE: a transaction that began by reading could not always go on to write."""
    return _engine(path, "BEGIN IMMEDIATE", PRAGMAS, pool_size=1)


def reader_engine(path: Path) -> Engine:
    return _engine(path, "BEGIN", {**PRAGMAS, "query_only": 1}, pool_size=READERS, mode="ro")


def looking_engine(path: Path) -> Engine:
    """For a file that a bot may use meanwhile, and for copies, whose journal is another."""
    pragmas = {name: value for name, value in PRAGMAS.items() if name != "journal_mode"}
    return _engine(path, "BEGIN", {**pragmas, "query_only": 1}, pool_size=1, mode="ro")


def migration_engine(path: Path) -> Engine:
    """Foreign keys are off, because a table is rebuilt by dropping it; they are checked afterwards."""
    return _engine(path, "BEGIN IMMEDIATE", {**PRAGMAS, "foreign_keys": 0}, pool_size=1)


def _engine(path: Path, begin: str, pragmas: dict[str, str | int], *, pool_size: int, mode: str = "rwc") -> Engine:
    url = URL.create("sqlite", database=path.resolve().as_uri(), query={"mode": mode, "uri": "true"})
    arguments = {"check_same_thread": False, "cached_statements": 512}
    # What people wrote is in the parameters, and errors are logged.
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args=arguments, hide_parameters=True)

    def on_connect(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGINs come too late and miss DDL and SAVEPOINT
        for name, value in pragmas.items():
            _set_pragma(connection, name, value)

    def on_begin(conn: Connection) -> None:
        conn.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _set_pragma(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA {name}={value}")
        answer = cursor.execute(f"PRAGMA {name}").fetchone()
    if answer is None or answer[0] != value:
        raise StartError(
            f"SQLite refused PRAGMA {name}={value} (it says {answer}): use Python's own SQLite on a local disk."
        )


def transaction_is_lost(conn: Connection) -> bool:
    """SQLite ends the whole transaction by itself on some errors (a full disk); going on would commit halves."""
    driver = conn.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and not driver.in_transaction


def check_file(path: Path) -> None:
    """Raise StartError when the file is damaged or no database at all. It is never repaired or replaced by itself."""
    if not path.exists() or path.stat().st_size == 0:
        return
    check = "integrity_check" if path.stat().st_size <= SMALL else "quick_check"
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            verdict = connection.execute(f"PRAGMA {check}(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise StartError(f"The database {path} is damaged ({verdict}). Nothing was changed: {way_back(path)}.")


def copy_to(path: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use; `target` must not exist."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
