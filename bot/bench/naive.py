"""What the durable step is compared with: an AsyncSession on aiosqlite, the same rows kept as surely."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from sqlite3 import Connection as Raw
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot.bench.bases import AT, KEYS
from bot.bench.step import PEOPLE
from bot.storage import tables
from bot.storage.migrate import bring_up_to_date


class Base(DeclarativeBase):
    pass


class Draft(Base):
    __table__ = tables.draft


class Notice(Base):
    __table__ = tables.outbox


class Naive:
    """A session a step."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self) -> None:
        values = {"purpose": "open", "kind": "site_job", "data": {}, "skipped": [], "created_at": AT, "updated_at": AT}
        async with AsyncSession(self._engine) as session, session.begin():
            session.add_all([Draft(id=person, person_id=1, **values) for person in range(1, PEOPLE + 1)])

    async def keep(self, person: int) -> None:
        async with AsyncSession(self._engine) as session:
            draft: Any = await session.get_one(Draft, person)
            draft.data, draft.updated_at = {"fault": "no signal", "turn": next(KEYS)}, AT
            told = {"kind": "notice", "person_id": 1, "params": {"msgid": "bench"}, "state": "queued", "attempts": 0}
            session.add(Notice(key=f"naive:{next(KEYS)}", created_at=AT, not_before=AT, **told))
            await session.commit()


@asynccontextmanager
async def naive() -> AsyncIterator[Naive]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "naive.db"
        bring_up_to_date(path)
        engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 60})
        event.listen(engine.sync_engine, "connect", _as_surely)
        try:
            kept = Naive(engine)
            await kept.begin()
            yield kept
        finally:
            await engine.dispose()


def _as_surely(connection: Raw, record: Any) -> None:
    """As the product has it; only references are not looked up, for nobody is in this database."""
    connection.execute("PRAGMA synchronous=FULL")
