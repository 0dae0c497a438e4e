"""The queue of updates of one bot: allowed kinds, confirmation by offset, expiry, the long poll."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sandbox.errors import OTHER_POLL, ApiError, conflict
from bot.sandbox.model import Json

NOT_BY_DEFAULT = frozenset({"message_reaction", "message_reaction_count", "chat_member"})
FIRST_UPDATE_ID = 100_001


@dataclass
class Update:
    """`expires` in Unix seconds of the sandbox clock."""

    id: int
    kind: str
    body: Json
    expires: float

    def shown(self) -> Json:
        return {"update_id": self.id, self.kind: self.body}


@dataclass
class UpdateQueue:
    """`allowed` is what the bot asked for last; None is Telegram's default, which leaves three kinds out."""

    pending: list[Update] = field(default_factory=list)
    next_id: int = FIRST_UPDATE_ID
    allowed: list[str] | None = None

    def __post_init__(self) -> None:
        self.confirmed = 0
        self.last_offset: int | None = None
        self.last_answer = 0.0
        self._poll: asyncio.Future[None] | None = None
        self._deliver = asyncio.Event()
        self._rearranged = asyncio.Event()

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, body: Json, now: float, retention: timedelta) -> int | None:
        """The new update's id, None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        update = Update(self.next_id, kind, body, now + retention.total_seconds())
        self.next_id += 1
        self.pending.append(update)
        self._wake()
        return update.id

    def _wake(self) -> None:
        self._deliver.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def confirm(self, offset: int) -> None:
        """Everything below `offset` is done; a negative one keeps the last ones; one from the future does nothing."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif 0 < offset <= self.next_id:
            self.pending = [update for update in self.pending if update.id >= offset]
            self.confirmed = max(self.confirmed, offset - 1)

    def ready(self, now: float) -> list[Update]:
        """What waits, without what has expired."""
        self.pending = [update for update in self.pending if update.expires > now]
        return self.pending

    def shorten(self, now: float) -> None:
        """Nobody fetches: leave what has not expired, and of that the newer half."""
        waiting = self.ready(now)
        self.pending = waiting[len(waiting) // 2 :]

    def clear(self) -> None:
        self.pending = []

    async def wait(self, seconds: float) -> None:
        """Wait for the next update. Raises ApiError 409 in the older of two polls."""
        self.end_poll(conflict(OTHER_POLL))
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(asyncio.shield(poll), seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
            poll.cancel()

    @property
    def is_polled(self) -> bool:
        """Somebody waits in a long poll."""
        return self._poll is not None and not self._poll.done()

    def end_poll(self, reason: ApiError | None = None) -> None:
        """Send a waiting poll home: with `reason`, or empty-handed."""
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        if reason is None:
            poll.set_result(None)
        else:
            poll.set_exception(reason)

    async def arrival(self, seconds: float) -> None:
        """For the webhook deliverer: return at the next arrival, or after `seconds`."""
        await _await(self._deliver, seconds)

    async def change_of_webhook(self, seconds: float) -> None:
        """Return when the webhook is set anew or deleted, or after `seconds`."""
        await _await(self._rearranged, seconds)

    def drop(self, update_id: int) -> None:
        """This one is delivered."""
        self.pending = [one for one in self.pending if one.id != update_id]
        self.confirmed = max(self.confirmed, update_id)

    def look_again(self) -> None:
        """Something is delivered: there may be room for what waits."""
        self._deliver.set()

    def rearrange(self) -> None:
        """The webhook is another one now, or none."""
        self._deliver.set()
        self._rearranged.set()


async def _await(event: asyncio.Event, seconds: float) -> None:
    event.clear()
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
