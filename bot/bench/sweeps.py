"""G8 to G11: reminders are rows, so that it does not matter how many of them there are."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bench.bases import Standing
from bot.bench.crowd import Crowd, crowd
from bot.bench.goals import NotMeasured, Ratio, Result
from bot.bench.per_job import per_job
from bot.bench.rounds import Size, interleaved
from bot.bench.servers import postgres
from bot.storage import sqlite
from bot.storage.database import Database

FEW = 1000


async def sweeps(size: Size) -> list[Result]:
    """In one go, for it takes a while to fill the database."""
    async with crowd(FEW) as few, crowd(size.times(1_000_000, 20_000)) as many:
        found = [*await _sweep("G8", size, few, many), *await _against_jobs(size, many)]
        found.append(await _against_looking(size, many))
        return [*found, *await _starts(size, few, many)]


async def sweeps_on_postgres(size: Size) -> list[Result]:
    async with postgres() as url:
        if url is None:
            return [NotMeasured("G8-pg", "set FIELDCLERK_BENCH_POSTGRES to an empty database")]
        async with crowd(FEW, url) as one:
            base = await _costs(size, one)
            await one.fill(size.times(100_000, 5000))
            return [Ratio("G8-pg", base, await _costs(size, one))]


async def _costs(size: Size, one: Crowd) -> float:
    """µs of a sweep. A server has no second database at hand to take turns with: first few items, then many."""
    rounds = min(size.rounds, 4)  # of a thousand items no more fall due: the others are for the second time
    return statistics.median([await _after(one.fall_due, one.sweep) for _ in range(rounds)])


async def _sweep(goal: str, size: Size, few: Crowd, many: Crowd) -> list[Result]:
    idle = Ratio(f"{goal}-idle", *await interleaved(size, few.idle_sweep, many.idle_sweep, size.times(20)))
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(size.rounds + 1):  # the first warms up
        for side, one in enumerate((few, many)):
            spent[side].append(await _after(one.fall_due, one.sweep))
    return [Ratio(goal, *(statistics.median(side[1:]) for side in spent)), idle]


async def _against_jobs(size: Size, many: Crowd) -> list[Result]:
    spent: tuple[list[float], list[float], list[float]] = ([], [], [])
    with per_job(size.times(100_000, 1000)) as jobs:
        for _ in range(size.rounds):
            spent[0].append(await _after(jobs.fall_due, jobs.run_due))
            spent[1].append(await _after(many.fall_due, many.sweep))
            spent[2].append(await _after(many.fall_due, many.claim_only))
    base, sweep, rows = (statistics.median(side) for side in spent)
    return [Ratio("G9", base, sweep), Ratio("G9-rows", base, rows)]


async def _against_looking(size: Size, many: Crowd) -> Ratio:
    await many.fall_due()
    found = await interleaved(size, many.look_at_all, many.find, 1)
    await many.claim_only()
    return Ratio("G10", *found)


async def _starts(size: Size, few: Crowd, many: Crowd) -> list[Result]:
    """With the check of the file, which grows with it, and without: everything else is a matter of rows."""
    whole: tuple[list[float], list[float]] = ([], [])
    rest: tuple[list[float], list[float]] = ([], [])
    with _checks_timed() as checks:
        for _ in range(size.rounds):
            for side, one in enumerate((few, many)):
                await one.database.close()
                whole[side].append(await _opened(one))
                rest[side].append(whole[side][-1] - checks[-1])
    return [
        Ratio("G11", *(statistics.median(side) for side in whole)),
        Ratio("G11-rows", *(statistics.median(side) for side in rest)),
    ]


async def _opened(one: Crowd) -> float:
    began = time.perf_counter()
    one.database = await Database.open(f"sqlite:///{one.place}", Standing())
    await one.idle_sweep()
    return (time.perf_counter() - began) * 1e6


@contextmanager
def _checks_timed() -> Iterator[list[float]]:
    """The µs of each check that a start makes meanwhile."""
    spent: list[float] = []
    check = sqlite.check_file

    def checked(path: Path) -> None:
        began = time.perf_counter()
        check(path)
        spent.append((time.perf_counter() - began) * 1e6)

    sqlite.check_file = checked
    try:
        yield spent
    finally:
        sqlite.check_file = check


async def _after(first: Callable[[], Awaitable[None]], then: Callable[[], Awaitable[None]]) -> float:
    """µs of what comes second."""
    await first()
    began = time.perf_counter()
    await then()
    return (time.perf_counter() - began) * 1e6
