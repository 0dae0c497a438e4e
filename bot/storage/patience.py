"""Writing what must not be forgotten, however long the database takes to come back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec

from bot.storage.database import Database
from bot.storage.trouble import StorageError, is_outage
from bot.storage.tx import T, Tx

P = ParamSpec("P")

log = logging.getLogger(__name__)

PAUSES: Sequence[float] = (0.2, 1.0, 3.0, 10.0)


async def write_surely(
    database: Database, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Like `database.write`, but a full disk or a lost connection is waited out. Other errors are raised."""
    tries = 0
    while True:
        try:
            return await database.write(verb, *args, **kwargs)
        except StorageError as error:
            if not is_outage(error):
                raise
            log.warning("The database cannot write and is tried again (%s).", error)
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1
