"""How much of a line a text takes on a telephone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

FULL_ROW = 44  # columns of a line or a button


def width(text: str) -> int:
    """Columns that `text` takes: wide characters count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def packed(facts: Iterable[str]) -> list[str]:
    """Neighbours side by side, as long as they fit into one line: 原因：故障 · 需要日期：11月26日(周四)."""
    lines: list[str] = []
    for fact in facts:
        beside = f"{lines[-1]} · {fact}" if lines else fact
        if lines and width(beside) <= FULL_ROW:
            lines[-1] = beside
        else:
            lines.append(fact)
    return lines
