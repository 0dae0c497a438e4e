"""T11: one member sends a thousand updates a second while others work; bombs are sent in place of photos and files."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.waiting import until
from tests.torture.bombs import BOMBS
from tests.torture.crew import FIRST, hire
from tests.torture.scale import Scale
from tests.torture.t01_kills import environment
from tests.torture.telegram import TOKEN, Telegram, telegram
from tests.torture.zygote import Here

TITLE = "one who floods slows nobody down; a bomb costs little memory and is refused at once"
ALONE = True
OTHERS = 10
SLOWEST = 2.0  # seconds, for 95 of 100 answers to the others
A_UPDATE, AT_FIRST = 2_500, 8 * 2**20  # bytes that the database may grow by: for each, and for the log beside it
MEMORY = 150.0  # MB above what the process had
REFUSED_IN = 2.0  # seconds of a processor


async def run(scale: Scale) -> dict[str, Any]:
    folder = scale.folder / "var"
    await asyncio.to_thread(folder.mkdir, parents=True)
    await hire(folder, OTHERS + 1, 0)
    seconds, rate = scale.pick((1, 50), (30, 1000))
    async with telegram(range(FIRST, FIRST + OTHERS + 1)) as api, _bot(folder, api, scale) as pid:
        await api.feed([{"person": FIRST + number, "say": "/start"} for number in range(OTHERS + 1)])
        await until(lambda: _has_answered(api), 60)
        before = await asyncio.to_thread(_size, folder)
        flood = asyncio.create_task(_flood(api, seconds, rate))
        waits = [wait for one in await _others(api, flood) for wait in one]
        grown = await asyncio.to_thread(_size, folder) - before
        memory = await asyncio.to_thread(_resident, pid)
    bombs = await asyncio.to_thread(_bombs, scale.pick(tuple(BOMBS)[:1], tuple(BOMBS)))
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    sent = await flood
    return {
        "flood": sent,
        "answers_to_others": len(waits),
        "p95_s": round(p95, 2),
        "bytes_an_update": round(grown / sent),
        "rss_mb": round(memory),
        **bombs,
        "met": p95 <= SLOWEST
        and grown <= AT_FIRST + sent * A_UPDATE
        and bombs["bombs_mb"] <= MEMORY
        and bombs["bombs_slowest_s"] <= REFUSED_IN
        and not bombs["let_in"],
    }


@asynccontextmanager
async def _bot(folder: Path, api: Telegram, scale: Scale) -> AsyncIterator[int]:
    """The command itself, with the pace that it has unless it is set; at a small scale, a fork of this process."""
    if scale.is_quick:
        nest = Here()
        pid = await nest.start(data_dir=folder, url=api.url, token=TOKEN, updates_per_10s=20)
        yield pid
        os.kill(pid, signal.SIGKILL)
        await nest.ended()
        return
    settings = environment(folder, api.url)
    del settings["FIELDCLERK_UPDATES_PER_10S"]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=settings)
    try:
        yield process.pid
    finally:
        process.kill()
        await process.wait()


async def _has_answered(api: Telegram) -> bool:
    journal = await api.journal()
    return all(any(message["from_bot"] for message in journal.get(FIRST + n, [])) for n in range(OTHERS + 1))


def _bombs(names: Sequence[str]) -> dict[str, Any]:
    """Each in a process of its own, which says what it cost."""
    found = {name: _exploded(name) for name in names}
    return {
        "bombs": len(found),
        "bombs_mb": round(max(cost["mb"] for cost in found.values())),
        "bombs_slowest_s": round(max(cost["seconds"] for cost in found.values()), 2),
        "let_in": [name for name, cost in found.items() if cost["let_in"]],
    }


def _exploded(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.torture.bombs", name]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    return found


def _resident(pid: int) -> float:
    """Memory in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("fieldclerk.db*"))


async def _flood(api: Telegram, seconds: int, rate: int) -> int:
    """Texts and presses of one member, ten times a second a tenth of the rate."""
    began, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        due = int(passed * rate) - sent
        deeds = [{"person": FIRST, "say": f"flood {number}"} for number in range(due)]
        if deeds:
            await api.feed(deeds)
        sent += due
        await asyncio.sleep(0.1)
    return sent


async def _others(api: Telegram, flood: asyncio.Task[int]) -> list[list[float]]:
    return await asyncio.gather(*(_working(api, FIRST + number, flood) for number in range(1, OTHERS + 1)))


async def _working(api: Telegram, account: int, flood: asyncio.Task[int]) -> list[float]:
    """How long each answer takes, as long as the flood lasts."""
    person, waits = api.player.person(account), list[float]()
    while not flood.done() or not waits:
        began = time.monotonic()
        said = await person.say("/help")
        while not await person.messages(said["message_id"], wait=20):
            assert time.monotonic() - began < 60, "nobody answers"
        waits.append(time.monotonic() - began)
        await asyncio.sleep(0.6)
    return waits
