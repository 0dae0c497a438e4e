"""Where a test may end this process as kill -9 would: CRASH_AT=point:n ends it at its n-th passing of that point.

Without the variable a point costs one look at an empty dictionary."""

from __future__ import annotations

import os
import signal

POINTS = (
    "poll.received",  # updates are here, and nowhere else
    "poll.committed",  # they are kept, and Telegram does not know it yet
    "inbox.inserted",  # in the middle of that transaction
    "lane.taken",  # before an update is handled
    "update.handled",  # its effect is committed, and it does not count as done yet
    "update.done",
    "writer.uncommitted",  # every verb of the batch is done, and nothing is committed
    "writer.committed",  # committed, and nobody was answered
    "trail.appended",  # an entry is written, what belongs to it perhaps not
    "outbox.enqueued",  # a notice is written, its transaction is open
    "outbox.claimed",  # leased, and not sent
    "send.sent",  # Telegram has it, the row does not say so
    "send.noted",  # the row says so
    "file.unnamed",  # the bytes are here under no name yet
    "file.kept",  # the file is in its place, its row does not say so
    "backup.unchecked",  # the copy is made
    "backup.unnamed",  # it is checked, and has no name yet
    "migration.copied",  # the copy before a migration is made, and has no name yet
    "migration.done",  # in the middle of the migrations' transaction
)


def arm(where: str) -> None:
    """Die at `where` ("point:n"; "" is nowhere). Raises ValueError for a point that does not exist."""
    _left.clear()
    if where:
        point, _, times = where.partition(":")
        if point not in POINTS:
            raise ValueError(f"CRASH_AT names no point of this program: {point}")
        _left[point] = int(times or 1)


def crash_point(point: str) -> None:
    """A place where a test may end the process."""
    if _left and point in _left:
        _left[point] -= 1
        if _left[point] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


_left: dict[str, int] = {}
arm(os.environ.get("CRASH_AT", ""))
