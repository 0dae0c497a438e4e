"""The flood limits of Telegram's published guide. The real ones are not fixed; off unless a test asks for them."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from bot.sandbox.errors import too_many_requests

KEPT = 2000


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float


PER_CHAT = Limit(1, 1.0)
PER_GROUP = Limit(20, 60.0)
OVERALL = Limit(30, 1.0)


class Flood:
    """1 message a second per chat, 20 a minute per group, 30 a second overall, for each bot.

    An album is as many messages as it has items; where so many never have room, it goes when nothing else stands there.
    """

    def __init__(self) -> None:
        self._sent: dict[tuple[int, str], deque[float]] = {}

    def check(self, bot_id: int, chat_id: str, now: float, count: int = 1) -> None:
        """Count messages at `now` (Unix seconds). Raises ApiError 429."""
        limits = {"": OVERALL, chat_id: PER_GROUP if chat_id.startswith("-") else PER_CHAT}
        for chat, limit in limits.items():
            _wait(self._times(bot_id, chat), limit, now, count)
        for chat in limits:
            self._times(bot_id, chat).extend([now] * count)

    def _times(self, bot_id: int, chat: str) -> deque[float]:
        """Taken out and put in again, so that whoever was silent longest stands first and is forgotten first."""
        key = bot_id, chat
        self._sent[key] = times = self._sent.pop(key, None) or deque()
        while len(self._sent) > KEPT:
            del self._sent[next(iter(self._sent))]
        return times


def _wait(sent: deque[float], limit: Limit, now: float, count: int) -> None:
    while sent and sent[0] <= now - limit.seconds:
        sent.popleft()
    surplus = min(len(sent) + count - limit.count, len(sent))
    if surplus > 0:
        raise too_many_requests(max(1, math.ceil(sent[surplus - 1] + limit.seconds - now)))
