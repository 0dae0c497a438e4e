"""G5 to G7: state that outlives the process, many handlers, and no pause of the collector."""

from __future__ import annotations

import time

from aiogram import Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram.types import CallbackQuery

from bot.app import spare_the_collector
from bot.bench.bases import database
from bot.bench.goals import NotMeasured, Ratio, Result
from bot.bench.quiet import quiet_bot
from bot.bench.rounds import Clock, Size, interleaved, percentile
from bot.bench.servers import redis
from bot.bench.step import Stage, bare
from bot.handlers.callbacks import Press
from bot.handlers.filters import Asks
from bot.handlers.presses import presses_router
from bot.storage.dialog_state import DialogState
from bot.storage.redis_shelf import RedisShelf

HANDLERS = 100


async def state(size: Size) -> list[Result]:
    async with database() as opened:
        return [
            await _state("G5", size, DialogState(opened)),
            await _state("G5-cpu", size, DialogState(opened), time.process_time),
        ]


async def state_in_redis(size: Size) -> list[Result]:
    async with redis() as url, database() as opened:
        if url is None:
            return [NotMeasured("G5-redis", "set FIELDCLERK_BENCH_REDIS to the address of one")]
        shelf = RedisShelf(url)
        try:
            return [await _state("G5-redis", size, DialogState(opened, shelf))]
        finally:
            await shelf.close()


async def _state(goal: str, size: Size, storage: BaseStorage, clock: Clock = time.perf_counter) -> Ratio:
    bot = quiet_bot()
    base, kept = await bare(bot), Stage(bot, storage=storage)
    await kept.begin()
    return Ratio(goal, *await interleaved(size, base.next, kept.next, size.times(200, 10), clock))


async def routing(size: Size) -> list[Result]:
    """The product's own router of presses, as often as it takes; a tap in a dialog is for none of its handlers."""
    one = Router()
    one.callback_query.register(_press, Asks(Press))
    many = [presses_router()]
    while sum(len(router.callback_query.handlers) for router in many) < HANDLERS:
        many.append(presses_router())
    bot = quiet_bot()
    base, candidate = Stage(bot, first=[one]), Stage(bot, first=many)
    for stage in (base, candidate):
        await stage.begin()
    return [Ratio("G6", *await interleaved(size, base.next, candidate.next, size.times(200, 10)))]


async def _press(query: CallbackQuery) -> None:
    """What is tapped here is never a press on a card."""


async def pauses(size: Size) -> list[Result]:
    """In CPU time of the process: what others take of the machine is no pause of ours."""
    stage = await bare(quiet_bot())
    await stage.next()
    spare_the_collector()  # as after a start
    spent = []
    for number in range(size.times(8000, 300)):
        began = time.process_time()
        await stage.next()
        if number >= size.times(200, 50):
            spent.append((time.process_time() - began) * 1e6)
    return [Ratio("G7", percentile(spent, 0.5), percentile(spent, 0.999))]
