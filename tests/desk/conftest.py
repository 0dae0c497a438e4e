from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.desk.office import Office
from tests.support.clocks import HandClock
from tests.support.fixtures import clock, database

__all__ = ["clock", "database"]


@pytest.fixture
async def office(database: Database, clock: HandClock, tmp_path: Path) -> Office:
    office = Office(database, clock, tmp_path)
    await office.open()
    return office
