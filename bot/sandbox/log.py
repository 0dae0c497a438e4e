"""The log of Bot API calls that the page and the tests read. Tokens never enter it."""

from __future__ import annotations

from collections import deque
from typing import Any

from bot.sandbox.model import Json

KEPT = 3000


class CallLog:
    def __init__(self) -> None:
        self.entries: deque[Json] = deque(maxlen=KEPT)
        self.count = 0

    def add(
        self, *, bot: str, at: str, method: str, params: Json, envelope: Json, ms: float, fault: str | None
    ) -> Json:
        """`ms` real milliseconds from request to answer; `fault` the scripted trouble that the call met.

        `executed` says whether the call was carried out, whatever the bot heard of it.
        """
        self.count += 1
        answer: dict[str, Any] = {
            key: envelope[key] for key in ("ok", "result", "error_code", "description", "parameters") if key in envelope
        }
        entry = {
            "n": self.count,
            "at": at,
            "bot": bot,
            "method": method,
            "params": params,
            **answer,
            "ms": round(ms, 2),
            "executed": bool(envelope["ok"]),
        }
        if fault:
            entry["fault"] = fault
        self.entries.append(entry)
        return entry

    def after(self, number: int) -> list[Json]:
        return [entry for entry in self.entries if entry["n"] > number]
