"""What a look at one thing found."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Literal

Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """about: the thing. said: how it is. mend: what to do about it, unless it is well."""

    level: Level
    about: str
    said: str
    mend: str = ""

    def line(self) -> str:
        """For a person."""
        return f"{self.level:<8} {self.about}: {self.said}" + (f" → {self.mend}" if self.mend else "")

    def record(self) -> str:
        """For a program."""
        return json.dumps(asdict(self), ensure_ascii=False)


def ok(about: str, said: str) -> Finding:
    return Finding("ok", about, said)


def warning(about: str, said: str, mend: str) -> Finding:
    return Finding("warning", about, said, mend)


def fault(about: str, said: str, mend: str) -> Finding:
    return Finding("fault", about, said, mend)


def span(of: timedelta) -> str:
    """Roughly how long: 42 s, 12 min, 5 h, 3 d."""
    seconds = abs(of.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size or (unit != "d" and seconds >= size):
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
