"""T3: a hundred thousand updates, most of them spoiled, through the whole bot. None may stop it or be thrown away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.torture import oracle
from tests.torture.raw_api import raw_api
from tests.torture.rawly import feed, listening
from tests.torture.scale import Scale

TITLE = "no update stops the bot: each is handled or set aside, and polling goes on"
LIMIT = 900.0
STALL = 5.0  # seconds from one batch to the next poll
ASIDE = ("in _parse", "too large to convert")  # in the traceback of what cannot be read, or has an id beyond any id


async def run(scale: Scale) -> dict[str, Any]:
    count = scale.pick(100, 100_000)
    with listening() as ears:
        async with raw_api("fuzz", scale.seed, count) as api:
            report = await feed(scale.folder / "var", api, count)
    return _figures(scale.folder / "var", count, report, ears.heard)


def _figures(folder: Path, count: int, report: dict[str, Any], heard: list[str]) -> dict[str, Any]:
    with oracle.opened(folder / "fieldclerk.db") as connection:
        states = Counter(dict(map(tuple, connection.execute("SELECT state, count(*) FROM inbox GROUP BY 1"))))
        errors = [row[0] for row in connection.execute("SELECT error FROM inbox WHERE state = 'quarantined'")]
        is_whole = oracle.is_whole(connection)
    ours = Counter(_last(error) for error in errors if not any(why in error for why in ASIDE))
    stored = states.total()
    is_met = stored == count and states["done"] + states["quarantined"] == count and report["is_alive"]
    return {
        "updates": count,
        "stored": stored,
        "handled": states["done"],
        "set_aside": states["quarantined"],
        "failures_of_handlers": ours.total(),
        "which": dict(ours.most_common(10)),
        "unhandled": len(heard),
        "heard": heard[:5],
        "longest_gap_s": round(report["longest_gap_s"], 2),
        "calls": report["calls"],
        "met": bool(is_met and is_whole and not heard and not ours and report["longest_gap_s"] <= STALL),
    }


def _last(error: str) -> str:
    """The line of a traceback that says what it was."""
    return error.strip().rpartition("\n")[2][:160]
