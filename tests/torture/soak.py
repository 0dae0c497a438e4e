"""T17: the bot for as long as one gives it, with five updates a second and every twentieth message failing.

`python -m tests.torture soak --minutes 120` prints a line a minute and ends with 1 if something grows."""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.support.waiting import until
from tests.torture import oracle
from tests.torture.crew import FIRST, hire
from tests.torture.runner import say
from tests.torture.script import Script
from tests.torture.t01_kills import cards_of, environment
from tests.torture.telegram import Mood, Telegram, telegram

PACE = 5  # updates a second
ENGINEERS, JOBS = 20, 4
WARM = 0.2  # of the time, until memory is compared
DRIFT = 0.10
WAL = 64.0  # MB
OLDEST = 60.0  # seconds


@dataclass(frozen=True)
class Sample:
    """What the bot holds at a moment."""

    rss_mb: float
    files: int
    wal_mb: float
    oldest_s: float


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=17)
    asked = parser.parse_args(words)
    figures = asyncio.run(soak(asked.minutes, asked.seed))
    say(json.dumps(figures, sort_keys=True))
    return 0 if figures["met"] else 1


async def soak(minutes: float, seed: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="fieldclerk-soak-"))
    jobs = await hire(folder, ENGINEERS, JOBS)
    accounts = sorted({job.account for job in jobs})
    async with telegram(accounts, Mood(faults=0.05, seed=seed, hang=1)) as api:
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment(folder, api.url))
        try:
            await api.feed([{"person": account, "say": "/start"} for account in accounts])
            await until(lambda: asyncio.to_thread(_has_cards, folder / "fieldclerk.db", len(jobs)), 120)
            cards = await asyncio.to_thread(cards_of, folder / "fieldclerk.db", jobs)
            samples = await _watched(api, Script(jobs, cards, Random(seed)), folder, bot.pid, minutes)
        finally:
            bot.terminate()
            await bot.wait()
    return _figures(samples, minutes)


def _has_cards(path: Path, count: int) -> bool:
    with oracle.opened(path) as connection:
        found = connection.execute(f"SELECT count(DISTINCT record_id) FROM delivery WHERE chat_id >= {FIRST}")
        return int(found.fetchone()[0]) >= count


async def _watched(api: Telegram, script: Script, folder: Path, pid: int, minutes: float) -> list[Sample]:
    """Feed it, and look at it twelve times a minute at first, then once."""
    end, look, samples = time.monotonic() + minutes * 60, 0.0, list[Sample]()
    while (now := time.monotonic()) < end:
        script.noted(await api.feed(script.deeds(PACE)))
        if now >= look:
            samples.append(await asyncio.to_thread(_sample, folder, pid))
            say(json.dumps(asdict(samples[-1])))
            look = now + min(60.0, minutes * 6)
        await asyncio.sleep(max(0.0, now + 1 - time.monotonic()))
    return samples


def _sample(folder: Path, pid: int) -> Sample:
    process, wal = Path(f"/proc/{pid}"), folder / "fieldclerk.db-wal"
    pages = int((process / "statm").read_text().split()[1])
    with oracle.opened(folder / "fieldclerk.db") as connection:
        waits = "SELECT min(not_before) FROM outbox WHERE state IN ('queued', 'sending')"
        since = connection.execute(waits).fetchone()[0]
    oldest = (datetime.now(UTC) - datetime.fromisoformat(since).replace(tzinfo=UTC)).total_seconds() if since else 0.0
    return Sample(
        rss_mb=round(pages * resource.getpagesize() / 2**20, 1),
        files=len(list((process / "fd").iterdir())),
        wal_mb=round(wal.stat().st_size / 2**20, 1) if wal.exists() else 0.0,
        oldest_s=round(max(oldest, 0.0), 1),
    )


def _figures(samples: list[Sample], minutes: float) -> dict[str, Any]:
    warm = samples[int(len(samples) * WARM) :]
    third = max(len(warm) // 3, 1)
    early, late = (sum(s.rss_mb for s in some) / len(some) for some in (warm[:third], warm[-third:]))
    drift = (late - early) / early
    files = max(s.files for s in warm[-third:]) - max(s.files for s in warm[:third])
    wal, oldest = max(s.wal_mb for s in samples), max(s.oldest_s for s in samples)
    return {
        "minutes": minutes,
        "rss_drift": round(drift, 3),
        "more_files": files,
        "most_wal_mb": wal,
        "oldest_outbox_s": oldest,
        "met": drift <= DRIFT and files <= 2 and wal <= WAL and oldest <= OLDEST,
    }
