"""How much one account may send, and how often it is told the same. In memory: a restart forgives."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

REMEMBERED: Final = 10_000  # accounts; the one longest silent is forgotten first


@dataclass(frozen=True)
class Pace:
    """`burst` at once, refilled evenly over `span`."""

    burst: int
    span: timedelta


UPDATES: Final = Pace(20, timedelta(seconds=10))
FILES: Final = Pace(60, timedelta(seconds=60))
"""Their own pace: an album of ten is one thing to its sender."""


class Verdict(Enum):
    PASS = "pass"  # noqa: S105 - no password: it may go through
    TELL = "tell"  # too fast, and not yet told so
    DROP = "drop"


@dataclass
class Bucket:
    """One account's allowance. An update that is handled again counts once."""

    pace: Pace
    left: float
    at: datetime
    told: bool = False
    seen: deque[int] = field(default_factory=lambda: deque(maxlen=64))

    def take(self, update_id: int, now: datetime) -> Verdict:
        """Whether this update may go through. `now` may lie behind an earlier one: nothing is refilled then."""
        if update_id in self.seen:
            return Verdict.PASS
        self._refill(now)
        if self.left < 1:
            return self._refused()
        self.left, self.told = self.left - 1, self.told and self.left < self.pace.burst / 2
        self.seen.append(update_id)
        return Verdict.PASS

    def _refill(self, now: datetime) -> None:
        if now > self.at:
            refilled = (now - self.at) / self.pace.span * self.pace.burst
            self.left, self.at = min(self.pace.burst, self.left + refilled), now

    def _refused(self) -> Verdict:
        verdict = Verdict.DROP if self.told else Verdict.TELL
        self.told = True
        return verdict


class Limiter:
    """A bucket an account."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._buckets: OrderedDict[int, Bucket] = OrderedDict()

    def take(self, account: int, update_id: int, now: datetime) -> Verdict:
        bucket = self._buckets.setdefault(account, Bucket(self.pace, self.pace.burst, now))
        self._buckets.move_to_end(account)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket.take(update_id, now)


class Tries:
    """At most `most` an account in any `span`; then none until the first of them is so long ago."""

    def __init__(self, most: int, span: timedelta) -> None:
        self.most, self.span = most, span
        self._made: OrderedDict[int, deque[tuple[datetime, int]]] = OrderedDict()

    def take(self, account: int, update_id: int, now: datetime) -> bool:
        """Whether this one may be made. An update that is handled again counts once."""
        made = self._made.setdefault(account, deque(maxlen=self.most))
        self._made.move_to_end(account)
        if len(self._made) > REMEMBERED:
            self._made.popitem(last=False)
        if any(update_id == earlier for _, earlier in made):
            return True
        if len(made) == self.most and now < made[0][0] + self.span:
            return False
        made.append((now, update_id))
        return True


class Gate:
    """What one account may send. Messages go by the time at which they were sent, for after an outage hours of them
    come at once; presses carry no time, and are counted apart so that the two clocks do not meet."""

    def __init__(self, updates: Pace = UPDATES, files: Pace = FILES) -> None:
        self.texts, self.presses, self.files = Limiter(updates), Limiter(updates), Limiter(files)


class Once:
    """Says yes to each key at most once in `span`."""

    def __init__(self, span: timedelta) -> None:
        self.span = span
        self._said: OrderedDict[Hashable, tuple[datetime, Hashable]] = OrderedDict()

    def ask(self, key: Hashable, now: datetime, asker: Hashable = None) -> bool:
        """`asker` is what a yes was said to; handled again because its answer did not get out, it hears yes again."""
        last, heard = self._said.get(key, (None, None))
        if last is not None and last <= now < last + self.span:
            return asker is not None and asker == heard
        self._said[key] = (now, asker)
        self._said.move_to_end(key)
        if len(self._said) > REMEMBERED:
            self._said.popitem(last=False)
        return True
