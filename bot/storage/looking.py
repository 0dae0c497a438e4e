"""Looking at a database from beside the bot, whether it runs or not: nothing is migrated, locked or written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec

from sqlalchemy import make_url

from bot.clock import Clock
from bot.errors import StartError
from bot.storage import postgres, sqlite
from bot.storage.migrate import foreign, newest, revision_of
from bot.storage.tx import T, Tx, perform

P = ParamSpec("P")


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for a server."""
    parsed = make_url(url)
    return Path(parsed.database or "fieldclerk.db") if parsed.get_backend_name() == "sqlite" else None


async def look(url: str, clock: Clock, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `query(tx, *args)` on one snapshot. Raises StartError when there is nothing that this program can read."""

    def seen(tx: Tx) -> T:
        return query(tx, *args, **kwargs)

    path = sqlite_file(url)
    if path is not None:
        return await asyncio.to_thread(look_into, path, clock, seen)
    return await postgres.look(url, lambda conn: perform(seen, Tx(conn, clock.now(), seen={})))


def look_into(path: Path, clock: Clock, query: Callable[[Tx], T]) -> T:
    """The same in a SQLite file, be it in use or a copy."""
    if not path.exists():
        raise StartError(f"There is no database {path}: see FIELDCLERK_DATA_DIR, or start the bot once.")
    if (revision := revision_of(path)) != newest():
        raise StartError(foreign(path, revision))
    engine = sqlite.looking_engine(path)
    try:
        with engine.connect() as conn, conn.begin():
            return perform(query, Tx(conn, clock.now(), seen={}))
    finally:
        engine.dispose()
