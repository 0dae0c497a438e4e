"""T4: an update that cannot be read in every batch: the next poll leaves it behind, its neighbours are handled."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.torture import oracle
from tests.torture.fuzz import BATCH, poisoned
from tests.torture.raw_api import raw_api
from tests.torture.rawly import feed, listening
from tests.torture.scale import Scale

TITLE = "a poisoned batch is left behind in one cycle, and its neighbours are handled"


async def run(scale: Scale) -> dict[str, Any]:
    batches = scale.pick(1, 100)
    count = batches * BATCH
    kept = len(set(poisoned(scale.seed, count)))  # the same again, without a number, is one and the same
    with listening() as ears:
        async with raw_api("poison", scale.seed, count) as api:
            report = await feed(scale.folder / "var", api, kept)
    with oracle.opened(scale.folder / "var" / "fieldclerk.db") as connection:
        states = Counter(dict(map(tuple, connection.execute("SELECT state, count(*) FROM inbox GROUP BY 1"))))
    neighbours = count - batches
    return {
        "batches": batches,
        "poisons_unlike": kept - neighbours,
        "set_aside": states["quarantined"],
        "neighbours_handled": states["done"],
        "handed_out_twice": report["handed_again"],
        "unhandled": len(ears.heard),
        "met": states["done"] == neighbours
        and states["quarantined"] == kept - neighbours
        and report["handed_again"] == 0
        and report["is_alive"]
        and not ears.heard,
    }
