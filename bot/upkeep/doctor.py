"""Everything that a start looks at, and more: each thing is well, worth a warning, or a fault with what to do."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.desk.house import house_of
from bot.errors import StartError
from bot.settings import Settings
from bot.storage.looking import look, sqlite_file
from bot.upkeep.finding import Finding, fault, ok, warning
from bot.upkeep.reach_checks import reach
from bot.upkeep.storage_checks import running, storage
from bot.upkeep.telegram_checks import telegram
from bot.upkeep.work_checks import work

HIDES = ("Folder", "Database")  # a fault of these, where the database is a file in that folder


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Telegram, what reaches the bot, storage, work and texts. Changes nothing."""
    kept = await asyncio.to_thread(lambda: list(storage(settings, clock.now())))
    path = sqlite_file(settings.url)
    runs = await asyncio.to_thread(running, path) is not None if path else None
    found = [*await telegram(settings, clock), *await reach(settings, runs=runs), *kept]
    is_hidden = any(f.level == "fault" and f.about in HIDES for f in kept)
    if not (is_hidden and path):
        found += await _work(settings, clock, runs=runs)
    return [*found, await asyncio.to_thread(_texts)]


async def _work(settings: Settings, clock: Clock, *, runs: bool | None) -> list[Finding]:
    try:
        found = await look(settings.url, clock, work, house_of(settings), settings.data_dir / "files", runs=runs)
    except StartError as error:
        return [fault("Database", "it cannot be read", error.sentence)]
    return (
        found
        if sqlite_file(settings.url)
        else [ok("Database", "the server answers, and its tables are this program's"), *found]
    )


def _texts() -> Finding:
    from bot.catalogues.checks import faults
    from bot.catalogues.store import LANGUAGES, read

    written = read("en")
    missing = [what for language in LANGUAGES for what in faults(written, read(language))]
    if missing:
        return warning("Texts", f"{len(missing)} are not in every language", "install Fieldclerk anew.")
    return ok("Texts", "complete in every language")
