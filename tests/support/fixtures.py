"""Fixtures that a room's conftest imports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.support.clocks import HandClock
from tests.support.databases import open_database
from tests.support.fake_api import FakeApi
from tests.support.postgres import open_postgres


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def database(tmp_path: Path, clock: HandClock) -> AsyncIterator[Database]:
    database = await open_database(tmp_path, clock)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> AsyncIterator[Database]:
    """Each of the two kinds of database: what is asked of it must hold on both."""
    is_file = request.param == "sqlite"
    database = await (open_database(tmp_path, clock) if is_file else open_postgres(clock))
    yield database
    await database.close()


@pytest.fixture
async def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
async def base(api: FakeApi) -> AsyncIterator[str]:
    """The fake's address; it runs while this is used."""
    yield await api.start()
    await api.stop()
