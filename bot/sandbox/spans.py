"""Lengths of time as people type them: 90m, 26h, 2d, 1d12h, 1wd."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
PART = re.compile(r"(\d+(?:\.\d+)?)\s*(wd|[smhdw])")


def add_span(start: datetime, span: str, working_day: Callable[[datetime, int], datetime]) -> datetime:
    """`start` later by the span; `wd` are working days. Raises ValueError for what is no span."""
    text = span.strip().lower()
    if not re.fullmatch(rf"(?:{PART.pattern}\s*)+", text):
        raise ValueError(f"“{span}” is no span: write 90m, 26h, 2d or 1wd")
    for amount, unit in PART.findall(text):
        start = working_day(start, int(float(amount))) if unit == "wd" else start + float(amount) * UNITS[unit]
    return start
