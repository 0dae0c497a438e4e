"""The same chat when Telegram brings the updates, with windows in Redis: taken in, handled, answered."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.demo import run
from bot.intake.webhook import Keeper
from bot.settings import Settings
from tests.scenario.conftest import settings_for
from tests.scenario.talk import LI, Books, Talk
from tests.support.redis import RedisServer


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(data_dir: Path, redis: RedisServer) -> Settings:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    changes = {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SecretStr("a-secret-of-the-test"),
        "http_listen": f"127.0.0.1:{port}",
        "redis_url": SecretStr(redis.url),
    }
    return settings_for(data_dir).model_copy(update=changes)


async def test_a_form_is_filled_in_by_webhook_and_survives_an_emptied_redis(
    demo: run.Demo, talk: Talk, books: Books, redis: RedisServer
) -> None:
    assert isinstance(demo.app.intake, Keeper)
    await talk.fill(LI, "=/new", "🔩 Warranty part", "FAW Jiefang", "Changchun plant 1")
    redis.flush()
    demo.app.state.forget(LI)
    await talk.fill(LI, "=/drafts")
    assert [row["state"] for row in books.rows("SELECT DISTINCT state FROM inbox")] == ["done"]
    assert len(books.rows("SELECT * FROM draft")) == 1
    assert not books.rows("SELECT * FROM dialog_state WHERE chat_id = ? AND updated_at > '2026-11-23 01:00:01'", LI)
