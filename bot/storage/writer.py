"""The only writer: verbs that wait together are committed together, each in a savepoint of its own."""

from __future__ import annotations

import asyncio
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock
from bot.crash import crash_point
from bot.errors import StorageClosed
from bot.storage import fence
from bot.storage.bell import Bell
from bot.storage.seats import Seat
from bot.storage.sqlite import transaction_is_lost
from bot.storage.trouble import must_begin_anew
from bot.storage.tx import T, Tx, Verb, perform

BATCH = 32


@dataclass
class Job:
    verb: Verb[Any]
    future: asyncio.Future[Any]
    context: Context = field(default_factory=copy_context)


@dataclass
class Outcome:
    result: Any = None
    error: Exception | None = None
    topics: set[str] = field(default_factory=set)


class Writer:
    def __init__(self, seat: Seat, clock: Clock, bell: Bell) -> None:
        self._seat = seat
        self._clock = clock
        self._bell = bell
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._serve(), name="writer")
        self._closed = False

    async def run(self, verb: Verb[T]) -> T:
        """Queue `verb` and wait for its commit. A caller who gives up takes nothing with him but his own answer."""
        if self._closed:
            raise StorageClosed("the database is closed")
        job = Job(verb, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        result: T = await job.future
        return result

    async def close(self) -> None:
        """Commit what is queued, then stop."""
        self._closed = True
        self._jobs.put_nowait(None)
        await self._task

    async def _serve(self) -> None:
        while (first := await self._jobs.get()) is not None:
            batch, last = self._take(first)
            await self._commit([job for job in batch if not job.future.done()])
            if last:
                return

    def _take(self, first: Job) -> tuple[list[Job], bool]:
        batch = [first]
        while len(batch) < BATCH and not self._jobs.empty():
            job = self._jobs.get_nowait()
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    async def _commit(self, batch: list[Job]) -> None:
        if not batch:
            return
        now = self._clock.now()
        try:
            outcomes = await self._seat.commit(lambda conn: self._play(conn, batch, now))
        except Exception as error:  # noqa: BLE001 - each caller gets it raised
            outcomes = [Outcome(error=error) for _ in batch]
        crash_point("writer.committed")
        for job, outcome in zip(batch, outcomes, strict=True):
            _answer(job.future, outcome)
        self._bell.ring(_topics(outcomes))

    def _play(self, conn: Connection, batch: list[Job], now: datetime) -> list[Outcome]:
        # Alone, the transaction itself is the savepoint.
        outcomes = [_act(conn, batch[0], now)] if len(batch) == 1 else [_act_apart(conn, job, now) for job in batch]
        if topics := _topics(outcomes):
            self._seat.announce(conn, topics)
        crash_point("writer.uncommitted")
        return outcomes


def _topics(outcomes: list[Outcome]) -> set[str]:
    return {topic for outcome in outcomes for topic in outcome.topics}


def _act(conn: Connection, job: Job, now: datetime) -> Outcome:
    tx = Tx(conn, now)
    job.context.run(fence.ask, tx)
    return Outcome(result=job.context.run(perform, job.verb, tx), topics=tx.topics)


def _act_apart(conn: Connection, job: Job, now: datetime) -> Outcome:
    savepoint = conn.begin_nested()
    try:
        outcome = _act(conn, job, now)
    except Exception as error:
        if must_begin_anew(error) or transaction_is_lost(conn):
            raise
        savepoint.rollback()
        return Outcome(error=error)
    savepoint.commit()
    return outcome


def _answer(future: asyncio.Future[Any], outcome: Outcome) -> None:
    if future.done():  # its caller was cancelled meanwhile
        return
    if outcome.error is None:
        future.set_result(outcome.result)
    else:
        future.set_exception(outcome.error)
