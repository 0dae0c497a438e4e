"""Telegram counts in UTF-16 code units; Python in code points."""

from __future__ import annotations


def length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Units:
    """A text that can be cut by UTF-16 offsets."""

    def __init__(self, text: str) -> None:
        self._units = text.encode("utf-16-le", "surrogatepass")

    def __len__(self) -> int:
        return len(self._units) // 2

    def cut(self, start: int, end: int) -> str:
        return self._units[2 * start : 2 * end].decode("utf-16-le", "replace")
