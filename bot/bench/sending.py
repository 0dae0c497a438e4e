"""G12 to G14: the way out, from the row to the loopback and back."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from telegram.request import BaseRequest, HTTPXRequest

from bot.bench.answering import TOKEN, answering
from bot.bench.bases import KEYS, Standing, database
from bot.bench.goals import Ratio, Result
from bot.bench.rounds import Size, interleaved
from bot.desk.house import house_of
from bot.reminders.courier import AT_ONCE, Courier
from bot.reminders.courier_bot import CONNECTIONS, Sender, close, make_sender, send
from bot.reminders.courier_parcel import Parcel
from bot.reminders.renderer import Desktop
from bot.settings import load
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.tx import Tx

TELEGRAM: Final = 1e6 / 30  # µs a message, as fast as Telegram lets a bot send
UNPACED: Final = 1e6
PEOPLE: Final = 20


def _stock() -> BaseRequest:
    """python-telegram-bot's own HTTP, with as many connections as ours."""
    return HTTPXRequest(connection_pool_size=CONNECTIONS, read_timeout=15, pool_timeout=10)


def _queue(tx: Tx, rows: int) -> None:
    for number in range(rows):
        person, key = 1 + number % PEOPLE, f"bench:{next(KEYS)}"
        params = {"msgid": "This was settled while you were writing.", "values": {}}
        outbox.enqueue(tx, key=key, kind="notice", person_id=person, params=params)


async def outbox_alone(size: Size) -> list[Result]:
    """The claim and the marks as the courier makes them: sixteen at a time, marked together."""
    async with database() as opened:

        async def drain() -> None:
            while rows := await opened.write(outbox.claim, AT_ONCE):
                await asyncio.gather(*(opened.write(outbox.sent, row, 1) for row in rows))

        cpu, _ = await _a_row(size, opened, drain)
        return [Ratio("G12", TELEGRAM, cpu)]


async def _a_row(size: Size, opened: Database, drain: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """µs of a row, in CPU time and by the clock on the wall."""
    rows = size.times(400, 20)
    cpu, wall = [], []
    for _ in range(size.rounds + 1):  # the first warms up
        await opened.write(_queue, rows)
        began, used = time.perf_counter(), time.process_time()
        await drain()
        cpu.append((time.process_time() - used) / rows * 1e6)
        wall.append((time.perf_counter() - began) / rows * 1e6)
    return statistics.median(cpu[1:]), statistics.median(wall[1:])


@asynccontextmanager
async def _courier(opened: Database, sender: Sender) -> AsyncIterator[Courier]:
    courier = Courier(opened, sender, Desktop(house_of(load())), Standing(), spacing=0.0)
    try:
        yield courier
    finally:
        await courier.close()


async def end_to_end(size: Size) -> list[Result]:
    found: list[Result] = []
    async with answering() as url, database() as opened:
        for goal, request in (("G13", None), ("G13-httpx", _stock())):
            sender = make_sender(TOKEN, url, rate=UNPACED, request=request)
            async with _courier(opened, sender) as courier:
                cpu, wall = await _a_row(size, opened, courier.drain)
                found.append(Ratio(goal, TELEGRAM, cpu))
                found += [] if request else [Ratio("G13-wall", TELEGRAM, wall)]
    return found


async def http(size: Size) -> list[Result]:
    async with answering() as url:
        stock, ours = (make_sender(TOKEN, url, rate=UNPACED, request=request) for request in (_stock(), None))
        pair = [_sixteen(sender) for sender in (stock, ours)]
        base, candidate = await interleaved(size, pair[0], pair[1], size.times(20))
        for sender in (stock, ours):
            await close(sender)
    return [Ratio("G13-http", base / AT_ONCE, candidate / AT_ONCE)]


def _sixteen(sender: Sender) -> Callable[[], Awaitable[object]]:
    async def all_at_once() -> None:
        await asyncio.gather(*(send(sender, Parcel(chat, "hello")) for chat in range(1, AT_ONCE + 1)))

    return all_at_once


async def share_of_a_core(size: Size) -> list[Result]:
    """CPU µs of the process in a second of wall time, while 30 messages leave in it."""
    found: list[Result] = []
    rows = size.times(150, 10)
    async with answering() as url, database() as opened:
        for goal, request in (("G14", None), ("G14-httpx", _stock())):
            async with _courier(opened, make_sender(TOKEN, url, rate=30, request=request)) as courier:
                await opened.write(_queue, 5)
                await courier.drain()
                await opened.write(_queue, rows)
                began, cpu = time.perf_counter(), time.process_time()
                await courier.drain()
                share = (time.process_time() - cpu) / (time.perf_counter() - began)
                found.append(Ratio(goal, 1e6, share * 1e6))
    return found
