"""People who tap, as a process of their own: as on a phone, what they cost is not the bot's.

`python -m bot.bench.people URL SECRET` prints the seconds of each tap as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.client import Player

PEOPLE = (1001, 1002, 1003, 1004, 1005)
ROUNDS = 20
WARM_UP = 3


@dataclass(frozen=True)
class Spent:
    """Seconds from a tap to its answer: of one person alone, and of each when all tap at once."""

    alone: list[float]
    together: list[list[float]]


class Talk:
    """One person in a form: forth by the first choice, back by the button for it."""

    def __init__(self, player: Player, person_id: int) -> None:
        self.person = player.person(person_id)
        self.player = player
        self.card: dict[str, Any] = {}

    async def begin(self) -> None:
        """Open the form that everybody may open."""
        await self.person.say("/new")
        await self.player.settle(10)
        await self.person.tap("⚠")
        await self.player.settle(10)
        self.card = await self.person.last()

    async def taps(self, rounds: int) -> list[float]:
        """Seconds of each tap, two a round."""
        spent: list[float] = []
        for _ in range(rounds):
            spent.append(await self._timed(None))
            spent.append(await self._timed("‹"))
        return spent

    async def _timed(self, text: str | None) -> float:
        choice: dict[str, Any] = {"text": text} if text else {"row": 0, "column": 0}
        began = time.perf_counter()
        await self.person.tap(**choice, message_id=self.card["id"])
        self.card = (await self.person.messages(since=self.card["version"], wait=5))[-1]
        return time.perf_counter() - began


async def tap_around(url: str, secret: str) -> Spent:
    """One person for a while, then all of them at once."""
    async with Player(url, secret) as player:
        await player.settle(10)
        talks = [Talk(player, person_id) for person_id in PEOPLE]
        for talk in talks:
            await talk.begin()
        alone = await talks[0].taps(WARM_UP + ROUNDS)
        return Spent(alone[WARM_UP * 2 :], await asyncio.gather(*(talk.taps(ROUNDS) for talk in talks)))


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(tap_around(*sys.argv[1:])))))  # noqa: T201 - its answer
