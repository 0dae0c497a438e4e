"""A whole story on PostgreSQL: the same chat, the same records, another database underneath."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo import run
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.storage import trail
from tests.scenario.backstage import Backstage
from tests.scenario.conftest import playing, settings_for
from tests.scenario.stage import everybody_reads
from tests.scenario.talk import Books, Talk
from tests.scenario.test_spare_parts import test_warranty_part_walks_to_the_old_parts_analysis as story
from tests.support.postgres import open_postgres, server, shared


class Row(dict[str, Any]):
    """As SQLite gives one: values by name, or one after the other."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values())


class PostgresBooks(Books):
    """The same questions, asked of PostgreSQL."""

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """The rows of a query."""
        found = server().rows(shared(), sql, *values)
        return [Row((name, _flat(value)) for name, value in row.items()) for row in found]


def _flat(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


@pytest.fixture
async def _played(tmp_path: Path, clock: SandboxClock) -> AsyncIterator[tuple[run.Demo, Player]]:
    async with playing(settings_for(tmp_path), clock, await open_postgres(clock)) as (demo, player):
        await everybody_reads(demo, "en")
        yield demo, player


async def test_a_spare_part_walks_to_its_end_on_postgresql(
    demo: run.Demo, talk: Talk, backstage: Backstage, tmp_path: Path
) -> None:
    await story(talk, PostgresBooks(tmp_path), backstage)
    assert await demo.app.database.read(trail.first_broken) is None
    [leader] = await asyncio.to_thread(server().rows, shared(), "SELECT * FROM leadership")
    assert demo.app.wire is not None
    assert leader["holder"] == demo.app.wire.name
