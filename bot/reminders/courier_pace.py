"""The pace of the whole bot, kept strictly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, Answer]]


class Pace:
    """Lets callers pass one by one, `rate` a second: no burst after a rest, and no catching up after a delay."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._passing = asyncio.Lock()
        self._free_at = 0.0  # by time.monotonic()

    async def turn(self) -> None:
        """Wait for one's turn, first come, first served."""
        async with self._passing:
            if (wait := self._free_at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._free_at = time.monotonic() + self._gap


class Limiter(AIORateLimiter):
    """python-telegram-bot's own bucket starts full, so twice its rate goes out in the first second: it keeps the
    limits of groups here, and the pace is ours. It only smooths: its memory dies with the process, so pauses are kept
    in the database."""

    def __init__(self, rate: float) -> None:
        super().__init__(overall_max_rate=0, max_retries=0)
        self._pace = Pace(rate)

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        async def in_turn(*values: Any, **named: Any) -> Answer:
            await self._pace.turn()
            return await callback(*values, **named)

        call = callback if data.get("chat_id") is None else in_turn
        return await super().process_request(call, args, kwargs, endpoint, data, rate_limit_args)
