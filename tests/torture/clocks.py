"""Time that runs faster than it does."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class FastClock:
    """A clock that runs `times` as fast as the machine's, from now on."""

    def __init__(self, times: float) -> None:
        self._times = times
        self._began, self._began_at = time.monotonic(), datetime.now(UTC)

    def now(self) -> datetime:
        return self._began_at + timedelta(seconds=(time.monotonic() - self._began) * self._times)
