"""Whether this machine's clock can be believed: reminders that went out because it was set wrong cannot be taken back.

A clock that goes back does no harm (nothing is reminded of twice). One that leaps ahead of what has really gone by is
asked after at Telegram, and until the two agree nobody is chased."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

LEAP = timedelta(seconds=60)
AGREED = timedelta(seconds=60)


def _machine() -> datetime:
    return datetime.now(UTC)


class WallClock:
    """`ask` gives Telegram's time, or None if it cannot be had."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[datetime | None]],
        now: Callable[[], datetime] = _machine,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._now = now
        self._monotonic = monotonic
        self._last = (now(), monotonic())
        self._doubted = False
        self._asking = asyncio.Lock()

    async def holds(self) -> bool:
        """Whether one may go by it now."""
        async with self._asking:
            wall, steady = self._now(), self._monotonic()
            ahead = wall - self._last[0] - timedelta(seconds=steady - self._last[1])
            if ahead > LEAP and not await self._is_confirmed(ahead):
                return False
            self._last, self._doubted = (wall, steady), False
            return True

    async def _is_confirmed(self, ahead: timedelta) -> bool:
        theirs = await self._ask()
        if theirs is not None and abs(self._now() - theirs) <= AGREED:
            log.warning("The clock went %.0f s ahead, and Telegram's agrees.", ahead.total_seconds())
            return True
        if not self._doubted:
            self._doubted = True
            log.error(
                "The clock went %.0f s ahead and Telegram's does not agree: nobody is reminded until it is set right.",
                ahead.total_seconds(),
            )
        return False
