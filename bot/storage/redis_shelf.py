"""Dialog state in Redis, for several replicas. It may be lost at any time: a form is then taken up from its draft."""

from __future__ import annotations

import json
import logging
from dataclasses import astuple
from datetime import timedelta

from aiogram.fsm.storage.base import StorageKey
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.storage.dialog_state import NOTHING, Held

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds
KEPT = timedelta(days=90)  # after the last tap; the draft stays for good


class RedisShelf:
    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, decode_responses=True
        )

    async def find(self, key: StorageKey) -> Held:
        """NOTHING, too, while Redis cannot be reached."""
        try:
            found = await self._redis.get(_name(key))
        except (RedisError, OSError) as error:
            log.warning("Redis cannot be read (%s): forms go on from their drafts.", type(error).__name__)
            return NOTHING
        return Held(*json.loads(found)) if found else NOTHING

    async def keep(self, key: StorageKey, held: Held) -> None:
        try:
            if held == NOTHING:
                await self._redis.delete(_name(key))
            else:
                await self._redis.set(_name(key), json.dumps(held), ex=KEPT)
        except (RedisError, OSError) as error:
            log.warning("Redis cannot be written (%s): other replicas go on from drafts.", type(error).__name__)

    async def answers(self) -> bool:
        """Whether it can be reached and lets us in."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        await self._redis.aclose()


def _name(key: StorageKey) -> str:
    return "fieldclerk:dialog:" + ":".join("" if part is None else str(part) for part in astuple(key))
