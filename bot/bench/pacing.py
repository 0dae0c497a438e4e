"""G15: how many messages leave in a second, when many wait after a rest."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import Any, Final

from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest

from bot.bench.answering import TOKEN, answer
from bot.bench.goals import Ratio, Result
from bot.bench.rounds import Size
from bot.reminders.courier_bot import make_sender, send
from bot.reminders.courier_parcel import Parcel

RATE: Final = 25


class Noting(BaseRequest):
    """Answers at once, and notes when it was asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    @property
    def read_timeout(self) -> None:
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is open."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.asked.append(time.monotonic())
        return 200, answer("sendMessage", 1, "hello").encode()

    def most_in_a_second(self) -> int:
        return max(sum(1 for other in self.asked if at <= other < at + 1) for at in self.asked)


async def pacing(size: Size) -> list[Result]:
    """From a standing start, as after a night: both at the same time, for as long as the burst lasts."""
    ours, stock = Noting(), Noting()
    limiter = AIORateLimiter(overall_max_rate=RATE)
    senders = make_sender(TOKEN, rate=RATE, request=ours), ExtBot(TOKEN, request=stock, rate_limiter=limiter)
    many = size.times(3 * RATE, RATE // 2)
    sends = (send(sender, Parcel(chat, "hello")) for sender in senders for chat in range(1, many + 1))
    await asyncio.gather(*sends)
    assert all(later > earlier for earlier, later in pairwise(ours.asked))
    most = ours.most_in_a_second(), stock.most_in_a_second()
    return [Ratio(goal, 1e6 / n, 1e6 / RATE) for goal, n in zip(("G15", "G15-stock"), most, strict=True)]
