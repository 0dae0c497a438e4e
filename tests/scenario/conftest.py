"""A whole demo in this process: sandbox, bot and company on the loopback, with a clock that only moves when told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import run
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.settings import Settings

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, demo_port=0)


@pytest.fixture
def clock() -> SandboxClock:
    clock = SandboxClock()
    clock.freeze(MONDAY)
    return clock


@pytest.fixture
async def demo(tmp_path: Path, clock: SandboxClock) -> AsyncIterator[run.Demo]:
    running = await run.start(settings_for(tmp_path), clock, port=0)
    yield running
    await running.stop()


@pytest.fixture
async def play(demo: run.Demo) -> AsyncIterator[Player]:
    async with Player(demo.url, demo.secret) as player:
        await player.settle(10)
        yield player
