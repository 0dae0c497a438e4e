"""How long a cold `fieldclerk run` takes until it polls."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.goals import Goal
from bot.bench.rounds import Size
from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import Sandbox

TOKEN = "7000000009:bench-bench-bench-bench-bench-bench"  # noqa: S105 - good in the sandbox alone
LONGEST = 60.0
CODE = str(Path(__file__).parents[2])


async def measure(size: Size) -> list[Goal]:
    """Seconds to the first poll."""
    with TemporaryDirectory() as folder:
        sandbox = Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret="bench")  # noqa: S106 - as above
        url = await sandbox.start()
        began = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=folder,  # where there is no .env, which might name a database in use
            env=_environment(url, folder),
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(_first_poll(sandbox), LONGEST)
            seconds = time.perf_counter() - began
        finally:
            bot.terminate()
            await bot.wait()
            await sandbox.stop()
    return [Goal("cold-start", "cold fieldclerk run until it polls", seconds, 6, "s")]


def _environment(url: str, folder: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FIELDCLERK_")}
    return {
        **kept,
        "FIELDCLERK_TOKEN": TOKEN,
        "FIELDCLERK_API_BASE": url,
        "FIELDCLERK_DATA_DIR": folder,
        "PYTHONPATH": CODE,
    }


async def _first_poll(sandbox: Sandbox) -> None:
    while not any(queue.is_polled for queue in sandbox.world.queues.values()):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.01)
