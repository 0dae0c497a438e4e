"""Wake-ups between parts of one process. A lost ring only costs time: listeners also look by themselves."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable


class Bell:
    def __init__(self) -> None:
        self._listeners: defaultdict[str, list[asyncio.Event]] = defaultdict(list)

    def subscribe(self, topic: str) -> asyncio.Event:
        """An event that is set whenever `topic` rings; whoever waits on it clears it."""
        event = asyncio.Event()
        self._listeners[topic].append(event)
        return event

    def ring(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for event in self._listeners[topic]:
                event.set()


async def ring_or(event: asyncio.Event, seconds: float) -> bool:
    """Wait for a ring, at most so long. True when it rang."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
