"""The sandbox's own time: the wall clock plus an offset that people and tests may push forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """A clock that can be moved, but never backwards. Every instant is aware and in UTC."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset
        self._frozen_at: datetime | None = None

    def now(self) -> datetime:
        if self._frozen_at is not None:
            return self._frozen_at
        return datetime.now(UTC) + self.offset

    def timestamp(self) -> int:
        """Whole Unix seconds, as Telegram dates its messages."""
        return int(self.now().timestamp())

    def advance(self, delta: timedelta) -> None:
        """Raises ValueError for a negative step."""
        if delta < timedelta(0):
            raise ValueError("the clock does not go backwards")
        if self._frozen_at is not None:
            self._frozen_at += delta
        else:
            self.offset += delta

    def set(self, to: datetime) -> None:
        """Raises ValueError when `to` lies before the present instant or has no zone."""
        if to.tzinfo is None:
            raise ValueError("the instant needs a time zone")
        self.advance(to.astimezone(UTC) - self.now())

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still (at `at`, else now) unless moved: what tests want."""
        self._frozen_at = (at or self.now()).astimezone(UTC)
