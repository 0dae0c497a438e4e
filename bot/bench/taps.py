"""How long it takes from a tap to the answer in the chat, for one person and for five at once, over real HTTP;
and what memory bot and sandbox hold after it."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.goals import Goal
from bot.bench.people import Spent
from bot.bench.rounds import Size
from bot.demo.run import Demo, start
from bot.settings import load


async def measure(size: Size) -> list[Goal]:
    """Taps through a form of the demo (each a durable step) and back: medians in milliseconds, the peak in MB."""
    with TemporaryDirectory() as folder:
        demo = await start(load(data_dir=Path(folder), demo_port=0), port=0)
        try:
            spent = await _spent(demo)
        finally:
            await demo.stop()
    together = max(map(_median, spent.together))
    return [
        Goal("tap", "tap to answer in the chat, one person, median", _median(spent.alone), 100, "ms"),
        Goal("tap-5", "the same, five at once, the slowest one's median", together, 100, "ms"),
        Goal("memory", "bot and sandbox in one process, at their largest", _peak(), 300, "MB"),
    ]


async def _spent(demo: Demo) -> Spent:
    people = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.bench.people", demo.url, demo.secret), stdout=asyncio.subprocess.PIPE
    )
    answer, _ = await people.communicate()
    if people.returncode:
        raise RuntimeError("the people who tap have failed; what they say stands above")
    return Spent(**json.loads(answer))


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def _peak() -> float:
    """Megabytes. The kernel counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
