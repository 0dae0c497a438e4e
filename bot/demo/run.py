"""The demo: sandbox, bot and page in one process on the loopback. The bot does not know that it is one: only its base
address and its token differ."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.demo import company, pictures, records, shown, story
from bot.errors import StartError
from bot.intake.heart import NAME as HEART
from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Json
from bot.sandbox.server import Hooks, Sandbox
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.heartbeat import beat
from bot.storage.startup import prepare_folder

BOT_ID = 7000000001  # the same at every start: chats are kept by it


@dataclass
class Demo:
    """What runs. `url` is where the page is."""

    sandbox: Sandbox
    app: App
    url: str
    secret: str
    token: str

    async def stop(self) -> None:
        """End the bot first, so that its last words are still heard."""
        await self.app.stop()
        await self.sandbox.stop()


async def start(
    settings: Settings,
    clock: SandboxClock | None = None,
    *,
    port: int | None = None,
    with_records: bool = False,
    database: Database | None = None,
) -> Demo:
    """Start the demo on the loopback; `port` 0 takes a free one. The company is seeded at the first start, and with
    `with_records` what it did before. `database`: another one than the demo's own file. Raises StartError with the
    sentence that names the mend."""
    folder = settings.data_dir / "demo"
    await asyncio.to_thread(prepare_folder, folder)
    keys = await asyncio.to_thread(_keys, folder / "keys.json", settings)
    clock = clock or SandboxClock()
    sandbox = Sandbox(
        clock=clock,
        tokens=[keys["token"]],
        secret=keys["secret"],
        hooks=Hooks(),
        files_dir=folder / "uploads",
        state_path=folder / "sandbox.json",
    )
    database = database or await Database.open(
        f"sqlite:///{folder / 'fieldclerk.db'}", clock, allow_network_share=settings.allow_network_share
    )  # first, for its lock: a second demo must not touch the first one's sandbox
    try:
        url = await _listen(sandbox, settings.demo_port if port is None else port)
        app = App(_changed(settings, folder, url, keys["token"]), clock, database)
    except BaseException:
        await sandbox.stop()
        await database.close()
        raise
    demo = Demo(sandbox, app, url, keys["secret"], keys["token"])
    try:
        await _open(demo, with_records=with_records)
    except BaseException:
        await demo.stop()
        raise
    return demo


async def _listen(sandbox: Sandbox, port: int) -> str:
    try:
        return await sandbox.start(port=port)
    except OSError as error:
        raise StartError(
            f"Port {port} cannot be had ({os.strerror(error.errno or 0)}): "
            "choose another, for example FIELDCLERK_DEMO_PORT=8090."
        ) from error
    except ValueError as error:
        raise StartError(f"The demo's state is damaged ({error}): begin anew with `make clean`.") from error


def _changed(settings: Settings, folder: Path, url: str, token: str) -> Settings:
    changes = {
        "token": SecretStr(token),
        "api_base": url,
        "data_dir": folder,
        "database_url": None,
        "proxy": None,
        "chat_spacing": 0.0,
        "backup_every": 0,  # what is played need not come back
        "updates_per_10s": 1000,  # scripts play faster than people, and all day long
        "records_a_day": 0 if settings.records_a_day is None else settings.records_a_day,
        "megabytes_a_day": 0 if settings.megabytes_a_day is None else settings.megabytes_a_day,
    }
    return settings.model_copy(update=changes)


async def _open(demo: Demo, *, with_records: bool) -> None:
    """Seed the company, let its people in, and begin."""
    app, sandbox = demo.app, demo.sandbox
    seeded = await app.database.write(company.seed)
    filled = with_records and await _fill(app, sandbox)
    known = {person.id for person in sandbox.world.people.values()}
    for telegram_id, who in seeded.items():
        sandbox.add_person(shown.played(app, telegram_id, who))
    _lend(app, sandbox)
    await app.database.write(beat, HEART)  # nobody could press anything while the demo was not there
    await app.start()
    if not known & set(seeded):
        await _let_everybody_in(sandbox, seeded)
    if filled:
        await app.database.write(records.show, app.desk.house)
    sandbox.ready = True


async def _fill(app: App, sandbox: Sandbox) -> bool:
    """Records for a company that has none; whether it had none."""
    if not await app.database.read(records.are_wanted):
        return False
    taken = await pictures.take(sandbox.world.files, sandbox.people.bot().id)
    await app.database.write(records.seed, app.desk.house, taken)
    return True


async def _let_everybody_in(sandbox: Sandbox, seeded: dict[int, Any]) -> None:
    """A bot cannot write first: everybody has started it once before the story begins."""
    for telegram_id in seeded:
        person = sandbox.people.person(telegram_id)
        sandbox.people.say(person, sandbox.people.chat(person), "/start")


def _lend(app: App, sandbox: Sandbox) -> None:
    """What the sandbox cannot know: reminders, deadlines, the working calendar, whether the bot is idle."""

    async def moved() -> None:
        await app.ticks.sweep()
        await app.courier.drain()

    async def timeline() -> list[Json]:
        return await app.database.read(lambda tx: shown.timeline(tx, app, story.awaited(tx)))

    async def begin(language: str) -> list[int]:
        changed = await app.database.write(story.begin, language)
        for number in changed:  # their phones follow, and with them the commands that Telegram shows
            person = sandbox.people.person(number)
            sandbox.update_person(replace(person, language_code=shown.CODES.get(language, "en")))
        return changed

    def working_day(at: datetime, days: int) -> datetime:
        return app.desk.house.calendar.add_working_days(at, days, end_of_day=False)

    hooks = sandbox.hooks
    hooks.clock_moved, hooks.settle = moved, app.settled
    hooks.timeline, hooks.working_day = timeline, working_day
    hooks.story, hooks.begin_story = story.steps(app.desk.tongue_for), begin


def _keys(path: Path, settings: Settings) -> dict[str, str]:
    """Token and secret: as set, else as at the last start, else new ones. The file is for its owner's eyes."""
    kept = _kept(path)
    keys = {
        "token": _set(settings.sandbox_token) or kept.get("token") or f"{BOT_ID}:{secrets.token_urlsafe(30)[:35]}",
        "secret": _set(settings.sandbox_secret) or kept.get("secret") or secrets.token_urlsafe(24),
    }
    if keys != kept:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(keys, file)
    return keys


def _kept(path: Path) -> dict[str, str]:
    """Nothing when there is no file, or one whose writing was cut off."""
    with suppress(FileNotFoundError, ValueError):
        return dict(json.loads(path.read_text()))
    return {}


def _set(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""
