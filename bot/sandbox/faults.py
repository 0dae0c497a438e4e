"""Scripted trouble: what the next calls of a method meet, and the flood limits of the published guide."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import asdict, dataclass

from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.model import Json

KINDS = {
    "429": "refused, retry_after seconds",
    "500": "refused with 500 Internal Server Error",
    "502": "refused with 502 Bad Gateway",
    "reset": "connection reset before anything is done",
    "drop": "executed, then the connection is reset",
    "timeout_executed": "executed, the answer comes after `seconds`",
    "timeout": "not executed, no answer for `seconds`",
    "slow": "executed, the answer dribbles over `seconds`",
    "broken_json": "executed, half an answer",
    "duplicate_updates": "getUpdates: each update twice",
    "reorder_updates": "getUpdates: last update first",
}


@dataclass
class Fault:
    """For the next `times` calls of `method` (`*` any), to `chat_id` when given. `seconds` real, `retry_after` s."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 60.0
    chat_id: int | None = None
    hits: int = 0

    def concerns(self, method: str, chat_id: str) -> bool:
        mine = self.method in {"*", method} and (self.method != "*" or method != "getUpdates")
        return mine and (self.chat_id is None or str(self.chat_id) == chat_id)

    def refusal(self) -> ApiError | None:
        match self.kind:
            case "429":
                return too_many_requests(self.retry_after)
            case "500":
                return ApiError(500, "Internal Server Error")
            case "502":
                return ApiError(502, "Bad Gateway")
        return None


class Faults:
    def __init__(self) -> None:
        self.script: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Raises ValueError for a kind that does not exist."""
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        self.script.append(fault)

    def take(self, method: str, chat_id: str) -> Fault | None:
        for fault in self.script:
            if fault.hits < fault.times and fault.concerns(method, chat_id):
                fault.hits += 1
                return fault
        return None

    def shown(self) -> list[Json]:
        return [asdict(fault) for fault in self.script]

    def clear(self) -> None:
        self.script = []


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float


PER_CHAT = Limit(1, 1.0)
PER_GROUP = Limit(20, 60.0)
OVERALL = Limit(30, 1.0)


class Flood:
    """1 message a second per chat, 20 a minute per group, 30 a second overall, for each bot."""

    def __init__(self) -> None:
        self._sent: dict[tuple[int, str], deque[float]] = defaultdict(deque)

    def check(self, bot_id: int, chat_id: str, now: float) -> None:
        """Count a message at `now` (Unix seconds). Raises ApiError 429."""
        limits = {"": OVERALL, chat_id: PER_GROUP if chat_id.startswith("-") else PER_CHAT}
        for chat, limit in limits.items():
            self._wait(self._sent[bot_id, chat], limit, now)
        for chat in limits:
            self._sent[bot_id, chat].append(now)

    @staticmethod
    def _wait(sent: deque[float], limit: Limit, now: float) -> None:
        while sent and sent[0] <= now - limit.seconds:
            sent.popleft()
        if len(sent) >= limit.count:
            raise too_many_requests(max(1, math.ceil(sent[0] + limit.seconds - now)))
