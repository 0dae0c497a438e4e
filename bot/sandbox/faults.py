"""Scripted trouble: what the next calls of a method meet. Each is logged with whether the call was carried out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.model import Json

SERVER_ERRORS = {
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
}
# Not carried out.
REFUSED = {
    "429": "refused, retry_after seconds",
    **{code: f"refused with {code} {text}" for code, text in SERVER_ERRORS.items()},
}
CUT = {
    "refused": "connections are refused for `seconds`, this one is reset",
    "reset": "connection reset before anything is done",
    "timeout": "not executed, no answer for `seconds`, then the connection is reset",
}
# A change in the world just before, which the call then meets.
EVENTS = {
    "blocked": "the person blocks the bot just before",
    "deactivated": "the person deletes the account just before",
    "kicked": "the bot is removed from the group just before",
    "migrated": "the group becomes a supergroup of another id just before",
}
# Carried out; the answer suffers.
EXECUTED = {
    "drop": "executed, then the connection is reset",
    "timeout_executed": "executed, no answer for `seconds`, then the connection is reset",
    "slow": "executed, the answer dribbles over `seconds`",
    "broken_json": "executed, half an answer",
}
# Met by the next getUpdates, or webhook delivery, that has something to disturb.
UPDATES = {
    "duplicate_updates": "getUpdates: each update twice",
    "reorder_updates": "getUpdates: last update first",
    "shuffle_albums": "getUpdates: the messages of an album last first",
}
KINDS = {**REFUSED, **CUT, **EVENTS, **EXECUTED, **UPDATES}
KEPT = 200


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

    @property
    def left(self) -> int:
        return self.times - self.hits

    def problem(self) -> str:
        """Why it cannot be, empty when it can."""
        if self.kind not in KINDS:
            return f"kind must be one of {', '.join(KINDS)}"
        if not (_is_whole(self.times, 1) and _is_whole(self.retry_after, 1)):
            return "times and retry_after must be whole numbers from 1"
        if not isinstance(self.seconds, int | float) or not 0 <= self.seconds <= 3600:
            return "seconds must be a number from 0 to 3600"
        return ""

    def concerns(self, method: str, chat_id: str) -> bool:
        mine = self.method in {"*", method} and (self.method != "*" or method != "getUpdates")
        return mine and (self.chat_id is None or str(self.chat_id) == chat_id)

    def refusal(self) -> ApiError | None:
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind in SERVER_ERRORS:
            return ApiError(int(self.kind), SERVER_ERRORS[self.kind])
        return None

    def disturb(self, updates: list[Json]) -> list[Json]:
        match self.kind:
            case "duplicate_updates":
                return [update for update in updates for _ in range(2)]
            case "reorder_updates":
                return updates[::-1]
            case _:
                return _albums_backwards(updates)

    def can_disturb(self, updates: list[Json]) -> bool:
        return self.kind in UPDATES and bool(updates) and self.disturb(updates) != updates


class Faults:
    def __init__(self) -> None:
        self.script: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Raises ValueError for a fault that cannot be. Of those used up, only some are kept to show."""
        problem = fault.problem()
        if problem:
            raise ValueError(problem)
        used = [one for one in self.script if one.left <= 0]
        forgotten = {id(one) for one in used[:-KEPT]}
        self.script = [*(one for one in self.script if id(one) not in forgotten), fault]

    def take(self, method: str, chat_id: str) -> Fault | None:
        """What this call meets, counted."""
        found = (f for f in self.script if f.left > 0 and f.kind not in UPDATES and f.concerns(method, chat_id))
        return _hit(next(found, None))

    def take_for(self, updates: list[Json]) -> Fault | None:
        """What these updates meet on their way to the bot, counted."""
        return _hit(next((fault for fault in self.script if fault.left > 0 and fault.can_disturb(updates)), None))

    def shown(self) -> list[Json]:
        return [asdict(fault) for fault in self.script]

    def clear(self) -> None:
        self.script = []


def _hit(fault: Fault | None) -> Fault | None:
    if fault:
        fault.hits += 1
    return fault


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _albums_backwards(updates: list[Json]) -> list[Json]:
    """The ids of the updates still grow; the messages within each album come in the wrong order."""
    albums: dict[str, list[int]] = {}
    for place, update in enumerate(updates):
        album = update.get("message", {}).get("media_group_id")
        if album:
            albums.setdefault(album, []).append(place)
    shuffled = list(updates)
    for places in albums.values():
        for place, other in zip(places, reversed(places), strict=True):
            shuffled[place] = {**updates[other], "update_id": updates[place]["update_id"]}
    return shuffled
