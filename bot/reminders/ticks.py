"""The only use of a scheduler: it ticks sweeps over indexed rows. What is due is in the rows, never in a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.desk import (
    agreement_ends,
    agreements,
    centres,
    chasing,
    cpa_sweeps,
    delivery_questions,
    expiries,
    informations,
    ledger,
    mornings,
    nights,
    reviews,
    surveys,
    verifications,
)
from bot.desk.house import House
from bot.reminders.wall_clock import WallClock
from bot.storage.database import Database
from bot.storage.fence import FENCE, Fence, Fenced
from bot.storage.trouble import StorageError, is_outage
from bot.storage.tx import Tx

log = logging.getLogger(__name__)

A_MINUTE, AN_HOUR = 60.0, 3600.0
LOOK = 600.0  # seconds between two looks whether a night's chores are due
SOON = 60.0  # seconds after the start: a bot that is often started anew looks at everything all the same
Sweep = Callable[[Tx, House], int]
Chore = Callable[[], Awaitable[None]]
SWEEPS: tuple[tuple[Sweep, float], ...] = (  # seconds between two looks
    (ledger.sweep_sleepers, 60),
    (ledger.sweep_orphans, 600),
    (cpa_sweeps.sweep_actions, 60),
    (informations.sweep_informations, 60),
    (agreement_ends.sweep_ended, 60),
    (chasing.sweep_reminders, 15),
    (delivery_questions.sweep_order_lines, 60),
    (mornings.sweep_mornings, 60),
    (chasing.sweep_drafts, 300),
    (verifications.sweep_customer_files, 3600),
    (surveys.sweep_surveys, 3600),
    (reviews.sweep_reviews, 3600),
    (agreements.sweep_agreements, 3600),
    (centres.sweep_centres, 3600),
    (expiries.sweep_briefings, 3600),
)


class Ticks:
    """Runs the sweeps, by the machine's clock or, when a demo moves its clock, at once; `nightly` at 02:00, or when a
    bot that was off then is back. `chores` have the seconds between two. While `clock` does not hold, nothing runs."""

    def __init__(
        self,
        database: Database,
        house: House,
        nightly: Chore | None = None,
        clock: WallClock | None = None,
        chores: Sequence[tuple[Chore, float]] = (),
    ) -> None:
        self._database = database
        self._house = house
        self._nightly = nightly
        self._clock = clock
        self._chores = chores
        self._fence: Fence | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self, fence: Fence | None = None) -> None:
        """Begin to tick. A tick that comes late is still run, several late ones once. `fence` is asked by each."""
        self._fence = fence
        for sweep, seconds in SWEEPS:
            self._every(seconds, self._tick, sweep)
        if self._nightly:
            self._every(LOOK, self._night)
        for chore, seconds in self._chores:
            self._every(seconds, self._do, chore)
        self._scheduler.start()

    def _every(self, seconds: float, tick: Callable[..., Awaitable[None]], *args: Sweep | Chore) -> None:
        self._scheduler.add_job(
            tick,
            "interval",
            args,
            seconds=seconds,
            next_run_time=datetime.now(UTC) + timedelta(seconds=min(seconds, SOON)),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def sweep(self) -> None:
        """Every sweep once, now."""
        for sweep, _ in SWEEPS:
            await self._run(sweep)

    async def _tick(self, sweep: Sweep) -> None:
        if await self._may_go_by_the_clock():
            await self._run(sweep)

    async def _may_go_by_the_clock(self) -> bool:
        return self._clock is None or await self._clock.holds()

    async def _run(self, sweep: Sweep) -> None:
        FENCE.set(self._fence)
        try:
            queued = await self._database.write(sweep, self._house)
        except Fenced as error:
            log.info("%s is left to others: %s.", sweep.__name__, error)
            return
        except StorageError as error:
            if not is_outage(error):
                raise
            log.warning("%s waits for the database (%s).", sweep.__name__, type(error).__name__)
            return
        except asyncio.CancelledError:  # the end of ticking is no error of the sweep
            return
        if queued:
            log.info("%s queued %d messages", sweep.__name__, queued)

    async def _night(self) -> None:
        assert self._nightly is not None
        FENCE.set(self._fence)
        with suppress(Fenced):
            if not await self._may_go_by_the_clock():
                return
            night = await self._database.write(nights.due, self._house)
            if night is not None:
                await self._nightly()
                await self._database.write(nights.done, night)

    async def _do(self, chore: Chore) -> None:
        FENCE.set(self._fence)
        with suppress(Fenced, OSError):
            if await self._may_go_by_the_clock():
                await chore()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
