"""The event stream of the page: every subscriber gets every event, in order, as a small JSON object.

message | edit | delete   {type, chat_id, people: [id], message: <as in /messages>, version}
notice                    {type, person_id, notice: {n, at, text, alert, message_id}}
typing                    {type, chat_id, people: [id], action, bot}
unread                    {type, person_id, chat_id, unread}
clock                     {type, now}
log                       {type, entry: <as in /api/log>}
people                    {type}
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.sandbox.model import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKLOG = 2000


class EventHub:
    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Json | None]] = set()

    def publish(self, event: Json) -> None:
        for queue in list(self._queues):
            if queue.full():
                # A page that does not read must not fill the memory: it is cut off and will connect anew.
                self._queues.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(event)

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events; None ends it."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(BACKLOG)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def close(self) -> None:
        queues, self._queues = self._queues, set()
        for queue in queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    @property
    def listened_to(self) -> bool:
        return bool(self._queues)


async def stream(queue: asyncio.Queue[Json | None], heartbeat: float) -> AsyncIterator[Json | None]:
    """Events as they come; None every `heartbeat` seconds of silence, so that a dead connection is noticed."""
    while True:
        try:
            event = await asyncio.wait_for(queue.get(), heartbeat)
        except TimeoutError:
            yield None
            continue
        if event is None:
            return
        yield event
