"""T7: two bots on one PostgreSQL and one Redis; leaders are killed and stopped, sessions ended, Redis emptied, and
PostgreSQL itself is gone for a while."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import house_of
from bot.clock import SystemClock
from bot.intake import lanes
from bot.settings import Settings
from bot.storage import wire
from bot.storage.database import Database
from bot.storage.postgres import async_url, engine
from tests.support.postgres import Server, server
from tests.support.redis import RedisServer
from tests.support.waiting import until
from tests.torture import books, oracle
from tests.torture.crew import JOBS, Job, fill
from tests.torture.replicas import Replicas
from tests.torture.scale import Scale
from tests.torture.script import Script
from tests.torture.telegram import Telegram, telegram
from tests.torture.zygote import Here, Nest, zygote

TITLE = "two replicas lose nothing and do nothing twice"
LIMIT = 900.0

TAKEOVER = 15.0  # seconds
REST = 600.0  # what is left to do when the last blow has fallen
WAITING = """SELECT (SELECT count(*) FROM inbox WHERE state IN ('new', 'failed'))
    + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending'))
    + (SELECT count(*) FROM file WHERE sha256 IS NULL) AS waiting"""
# Reminded at once, and not by the morning message if the test runs in the morning.
URGENT = "UPDATE record SET urgency = 'line_down' WHERE state = 'open'"
OVERDUE = """UPDATE work_item SET opened_at = now() - interval '3 days', due_at = now() - interval '1 hour',
    next_reminder_at = now(), next_level = 0
    WHERE id IN (SELECT id FROM work_item WHERE state = 'open' AND step = 'work')"""


@dataclass(frozen=True)
class Size:
    updates: int
    engineers: int
    jobs: int
    kills: int
    sessions: int
    losses: int
    outages: int
    stopped: float
    pause: float


QUICK = Size(20, 2, 1, 1, 1, 0, 0, 0.0, 0.1)
FULL = Size(5_000, 20, 4, 20, 5, 3, 2, 30.0, 2.0)
OUTAGE = (4.0, 12.0)  # seconds


@dataclass
class Run:
    size: Size
    server: Server
    replicas: Replicas
    telegram: Telegram
    script: Script
    fed: int = 0

    async def torment(self) -> None:
        """Blow after blow, while people go on."""
        blows = self._blows()
        for number, blow in enumerate(blows):
            feeding = asyncio.create_task(self._feed(len(blows) - number))
            await asyncio.sleep(self.replicas.dice.uniform(0, self.size.pause))
            await blow()
            await feeding
        await self.rest()

    def _blows(self) -> list[Callable[[], Awaitable[None]]]:
        replicas, size = self.replicas, self.size
        blows: list[Callable[[], Awaitable[None]]] = [
            *[replicas.kill_the_leader] * size.kills,
            *[replicas.end_a_session] * size.sessions,
            *[replicas.lose_redis] * size.losses,
            *[self._lose_postgres] * size.outages,
            *[self._stop_while_reminders_are_due] * bool(size.stopped),
        ]
        replicas.dice.shuffle(blows)
        return blows

    async def _lose_postgres(self) -> None:
        await asyncio.to_thread(self.server.stop)
        try:
            await asyncio.sleep(self.replicas.dice.uniform(*OUTAGE))
        finally:
            await asyncio.to_thread(self.server.start)
        await self.replicas.observer.dispose()

    async def _stop_while_reminders_are_due(self) -> None:
        await self.replicas.change(URGENT)
        await self.replicas.change(OVERDUE)
        await asyncio.sleep(self.replicas.dice.uniform(0, 16))  # a sweep every 15 s
        await self.replicas.stop_the_leader(self.size.stopped)

    async def _feed(self, blows_left: int) -> None:
        count = -(-(self.size.updates - self.fed) // blows_left)
        self.script.noted(await self.telegram.feed(self.script.deeds(count)))
        self.fed += count

    async def rest(self) -> None:
        await until(self._has_rest, REST)

    async def _has_rest(self) -> bool:
        waiting = await self.replicas.one(WAITING)
        known = await self.replicas.one("SELECT count(*) AS number FROM inbox")
        return bool(waiting.waiting == 0 and known.number >= len(self.script.updates))


async def run(scale: Scale) -> dict[str, Any]:
    size = scale.pick(QUICK, FULL)
    with pytest.MonkeyPatch.context() as patch:
        if scale.is_quick:  # whoever died is missed sooner; the forks inherit it
            patch.setattr(wire, "LIFE", 3.0)
            patch.setattr(wire, "EVERY", 0.5)
            patch.setattr(lanes, "LOOK_SOON", 0.5)
        return await _run(scale, size)


async def _run(scale: Scale, size: Size) -> dict[str, Any]:
    postgres = server() if scale.is_quick else await asyncio.to_thread(Server, in_haste=False)
    async with _begun(scale, size, postgres) as torment:
        try:
            await torment.torment()
        finally:
            fallen = torment.replicas.fallen()
            await torment.replicas.end()
        journal = await torment.telegram.journal()
        return await asyncio.to_thread(_judge, torment, journal, scale.folder, fallen)


@asynccontextmanager
async def _begun(scale: Scale, size: Size, postgres: Server) -> AsyncIterator[Run]:
    folder = scale.folder / "var"
    folder.mkdir(parents=True)
    url = await asyncio.to_thread(postgres.fresh)
    accounts = await _hire(folder, url, size)
    found = await asyncio.to_thread(postgres.rows, url, JOBS)
    jobs = sorted((Job(*row.values()) for row in found if row["telegram_id"] in accounts), key=lambda j: j.record_id)
    redis = RedisServer(scale.folder)
    redis.start()
    observer = engine(async_url(url), 1, {"application_name": "observer"})
    nests: AbstractAsyncContextManager[Nest] = (
        nullcontext(Here()) if scale.is_quick else zygote(scale.folder / "bot.log")
    )
    try:
        async with telegram(accounts) as api, nests as nest:
            replicas = Replicas(nest, folder, url, api.url, observer, redis, scale.random())
            run = Run(size, postgres, replicas, api, Script(jobs, {}, scale.random()))
            await _let_them_begin(run, accounts)
            yield run
    finally:
        await observer.dispose()
        redis.stop()


async def _hire(folder: Path, url: str, size: Size) -> list[int]:
    database = await Database.open(url, SystemClock())
    try:
        return await fill(database, house_of(Settings(_env_file=None, data_dir=folder)), size.engineers, size.jobs)
    finally:
        await database.close()


async def _let_them_begin(run: Run, accounts: list[int]) -> None:
    """Two bots, and everybody with a card of each of their jobs."""
    for _ in range(2):
        await run.replicas.start()
    run.script.updates |= set(await run.telegram.feed([{"person": account, "say": "/start"} for account in accounts]))
    await run.rest()
    query = "SELECT chat_id, record_id, min(message_id) AS message FROM delivery GROUP BY 1, 2"
    rows = await asyncio.to_thread(run.server.rows, run.replicas.url, query)
    cards = {(row["chat_id"], row["record_id"]): row["message"] for row in rows}
    run.script.cards = {job.record_id: cards[job.account, job.record_id] for job in run.script.jobs}


def _judge(run: Run, journal: dict[int, Any], folder: Path, fallen: int) -> dict[str, Any]:
    path = books.copy(run.server, run.replicas.url, folder / "books.db")
    with oracle.opened(path) as connection:
        found = oracle.compare(connection, folder / "var" / "files", run.script, journal)
        broken = oracle.broken_links(connection)
        reminders, twice = _reminders(connection)
    lost, doubled = sum(found["lost"].values()), sum(found["doubled"].values())
    slowest = max(run.replicas.takeovers, default=0.0)
    size = run.size
    return {
        "leader_kills": size.kills,
        "sessions_ended": size.sessions,
        "redis_lost": size.losses,
        "postgres_outages": size.outages,
        "ended_by_themselves": fallen,
        "leader_stopped_s": size.stopped,
        "updates": len(run.script.updates),
        "effects": len(run.script.effects),
        "lost": lost,
        "doubled": doubled,
        "what": {"lost": dict(found["lost"]), "doubled": dict(found["doubled"])},
        "broken_links": broken,
        "reminders": reminders,
        "reminders_doubled": twice,
        "answers_repeated": found["answers_repeated"],
        "slowest_takeover_s": round(slowest, 1),
        "met": not (lost or doubled or broken or twice or fallen)
        and slowest <= TAKEOVER
        and bool(reminders or not size.stopped),
    }


def _reminders(connection: Any) -> tuple[int, int]:
    """How often somebody was told of an item's rung, and how often of one that they had been told of. A card looks like
    its reminder once it is redrawn, so the chats cannot tell; what may have been sent twice is marked in its row."""
    query = "SELECT person_id, params, attempts FROM outbox WHERE kind = 'reminder' AND state = 'sent'"
    told: Counter[tuple[Any, ...]] = Counter()
    for person_id, written, attempts in connection.execute(query):
        params = json.loads(written)
        for item in params["items"]:
            told[(person_id, *item)] += 1 if attempts == 1 else 1 + int(params.get("repeat", 0))
    return told.total(), told.total() - len(told)
