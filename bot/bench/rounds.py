"""Base and candidate in turns: what the machine does beside them touches both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

Work = Callable[[], Awaitable[object]]
Clock = Callable[[], float]  # seconds; time.process_time leaves out what others take of the machine


@dataclass(frozen=True)
class Size:
    """How much is measured. `quick` shows that everything can be measured, and no more."""

    quick: bool = False

    @property
    def rounds(self) -> int:
        return 2 if self.quick else 7

    def times(self, many: int, few: int = 2) -> int:
        """So many, or in a hurry so few."""
        return few if self.quick else many


async def interleaved(
    size: Size, base: Work, candidate: Work, times: int, clock: Clock = time.perf_counter
) -> tuple[float, float]:
    """The medians over the rounds, in µs of one base and one candidate; `times` of each a round, one to warm up."""
    await base()
    await candidate()
    works = [(partial(timed, base, times, clock), 0), (partial(timed, candidate, times, clock), 1)]
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(size.rounds):
        for work, side in works if number % 2 else reversed(works):
            spent[side].append(await work())
    return statistics.median(spent[0]), statistics.median(spent[1])


async def timed(work: Work, times: int, clock: Clock = time.perf_counter) -> float:
    """µs of one, of so many one after the other."""
    began = clock()
    for _ in range(times):
        await work()
    return (clock() - began) / times * 1e6


def percentile(spent: list[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * share))]
