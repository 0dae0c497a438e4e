"""How long it takes from a tap to the answer in the chat, for one person and for five at once, over real HTTP;
and what memory bot and sandbox hold after it."""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bench.goals import Goal
from bot.demo.run import start
from bot.sandbox.client import Player
from bot.settings import load

PEOPLE = (1001, 1002, 1003, 1004, 1005)
ROUNDS = 20
WARM_UP = 3


async def measure() -> list[Goal]:
    """Taps through a form of the demo (each a durable step) and back: medians in milliseconds, the peak in MB."""
    with TemporaryDirectory() as folder:
        demo = await start(load(data_dir=Path(folder), demo_port=0), port=0)
        try:
            async with Player(demo.url, demo.secret) as player:
                await player.settle(10)
                talks = [Talk(player, person_id) for person_id in PEOPLE]
                for talk in talks:
                    await talk.begin()
                alone = await talks[0].taps(WARM_UP + ROUNDS)
                together = await asyncio.gather(*(talk.taps(ROUNDS) for talk in talks))
        finally:
            await demo.stop()
    return [
        Goal("tap", "tap to answer in the chat, one person, median", _median(alone[WARM_UP * 2 :]), 100, "ms"),
        Goal("tap-5", "the same, five at once, the slowest one's median", max(map(_median, together)), 100, "ms"),
        Goal("memory", "bot and sandbox in one process, at their largest", _peak(), 300, "MB"),
    ]


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def _peak() -> float:
    """Megabytes. The kernel counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Talk:
    """One person in a form: forth by the first choice, back by the button for it."""

    def __init__(self, player: Player, person_id: int) -> None:
        self.person = player.person(person_id)
        self.player = player

    async def begin(self) -> None:
        """Open the form that everybody may open."""
        await self.person.say("/new")
        await self.player.settle(10)
        await self.person.tap("⚠")
        await self.player.settle(10)

    async def taps(self, rounds: int) -> list[float]:
        """Seconds of each tap, two a round."""
        spent: list[float] = []
        for _ in range(rounds):
            spent.append(await self._timed(None))
            spent.append(await self._timed("‹"))
        return spent

    async def _timed(self, text: str | None) -> float:
        card = await self.person.last()
        choice: dict[str, Any] = {"text": text} if text else {"row": 0, "column": 0}
        began = time.perf_counter()
        await self.person.tap(**choice, message_id=card["id"])
        await self.person.messages(since=card["version"], wait=5)
        return time.perf_counter() - began
