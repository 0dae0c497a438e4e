"""G17 and G18: what a process weighs and how long its import takes, each in a fresh interpreter."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
from typing import Final

from bot.bench.answering import CODE
from bot.bench.goals import Ratio, Result
from bot.bench.rounds import Size

AIOGRAM: Final = "import aiogram"
BOT: Final = "import gc; gc.disable(); from bot.late_schemas import import_aiogram; import_aiogram(); import bot.app"
SENDER: Final = "import gc; gc.disable(); import bot.reminders.courier, bot.reminders.renderer"
TELL: Final = """
import json, pathlib, re, time
said = pathlib.Path("/proc/self/status").read_text()
print(json.dumps([time.process_time(), float(re.search(r"VmHWM:\\s+(\\d+)", said)[1])]))
"""  # not by getrusage: what a process takes over from the one that started it counts there


async def weights(size: Size) -> list[Result]:
    """CPU time from the start of the interpreter to the end of the import; the most memory it had by then."""
    spent: dict[str, list[tuple[float, float]]] = {AIOGRAM: [], BOT: [], SENDER: []}
    for _ in range(1 if size.quick else 5):
        for code, found in spent.items():
            found.append(await _spent(code))
    cpu, memory = ({code: statistics.median(f[n] for f in found) for code, found in spent.items()} for n in (0, 1))
    return [
        Ratio("G17", cpu[AIOGRAM] * 1e6, cpu[BOT] * 1e6),
        Ratio("G17-rss", memory[AIOGRAM], memory[BOT]),
        Ratio("G18", memory[BOT], memory[SENDER]),
        Ratio("G18-aiogram", memory[AIOGRAM], memory[SENDER]),
    ]


async def _spent(code: str) -> tuple[float, float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"{code}\n{TELL}"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": CODE},
    )
    said, _ = await process.communicate()
    seconds, kib = json.loads(said)
    return float(seconds), float(kib)
