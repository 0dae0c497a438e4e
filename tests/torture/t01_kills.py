"""T1: the bot is killed again and again, at random and at every named point, while engineers go on with their work."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.crash import POINTS
from tests.support.waiting import until
from tests.torture import oracle
from tests.torture.crew import Job, hire
from tests.torture.scale import Scale
from tests.torture.script import Script
from tests.torture.telegram import TOKEN, Telegram, telegram
from tests.torture.zygote import Here, Nest, zygote

TITLE = "kill -9 anywhere loses nothing and does nothing twice"
LIMIT = 480.0

OFTEN = 3  # hits that every point must have
RECOVERY = 3.0  # seconds from a warm start to the first poll
PATIENCE = 5.0  # seconds until a bot that does not reach its point is killed all the same
SELDOM = ("poll.", "inbox.")  # once a batch, and not once an update
LOOK = 0.15  # seconds between two looks whether it has anything left to do
RARE = ("file.", "backup.", "migration.")


@dataclass(frozen=True)
class Size:
    kills: int
    updates: int
    engineers: int
    jobs: int
    cold: int
    points: tuple[str, ...]
    looks: int  # every so many lives the file is examined as the crash left it
    passings: int  # of a point, until it ends the bot
    life: tuple[float, float]  # seconds until it is killed at no point


QUICK = Size(3, 30, 3, 1, 0, ("update.handled", "send.sent"), 3, 2, (0.1, 0.5))
FULL = Size(200, 10_000, 20, 4, 10, POINTS, 5, 25, (0.2, 2.4))


@dataclass
class Run:
    """One run: the bot's lives, one after the other."""

    size: Size
    folder: Path
    telegram: Telegram
    nest: Nest
    script: Script
    dice: Random
    hits: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    fed: int = 0
    recoveries: list[float] = field(default_factory=list)
    damaged: int = 0

    async def torment(self) -> None:
        """Kill until there were enough kills, every point was hit, and every update is sent."""
        while self.kills < self.size.kills or self._missing() or self.fed < self.size.updates:
            assert self.kills < 2 * self.size.kills + 20, f"hardly or never reached: {self._missing()}"
            await self._live()
            if self.kills % self.size.looks == 0:
                self.damaged += not await asyncio.to_thread(self._is_whole)

    def _missing(self) -> list[str]:
        often = 1 if self.size is QUICK else OFTEN
        return [point for point in self.size.points if self.hits[point] < often]

    async def _live(self) -> None:
        point = self._aim()
        await self._feed(with_document=point.startswith("file."))
        if point.startswith("migration."):
            for copy in self.folder.glob("*-before-*"):  # a copy that is there already is not made anew
                copy.unlink()
            await self._start(mode="back")
            await self.nest.ended()
        calls, began = await self.telegram.calls(), time.time()
        is_cold = not point and self.dice.random() < self.size.cold / self.size.kills
        if is_cold:
            await self._cold()
        else:
            await self._warm(point)
        self.kills += 1
        polled = await self.telegram.polled_after(calls)
        if polled is not None and not is_cold:
            self.recoveries.append(polled - began)

    def _aim(self) -> str:
        """A point that was not hit often enough yet; as often no point, but any moment."""
        missing = self._missing()
        is_due = missing and (self.dice.random() < 0.6 or self.kills >= self.size.kills)
        return self.dice.choice(missing) if is_due else ""

    async def _feed(self, *, with_document: bool = False) -> None:
        left = max(self.size.updates - self.fed, 0)
        lives = max(self.size.kills - self.kills, 1)
        count = min(left, -(-left // lives)) or (3 if with_document else 0)
        if self.fed >= self.size.updates and not with_document:
            count = 3  # something to do for the point that is still missing
        deeds = self.script.deeds(count, with_document=with_document)
        self.script.noted(await self.telegram.feed(deeds))
        self.fed += count

    async def _warm(self, point: str) -> None:
        is_soon = point.startswith(RARE) or self.fed >= self.size.updates  # then there is little left to pass it with
        passings = 2 if point.startswith(SELDOM) else self.size.passings
        times = 1 if is_soon else self.dice.randint(1, passings)
        mode = "night" if point.startswith("backup.") else "run"
        pid = await self._start(crash_at=f"{point}:{times}" if point else "", mode=mode)
        ended = asyncio.ensure_future(self.nest.ended())
        seconds = PATIENCE if point else self.dice.uniform(*self.size.life)
        if await self._killed_by_itself(ended, seconds):
            self.hits[point] += 1
            return
        os.kill(pid, signal.SIGKILL)
        await ended

    async def _killed_by_itself(self, ended: asyncio.Future[int], seconds: float) -> bool:
        """Wait for it so long, or until the bot has nothing left to do."""
        until_then = time.monotonic() + seconds
        while (left := until_then - time.monotonic()) > 0:
            await asyncio.wait([ended], timeout=min(left, LOOK))
            if ended.done():
                assert ended.result() == -signal.SIGKILL, f"the bot ended by itself with {ended.result()}"
                return True
            if await asyncio.to_thread(self._has_rest):
                break
        return False

    async def _start(self, *, crash_at: str = "", mode: str = "run") -> int:
        url = self.telegram.url
        return await self.nest.start(data_dir=self.folder, url=url, token=TOKEN, crash_at=crash_at, mode=mode)

    async def _cold(self) -> None:
        """The command itself, from nothing."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment(self.folder, self.telegram.url), cwd=Path.cwd()
        )
        await asyncio.sleep(self.dice.uniform(2.0, 6.0))
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _is_whole(self) -> bool:
        with oracle.opened(oracle.copied(self.folder / "fieldclerk.db", self.folder / "look")) as connection:
            return oracle.is_whole(connection)

    async def rest(self) -> None:
        """Let the bot live until it has nothing left to do, and end it as an operator does."""
        pid = await self._start()
        ended = asyncio.ensure_future(self.nest.ended())
        await until(lambda: asyncio.to_thread(self._has_rest), LIMIT)
        os.kill(pid, signal.SIGTERM)
        assert await ended == 0, "an orderly end"

    def _has_rest(self) -> bool:
        with oracle.watched(self.folder / "fieldclerk.db") as connection:
            waiting = connection.execute(
                """SELECT (SELECT count(*) FROM inbox WHERE state IN ('new', 'failed'))
                + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending'))
                + (SELECT count(*) FROM file WHERE sha256 IS NULL)"""
            ).fetchone()[0]
            known = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
        return bool(waiting == 0 and known >= len(self.script.updates))


def environment(folder: Path, url: str) -> dict[str, str]:
    """What `fieldclerk run` is started with."""
    settings = {"DATA_DIR": str(folder), "API_BASE": url, "TOKEN": TOKEN, "CHAT_SPACING": "0", "LOG_LEVEL": "WARNING"}
    settings |= {"UPDATES_PER_10S": "1000000", "RECORDS_A_DAY": "0", "MEGABYTES_A_DAY": "0"}
    return {**os.environ, **{f"FIELDCLERK_{name}": value for name, value in settings.items()}}


@asynccontextmanager
async def _begun(scale: Scale, size: Size) -> AsyncIterator[Run]:
    """Everybody has a card of each of their jobs."""
    folder = scale.folder / "var"
    folder.mkdir(parents=True)
    jobs = await hire(folder, size.engineers, size.jobs)
    accounts = sorted({job.account for job in jobs})
    nests: AbstractAsyncContextManager[Nest] = (
        nullcontext(Here()) if scale.is_quick else zygote(scale.folder / "bot.log")
    )
    async with telegram(accounts) as api, nests as nest:
        starts = await api.feed([{"person": account, "say": "/start"} for account in accounts])
        run = Run(size, folder, api, nest, Script(jobs, {}, scale.random(), updates=set(starts)), scale.random())
        await run.rest()
        run.script.cards = await asyncio.to_thread(cards_of, folder / "fieldclerk.db", jobs)
        yield run


def cards_of(path: Path, jobs: list[Job]) -> dict[int, int]:
    """By record, the first message in its engineer's chat that shows it."""
    with oracle.opened(path) as connection:
        shown = connection.execute("SELECT chat_id, record_id, min(message_id) FROM delivery GROUP BY 1, 2").fetchall()
    cards = {(chat, record): message for chat, record, message in shown}
    return {job.record_id: cards[job.account, job.record_id] for job in jobs}


async def run(scale: Scale) -> dict[str, Any]:
    size = scale.pick(QUICK, FULL)
    async with _begun(scale, size) as torment:
        await torment.torment()
        await torment.rest()
        journal = await torment.telegram.journal()
        found = await asyncio.to_thread(_judge, torment, journal)
    return _figures(torment, found)


def _judge(torment: Run, journal: dict[int, Any]) -> dict[str, Any]:
    with oracle.opened(torment.folder / "fieldclerk.db") as connection:
        found = oracle.compare(connection, torment.folder / "files", torment.script, journal)
        return {**found, "whole": oracle.is_whole(connection), "broken": oracle.broken_links(connection)}


def _figures(torment: Run, found: dict[str, Any]) -> dict[str, Any]:
    lost, doubled = sum(found["lost"].values()), sum(found["doubled"].values())
    slowest = max(torment.recoveries, default=0.0)
    is_met = not (lost or doubled or torment.damaged or found["broken"]) and found["whole"] and slowest <= RECOVERY
    return {
        "kills": torment.kills,
        "at_points": torment.hits.total(),
        "fewest_at_a_point": min(torment.hits[point] for point in torment.size.points),
        "updates": len(torment.script.updates),
        "effects": len(torment.script.effects),
        "lost": lost,
        "doubled": doubled,
        "what": {"lost": dict(found["lost"]), "doubled": dict(found["doubled"])},
        "broken_links": found["broken"],
        "damaged_files": torment.damaged + (not found["whole"]),
        "answers_repeated": found["answers_repeated"],
        "slowest_recovery_s": round(slowest, 2),
        "met": is_met,
    }
