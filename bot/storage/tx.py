"""One transaction as a verb sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


@dataclass
class Tx:
    """A connection inside one transaction, and the one instant at which all of it happens.

    Verbs are plain functions: they cannot await, so nothing can be sent while a transaction is open.
    """

    conn: Connection
    now: datetime
    topics: set[str] = field(default_factory=set)
    seen: dict[Any, Any] | None = None  # what was worked out before; kept where nothing changes, when only reading

    def wake(self, topic: str) -> None:
        """Ring for `topic` once this is committed ("inbox", "outbox", "work"); a rollback rings nothing."""
        self.topics.add(topic)


Verb = Callable[[Tx], T]


def perform(verb: Verb[T], tx: Tx) -> T:
    """Run `verb`. No future can carry a StopIteration, so a stray one becomes a RuntimeError."""
    try:
        return verb(tx)
    except StopIteration as error:
        raise RuntimeError("a verb let StopIteration escape") from error
