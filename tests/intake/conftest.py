from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.intake.client import Client
from tests.support.fake_api import TOKEN
from tests.support.fixtures import api, base, clock, database

__all__ = ["api", "base", "clock", "database"]


@pytest.fixture
async def client(base: str) -> AsyncIterator[Client]:
    client = Client(TOKEN, base)
    yield client
    await client.close()
