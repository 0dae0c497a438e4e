"""G1 to G4 and G16: what it costs that a step is kept before it is answered."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from statistics import median

from aiogram import Bot

from bot.bench.answering import answering
from bot.bench.bases import job
from bot.bench.goals import NotMeasured, Ratio, Result
from bot.bench.naive import naive
from bot.bench.quiet import loopback_bot, quiet_bot
from bot.bench.rounds import Size, interleaved, percentile
from bot.bench.servers import postgres
from bot.bench.step import Durable, Stage, bare

AT_ONCE = 16


@asynccontextmanager
async def durable_stage(bot: Bot, url: str | None = None) -> AsyncIterator[Stage]:
    """The step with the product's writer beside it."""
    async with job(url) as kept:
        yield await _begun(bot, kept.keep)


@asynccontextmanager
async def naive_stage(bot: Bot) -> AsyncIterator[Stage]:
    async with naive() as kept:
        yield await _begun(bot, kept.keep)


async def _begun(bot: Bot, durable: Durable) -> Stage:
    stage = Stage(bot, durable)
    await stage.begin()
    return stage


async def alone(size: Size) -> list[Result]:
    bot = quiet_bot()
    base = await bare(bot)
    async with durable_stage(bot) as kept:
        wall = await interleaved(size, base.next, kept.next, size.times(200, 10))
        cpu = await interleaved(size, base.next, kept.next, size.times(100, 10), time.process_time)
        return [Ratio("G1", *wall), Ratio("G1-cpu", *cpu)]


async def over_http(size: Size) -> list[Result]:
    async with answering() as url:
        bot = loopback_bot(url)
        base = await bare(bot)
        async with durable_stage(bot) as kept:
            found = await interleaved(size, base.next, kept.next, size.times(150, 5))
        await bot.session.close()
    return [Ratio("G1b", *found)]


async def at_once(size: Size) -> list[Result]:
    bot = quiet_bot()
    async with durable_stage(bot) as kept:
        base, candidate, _, spent = await _together(size, await bare(bot), kept)
    return [Ratio("G2", base, candidate), Ratio("G2-p99", percentile(spent, 0.5), percentile(spent, 0.99))]


async def against_sessions(size: Size) -> list[Result]:
    bot = quiet_bot()
    async with durable_stage(bot) as kept, naive_stage(bot) as sessions:
        step = Ratio("G3", *await interleaved(size, sessions.next, kept.next, size.times(100, 5)))
        base, candidate, spent_there, spent_here = await _together(size, sessions, kept)
    slowest = Ratio("G3-p99", percentile(spent_there, 0.99), percentile(spent_here, 0.99))
    return [step, Ratio("G3-16", base, candidate), slowest]


async def _together(size: Size, base: Stage, candidate: Stage) -> tuple[float, float, list[float], list[float]]:
    """µs a tap of each when 16 tap at once, and what each tap took."""
    taps = size.times(25)
    sums: tuple[list[float], list[float]] = ([], [])
    spent: tuple[list[float], list[float]] = ([], [])
    for stage in (base, candidate):
        await stage.together(AT_ONCE, 2)
    for _ in range(size.rounds):
        for side, stage in enumerate((base, candidate)):
            a_tap, each = await stage.together(AT_ONCE, taps)
            sums[side].append(a_tap)
            spent[side].extend(each)
    return median(sums[0]), median(sums[1]), *spent


async def on_postgres(size: Size) -> list[Result]:
    async with postgres() as url:
        if url is None:
            return [NotMeasured("G4", "set FIELDCLERK_BENCH_POSTGRES to an empty database")]
        bot = quiet_bot()
        base = await bare(bot)
        async with durable_stage(bot, url) as kept:
            return [Ratio("G4", *await interleaved(size, base.next, kept.next, size.times(150, 5)))]


async def outbox_row(size: Size) -> list[Result]:
    async with job() as kept:
        without, told = partial(kept.change, 1), partial(kept.keep, 1)
        return [Ratio("G16", *await interleaved(size, without, told, size.times(300, 10)))]
