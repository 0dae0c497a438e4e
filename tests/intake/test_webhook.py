"""Updates that Telegram brings, and what else the port tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from bot.errors import StartError
from bot.intake.client import ApiError, Client, Unreachable
from bot.intake.webhook import HEADER, Keeper
from bot.metrics import Metrics
from bot.port import Port
from bot.settings import Settings
from bot.storage import heartbeat, inbox, outbox
from bot.storage.database import Database
from tests.support.clocks import HandClock
from tests.support.fake_api import TOKEN
from tests.support.waiting import running, until

SECRET = "hush-hush-hush-hush"
URL = "https://bot.example.com/telegram"
UPDATE = {"update_id": 10, "message": {"message_id": 1, "chat": {"id": 7}, "text": "你好"}}


def settings(**changes: Any) -> Settings:
    values = {"token": TOKEN, "webhook_url": URL, "webhook_secret": SECRET, "http_listen": "127.0.0.1:0"}
    return Settings(_env_file=None, **(values | changes))


class House:
    """A port that listens, and a client of it."""

    def __init__(self, port: Port, http: ClientSession) -> None:
        self.port, self.http = port, http
        self.is_alive = True

    async def bring(self, body: Any = UPDATE, secret: str = SECRET, path: str = "/telegram", **how: Any) -> int:
        how = how or {"json": body}
        async with self.http.post(self._url(path), headers={HEADER: secret}, **how) as response:
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self._url(path)) as response:
            return response.status, await response.text()

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port.number}{path}"


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with listening(database) as house:
        yield house


@asynccontextmanager
async def listening(database: Database, **changes: Any) -> AsyncIterator[House]:
    alive: list[House] = []
    port = Port.of(settings(**changes), ("127.0.0.1", 0), database, None, lambda: alive[0].is_alive)
    await port.start()
    async with ClientSession() as http:
        alive.append(House(port, http))
        yield alive[0]
    await port.stop()


async def waiting(database: Database) -> list[int]:
    return [row.update_id for row in await database.read(inbox.pending, limit=10)]


async def test_an_update_is_kept_before_it_is_confirmed_and_kept_once(house: House, database: Database) -> None:
    assert [await house.bring() for _ in range(2)] == [200, 200]
    assert await waiting(database) == [10]


@pytest.mark.parametrize("secret", ["", "hush", SECRET + "x", "\N{SNOWMAN}".encode().decode("latin-1")])
async def test_nobody_but_telegram_brings_updates(house: House, database: Database, secret: str) -> None:
    assert await house.bring(secret=secret) == 401
    assert await waiting(database) == []


async def test_nobody_from_elsewhere_brings_updates_where_networks_are_named(database: Database) -> None:
    async with listening(database, webhook_from="149.154.160.0/20") as house:
        assert [await house.bring(), await house.bring(secret="")] == [403, 403]
        assert (await house.get("/healthz"))[0] == 200
    async with listening(database, webhook_from="149.154.160.0/20, 127.0.0.0/8") as house:
        assert await house.bring() == 200
    assert await waiting(database) == [10]


async def test_what_is_no_update_is_refused(house: House, database: Database) -> None:
    assert await house.bring(data=b"{") == 400
    assert await house.bring(data=b"\xff\xfe") == 400
    assert await house.bring([1, 2]) == 400
    assert await house.bring(data=b"[" * 5000 + b"]" * 5000) == 400
    assert await house.bring(data=BytesIO(b" " * (2**20 + 1))) == 413
    assert await house.bring(path="/other") == 404
    assert await waiting(database) == []


async def test_an_update_without_a_number_is_set_aside_and_not_brought_again(house: House) -> None:
    assert await house.bring({"message": {}}) == 200


async def test_what_cannot_be_kept_stays_with_telegram(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*args: object) -> None:
        raise OperationalError("INSERT", None, OSError("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", full)
        assert await house.bring() == 503
    assert await house.bring() == 200
    assert await waiting(database) == [10]


async def test_health_and_readiness(house: House, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(await house.get(path))[0] for path in ("/healthz", "/readyz")] == [200, 200]

    async def gone(*args: object) -> None:
        raise OperationalError("SELECT", None, OSError("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(database, "read", gone)
        assert [(await house.get(path))[0] for path in ("/healthz", "/readyz", "/metrics")] == [200, 503, 200]
        assert "fieldclerk_database_up 0.0" in (await house.get("/metrics"))[1]
    house.is_alive = False
    assert [(await house.get(path))[0] for path in ("/healthz", "/readyz")] == [503, 503]


async def test_where_the_bot_polls_it_is_not_ready_while_telegram_is_out_of_reach_and_is_not_started_anew(
    database: Database, clock: HandClock
) -> None:
    async with listening(database, webhook_url=None) as house:

        async def told() -> str:
            assert (await house.get("/healthz"))[0] == 200
            return (await house.get("/readyz"))[1]

        assert await told() == "no poll was answered yet\n"
        await database.write(heartbeat.beat, "intake")
        await database.write(lambda tx: outbox.enqueue(tx, key="a", kind="notice", chat_id=7))
        clock.advance(seconds=120)
        assert await told() == "ok\n"
        clock.advance(seconds=181)
        assert await told() == "no poll was answered for 301 s\n"
        await database.write(heartbeat.beat, "intake")
        assert await told() == "the oldest message has waited for 301 s\n"
        (row,) = await database.write(outbox.claim, 1)
        await database.write(outbox.retry, row, clock.now() + timedelta(minutes=9), "502")
        assert "301 s" in await told()
        await database.write(outbox.pause, 7, clock.now() + timedelta(minutes=9))
        assert await told() == "ok\n"


async def test_figures_name_nobody(house: House) -> None:
    await house.bring()
    _, page = await house.get("/metrics")
    figures = {line.split()[0]: line.split()[1] for line in page.splitlines() if not line.startswith("#")}
    assert figures["fieldclerk_inbox_waiting"] == "1.0"
    assert (figures["fieldclerk_leader"], figures["fieldclerk_database_up"]) == ("1.0", "1.0")
    assert figures["fieldclerk_heartbeat_age"] == "NaN"
    others = [line for line in page.splitlines() if not line.startswith("fieldclerk_disk_bytes{")]
    assert " 7" not in "\n".join(others).replace(" 7.0", "")


async def test_updates_are_counted_by_their_outcome(database: Database, tmp_path: Path) -> None:
    metrics = Metrics(database, lambda: False, tmp_path)

    async def handle(update: Any) -> str:
        if update:
            raise ValueError
        return "handled"

    counted = metrics.timed(handle)
    await counted(None)  # type: ignore[arg-type]  # any update will do
    with pytest.raises(ValueError):
        await counted(True)  # type: ignore[arg-type]  # as above
    page = (await metrics.page()).decode()
    metrics.close()
    for outcome in ("handled", "failed"):
        assert f'fieldclerk_updates_total{{outcome="{outcome}"}} 1.0' in page
    assert "fieldclerk_update_seconds_count 2.0" in page
    assert page.count("\nfieldclerk_disk_bytes{") == 2


async def test_a_port_that_is_taken_is_named(house: House, database: Database) -> None:
    port = Port.of(settings(), ("127.0.0.1", house.port.number), database, None, lambda: True)
    with pytest.raises(StartError, match="FIELDCLERK_HTTP_LISTEN"):
        await port.start()
    await port.stop()


class Telegram(Client):
    """Keeps the address it is told; `trouble` is raised instead of the next answers."""

    def __init__(self) -> None:
        super().__init__(TOKEN)
        self.kept: dict[str, Any] = {}
        self.trouble: list[Exception] = []
        self.looks = 0
        self.said: dict[str, Any] = {}

    async def call(self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float = 20) -> Any:
        if self.trouble:
            raise self.trouble.pop()
        if method == "setWebhook":
            self.kept = dict(params or {})
            return True
        self.looks += 1
        return {"url": self.kept.get("url", ""), **self.said}


async def test_telegram_is_told_the_address_again_when_somebody_changed_it() -> None:
    telegram = Telegram()
    telegram.trouble = [ApiError(429, "Too Many Requests"), Unreachable("no answer")]
    keeper = Keeper(telegram, URL, SECRET, SystemClock(), look=0.001)
    async with running(keeper.run()):
        await until(lambda: telegram.kept.get("url") == URL)
        assert (telegram.kept["secret_token"], "drop_pending_updates" in telegram.kept) == (SECRET, False)
        await until(lambda: keeper.answered_at is not None)
        telegram.kept = {"url": "https://elsewhere.example.com/x"}
        await until(lambda: telegram.kept["url"] == URL)
        telegram.trouble, looks = [Unreachable("no answer")], telegram.looks
        await until(lambda: telegram.looks > looks and not telegram.trouble)


async def test_updates_that_telegram_cannot_bring_are_no_sign_of_life(clock: HandClock) -> None:
    telegram = Telegram()
    failed_at = clock.now().timestamp()
    telegram.said = {"pending_update_count": 3, "last_error_date": failed_at, "last_error_message": "refused"}
    keeper = Keeper(telegram, URL, SECRET, clock, look=0.001)
    async with running(keeper.run()):
        await until(lambda: telegram.looks > 2)
        assert keeper.answered_at is None
        telegram.said["pending_update_count"] = 0  # they arrived, whenever it failed last
        await until(lambda: keeper.answered_at is not None)


async def test_a_refused_token_ends_it() -> None:
    telegram = Telegram()
    telegram.trouble = [ApiError(401, "Unauthorized")]
    with pytest.raises(StartError, match="BotFather"):
        await Keeper(telegram, URL, SECRET, SystemClock()).run()


@pytest.mark.parametrize("secret", [None, "short", "with blank with blank", "x" * 257])
def test_without_a_secret_there_is_no_webhook(secret: str | None, tmp_path: Path) -> None:
    with pytest.raises(StartError, match="FIELDCLERK_WEBHOOK_SECRET"):
        settings(webhook_secret=secret).secret_of_webhook()


def test_nothing_is_served_unless_it_is_set() -> None:
    assert Settings(_env_file=None).listens_at is None
    assert settings(http_listen=None).listens_at == ("127.0.0.1", 8088)
    assert settings(http_listen=":9000").listens_at == ("127.0.0.1", 9000)
    assert settings(http_listen="0.0.0.0:80").listens_at == ("0.0.0.0", 80)


async def test_two_brought_at_once_are_both_kept(house: House, database: Database) -> None:
    await asyncio.gather(*(house.bring(UPDATE | {"update_id": number}) for number in range(20)))
    assert len(await database.read(inbox.pending, limit=100)) == 20
