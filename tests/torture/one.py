"""One of them in a process of its own: `python -m tests.torture.one T1 FOLDER SEED [quick]` writes a result.json."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from pathlib import Path

from tests.torture.plan import load
from tests.torture.scale import Scale

RESULT = "result.json"


def main(number: str, folder: str, seed: str, *how: str) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    scratch = Path(folder)
    started = time.monotonic()
    figures = asyncio.run(load(number).run(Scale("quick" in how, int(seed), scratch / "scratch")))
    figures["seconds"] = round(time.monotonic() - started, 1)
    (scratch / RESULT).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
