"""T3: a hundred thousand updates, most of them spoiled, through the whole bot. None may stop it or be thrown away."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.demo.company import seed
from bot.intake.attempts import Attempts
from bot.intake.lanes import Lanes
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram import handler
from tests.support.fake_api import TOKEN
from tests.torture import oracle
from tests.torture.raw_api import Reporter, raw_api
from tests.torture.scale import Scale

TITLE = "no update stops the bot: each is handled or set aside, and polling goes on"
LIMIT = 480.0
STALL = 5.0  # seconds from one batch to the next poll
ASIDE = "in _parse"  # in the traceback of what could not be read at all


class Ears(logging.Handler):
    """What nobody caught."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "asyncio" or (record.exc_info and "could not be" not in record.getMessage()):
            self.heard.append(record.getMessage()[:200])


async def run(scale: Scale) -> dict[str, Any]:
    count = scale.pick(400, 100_000)
    folder = scale.folder / "var"
    folder.mkdir(parents=True)
    for name in ("bot", "aiogram", "aiogram_dialog"):
        logging.getLogger(name).setLevel(logging.ERROR)
    ears = Ears()
    logging.getLogger().addHandler(ears)
    try:
        async with raw_api(scale.seed, count) as api:
            report = await _fed(folder, api, count)
    finally:
        logging.getLogger().removeHandler(ears)
    return _figures(folder, count, report, ears.heard)


async def _fed(folder: Path, api: Reporter, count: int) -> dict[str, Any]:
    app = await _app(folder, api.url)
    await app.start()
    try:
        while True:
            handled = await asyncio.to_thread(_handled, folder / "fieldclerk.db")
            await api.handled(handled)
            if handled >= count or app.failed.done():
                break
            await asyncio.sleep(0.05)
        report = {**await api.report(), "is_alive": not app.failed.done()}
    finally:
        await app.stop()
    return report


async def _app(folder: Path, url: str) -> App:
    """The bot, but for the pauses between the tries of an update that fails."""
    settings = Settings(
        _env_file=None,
        data_dir=folder,
        api_base=url,
        token=SecretStr(TOKEN),
        chat_spacing=0,
        updates_per_10s=1_000_000,
        language="en",
    )
    database = await Database.open(settings.url, SystemClock())
    await database.write(seed)
    app = App(settings, SystemClock(), database)
    handle = handler(app.dispatcher, app.bot)
    attempts = Attempts(database, app.bot, handle, app._set_aside, pauses=(0.0,))  # as App has it
    app.lanes = Lanes(database, app.bot, handle, attempts=attempts)
    return app


def _handled(path: Path) -> int:
    with oracle.opened(path) as connection:
        found = connection.execute("SELECT count(*) FROM inbox WHERE state IN ('done', 'quarantined')").fetchone()
        return int(found[0])


def _figures(folder: Path, count: int, report: dict[str, Any], heard: list[str]) -> dict[str, Any]:
    with oracle.opened(folder / "fieldclerk.db") as connection:
        states = Counter(dict(map(tuple, connection.execute("SELECT state, count(*) FROM inbox GROUP BY 1"))))
        errors = [row[0] for row in connection.execute("SELECT error FROM inbox WHERE state = 'quarantined'")]
        is_whole = oracle.is_whole(connection)
    ours = Counter(_last(error) for error in errors if ASIDE not in error)
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
