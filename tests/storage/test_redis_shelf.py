"""Windows in Redis: shared by replicas, and dispensable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiogram.fsm.storage.base import StorageKey
from redis import Redis

from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.storage.redis_shelf import RedisShelf
from tests.support.redis import RedisServer

KEY = StorageKey(bot_id=1, chat_id=2, user_id=3, destiny="aiogd:stack:")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(server: RedisServer) -> Iterator[Redis]:
    redis: Redis = Redis.from_url(server.url)
    redis.flushall()
    yield redis
    redis.close()


@pytest.fixture
async def shelf(server: RedisServer) -> AsyncIterator[RedisShelf]:
    shelf = RedisShelf(server.url)
    yield shelf
    await shelf.close()


async def test_one_replica_goes_on_where_another_was(on_sqlite: Database, shelf: RedisShelf, redis: Redis) -> None:
    here, there = DialogState(on_sqlite, shelf), DialogState(on_sqlite, shelf)
    assert await there.get_state(KEY) is None
    await here.set_state(KEY, "Form:part")
    await here.set_data(KEY, {"零件": [1, None]})
    assert await there.get_data(KEY) == {}  # as it was when last looked at
    there.forget(KEY.chat_id)
    assert (await there.get_state(KEY), await there.get_data(KEY)) == ("Form:part", {"零件": [1, None]})
    await here.set_data(KEY, {})
    await here.set_state(KEY, None)
    assert redis.keys() == []


async def test_what_redis_lost_is_begun_anew(on_sqlite: Database, shelf: RedisShelf, redis: Redis) -> None:
    state = DialogState(on_sqlite, shelf)
    await state.set_state(KEY, "Form:part")
    redis.flushall()
    assert await state.get_state(KEY) == "Form:part"
    state.forget(KEY.chat_id)
    assert await state.get_state(KEY) is None


async def test_without_redis_the_bot_goes_on(on_sqlite: Database, tmp_path: Path) -> None:
    shelf = RedisShelf(f"unix://{tmp_path}/nobody.sock")
    state = DialogState(on_sqlite, shelf)
    await state.set_state(KEY, "Form:part")
    assert await state.get_state(KEY) == "Form:part"
    await shelf.close()
