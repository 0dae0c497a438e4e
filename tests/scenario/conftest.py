"""A whole demo in this process: sandbox, bot and company on the loopback, with a clock that only moves when told.

The company is founded once a session, by the product itself; every test plays on a copy of its folder."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.catalogues.store import Language
from bot.demo import run
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.settings import Settings
from bot.storage.database import Database
from tests.scenario.backstage import Backstage
from tests.scenario.stage import everybody_reads
from tests.scenario.talk import Books, Talk
from tests.scenario.words import nothing_untranslated
from tests.support.bot_api import schema

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, demo_port=0)


def monday_nine() -> SandboxClock:
    """Stands at 09:00 on Monday, 23 November 2026 in Changchun."""
    clock = SandboxClock()
    clock.freeze(MONDAY)
    return clock


@asynccontextmanager
async def playing(
    settings: Settings, clock: SandboxClock, database: Database | None = None
) -> AsyncIterator[tuple[run.Demo, Player]]:
    """The demo from its start to its end, with nothing left to do at first."""
    demo = await run.start(settings, clock, port=0, database=database)
    try:
        async with Player(demo.url, demo.secret) as player:
            assert await player.settle(30)
            yield demo, player
    finally:
        await demo.stop()
    nothing_that_telegram_does_not_know(demo)


def nothing_that_telegram_does_not_know(demo: run.Demo) -> None:
    """Every request of the bot's was one that the Bot API has, in the form that it asks for."""
    assert demo.sandbox.violations == []
    calls = demo.sandbox.calls.entries
    assert [wrong for call in calls for wrong in schema().misfits(call["method"], call["params"])] == []


@pytest.fixture(scope="session", autouse=True)
def _one_tls_context() -> Iterator[None]:
    """Three clients a demo each read all the world's certificates (30 ms), and nothing here speaks TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a company in which everybody reads English and has started the bot."""
    folder = tmp_path_factory.mktemp("founded")
    async with playing(settings_for(folder), monday_nine()) as (demo, _):
        await everybody_reads(demo, "en")
    return folder


@pytest.fixture
def clock() -> SandboxClock:
    return monday_nine()


@pytest.fixture
def language() -> Language:
    """What everybody reads. A story for both has `@in_both_languages`."""
    return "en"


@pytest.fixture
def data_dir(tmp_path: Path, founded: Path) -> Path:
    """A folder of this test's own, in which the company stands founded."""
    return Path(shutil.copytree(founded, tmp_path / "var"))


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """What the demo runs with; a test may have its own."""
    return settings_for(data_dir)


@pytest.fixture
async def _played(
    settings: Settings, clock: SandboxClock, language: Language
) -> AsyncIterator[tuple[run.Demo, Player]]:
    async with playing(settings, clock) as (demo, player):
        if language == "en":
            yield demo, player
            return
        await everybody_reads(demo, language)
        with nothing_untranslated():
            yield demo, player


@pytest.fixture
def demo(_played: tuple[run.Demo, Player]) -> run.Demo:
    return _played[0]


@pytest.fixture
def play(_played: tuple[run.Demo, Player]) -> Player:
    return _played[1]


@pytest.fixture
def talk(demo: run.Demo, play: Player, language: Language) -> Talk:
    return Talk(play, language, demo.app.desk.clock)


@pytest.fixture
def backstage(demo: run.Demo, play: Player) -> Backstage:
    return Backstage(demo, play)


@pytest.fixture
def books(data_dir: Path) -> Books:
    return Books(data_dir)
