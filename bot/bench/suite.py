"""How long `make test` takes."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from bot.bench.goals import Goal
from bot.bench.rounds import Size
from bot.errors import StartError

CHECKOUT = Path(__file__).parents[2]
LONGEST = 300


async def measure(size: Size) -> list[Goal]:
    """Seconds of a whole run; what it prints goes to the error stream. Raises StartError when it cannot be run or
    fails."""
    if not (CHECKOUT / "Makefile").exists():
        raise StartError("There is no Makefile here: run `fieldclerk bench --tests` from a checkout.")
    began = time.perf_counter()
    make = await asyncio.create_subprocess_exec("make", "test", cwd=CHECKOUT, stdout=sys.stderr)
    try:
        code = await make.wait()
    except asyncio.CancelledError:
        make.terminate()
        await make.wait()
        raise
    if code:
        raise StartError("`make test` failed, so its time says nothing: mend what it names above, then measure again.")
    return [Goal("test", "make test, from the command to its end", time.perf_counter() - began, LONGEST, "s")]
