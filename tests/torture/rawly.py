"""The whole bot in this process, over the Bot API that hands out what no client could send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.torture.raw_api import Reporter


class Ears(logging.Handler):
    """What nobody caught."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "asyncio" or (record.exc_info and "could not be" not in record.getMessage()):
            self.heard.append(record.getMessage()[:200])


@contextmanager
def listening() -> Iterator[Ears]:
    """Only errors are logged, and those that nobody caught are heard."""
    for name in ("bot", "aiogram", "aiogram_dialog"):
        logging.getLogger(name).setLevel(logging.ERROR)
    ears = Ears()
    logging.getLogger().addHandler(ears)
    try:
        yield ears
    finally:
        logging.getLogger().removeHandler(ears)


async def feed(folder: Path, api: Reporter, count: int) -> dict[str, Any]:
    """Let the bot live until it has dealt with so many updates; what the Bot API says of it."""
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
        records_a_day=0,
        megabytes_a_day=0,
        language="en",
    )
    await asyncio.to_thread(folder.mkdir, parents=True)
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
