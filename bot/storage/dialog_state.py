"""The conversation's own memory (aiogram's FSM storage), in the table dialog_state or in Redis: drafts and ids, no
business. Without it a form is taken up again from its draft."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import ColumnElement, and_, delete, select

from bot.storage.database import Database
from bot.storage.dialect import upsert
from bot.storage.tables import dialog_state
from bot.storage.tx import Tx

REMEMBERED = 10_000
KEY = ("bot_id", "chat_id", "user_id", "thread_id", "business_id", "destiny")


class Held(NamedTuple):
    state: str | None
    data: str  # JSON, so that nobody can change it from outside


NOTHING = Held(None, "{}")


class Shelf(Protocol):
    """Where it is kept."""

    async def find(self, key: StorageKey) -> Held: ...

    async def keep(self, key: StorageKey, held: Held) -> None: ...


class TableShelf:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: StorageKey) -> Held:
        return await self._database.read(_find, key)

    async def keep(self, key: StorageKey, held: Held) -> None:
        await self._database.write(_keep, key, held)


class DialogState(BaseStorage):
    """Written through a cache: a tap reads nothing that this process wrote, and equal values are not written again."""

    def __init__(self, database: Database, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or TableShelf(database)
        self._cache: OrderedDict[StorageKey, Held] = OrderedDict()

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        held = await self._held(key)
        await self._hold(key, Held(name, held.data))

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._held(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep `data`; raises TypeError or ValueError if it is no JSON. Empty data without a state removes the row."""
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        held = await self._held(key)
        await self._hold(key, Held(held.state, text))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((await self._held(key)).data)
        return data

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

    def forget(self, chat_id: int) -> None:
        """Another process may have changed it since."""
        for key in [key for key in self._cache if key.chat_id == chat_id]:
            del self._cache[key]

    async def _held(self, key: StorageKey) -> Held:
        if key not in self._cache:
            found = await self._shelf.find(key)
            self._cache.setdefault(key, found)
            self._forget_oldest()
        self._cache.move_to_end(key)
        return self._cache[key]

    async def _hold(self, key: StorageKey, held: Held) -> None:
        if self._cache.get(key) == held:
            return
        self._cache[key] = held  # before the write: the next reader is in this process
        try:
            # A cancelled handler does not take the write along: it may be committing already.
            await asyncio.shield(self._shelf.keep(key, held))
        except Exception:
            self._cache.pop(key, None)
            raise

    def _forget_oldest(self) -> None:
        while len(self._cache) > REMEMBERED:
            self._cache.popitem(last=False)


def _columns(key: StorageKey) -> dict[str, Any]:
    place = (key.bot_id, key.chat_id, key.user_id, key.thread_id or 0, key.business_connection_id or "", key.destiny)
    return dict(zip(KEY, place, strict=True))


def _is_at(key: StorageKey) -> ColumnElement[bool]:
    return and_(*(dialog_state.c[name] == value for name, value in _columns(key).items()))


def _find(tx: Tx, key: StorageKey) -> Held:
    row = tx.conn.execute(select(dialog_state.c.state, dialog_state.c.data).where(_is_at(key))).one_or_none()
    return Held(row.state, json.dumps(row.data, ensure_ascii=False, separators=(",", ":"))) if row else NOTHING


def _keep(tx: Tx, key: StorageKey, held: Held) -> None:
    if held == NOTHING:
        tx.conn.execute(delete(dialog_state).where(_is_at(key)))
        return
    values = {**_columns(key), "state": held.state, "data": json.loads(held.data), "updated_at": tx.now}
    upsert(tx.conn, dialog_state, values, KEY)
