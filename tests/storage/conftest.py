from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.support.clocks import HandClock
from tests.support.databases import open_database


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def database(tmp_path: Path, clock: HandClock) -> AsyncIterator[Database]:
    database = await open_database(tmp_path, clock)
    yield database
    await database.close()
