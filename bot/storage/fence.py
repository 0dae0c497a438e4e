"""What a process may no longer write: its right to is asked for inside the transaction that uses it.

A process that was stopped and goes on does not know that another has taken over; the database does."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from bot.errors import FieldclerkError
from bot.storage.tx import Tx

Fence = Callable[[Tx], None]
"""Raises Fenced when the right is gone."""

FENCE: ContextVar[Fence | None] = ContextVar("fence", default=None)
"""Asked before every verb that is written in this context."""


class Fenced(FieldclerkError):
    """Another process has taken over; nothing was written."""


def ask(tx: Tx) -> None:
    """Raise Fenced if this context may not write any more."""
    fence = FENCE.get()
    if fence is not None:
        fence(tx)
