"""A process that has imported everything and opened nothing, from which the bot is forked in no time.

It reads one order a line and answers each with a line: {"do": "start", …} with the pid, {"do": "wait"} with how it
ended. The bot in the fork is `run_forever`, as `fieldclerk run` has it."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

Order = dict[str, Any]
LATE = (
    "anyio._backends._asyncio", "httpcore._async.http11", "apscheduler.triggers.cron", "apscheduler.triggers.interval",
    "encodings.ascii",
)  # fmt: skip
QUICKLY = 1000  # messages a second: the sandbox has no flood limits here


class Nest:
    """Where the bot is forked, one at a time."""

    async def start(
        self,
        *,
        data_dir: Path,
        url: str,
        token: str,
        crash_at: str = "",
        mode: str = "run",
        log: Path | None = None,
        **settings: Any,
    ) -> int:
        """Fork the bot; its pid. mode: "run"; "night" (runs, and makes its nightly copy at once); "back" (takes the
        database back to its first revision and ends). `settings`: others than usual. Into a `log` goes everything."""
        order = {
            "data_dir": str(data_dir),
            "url": url,
            "token": token,
            "crash_at": crash_at,
            "mode": mode,
            "log": str(log or ""),
            "settings": settings,
        }
        return int(await self._ask({"do": "start", **order}))

    async def ended(self) -> int:
        """Wait for the fork: its exit code, or minus the signal."""
        return int(await self._ask({"do": "wait"}))

    async def _ask(self, order: Order) -> Any:
        raise NotImplementedError


class Here(Nest):
    """This process: it has imported everything as well, but it has opened things, so this is for small scales."""

    async def _ask(self, order: Order) -> Any:
        return await asyncio.to_thread(_waited) if order["do"] == "wait" else _forked(order)


class Zygote(Nest):
    """A process of its own, which has opened nothing."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def _ask(self, order: Order) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()
        return json.loads(await self._process.stdout.readline())


@asynccontextmanager
async def zygote(log: Path) -> AsyncIterator[Nest]:
    """A process of its own, from its start to its end. What the forks log goes to `log`."""
    with log.open("a") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.torture.zygote",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield Zygote(process)
    finally:
        process.kill()
        await process.wait()


def serve() -> None:
    """The process itself."""
    gc.disable()
    _warm()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.write(json.dumps(_waited() if order["do"] == "wait" else _forked(order)) + "\n")
        sys.stdout.flush()


def _warm() -> None:
    """Whatever a bot imports or works out only when it first needs it."""
    from bot.late_schemas import import_aiogram

    import_aiogram()
    for name in ("bot.app", "alembic.command", "alembic.autogenerate", *LATE):
        import_module(name)
    from aiogram import types

    chat, person = {"id": 1, "type": "private"}, {"id": 1, "is_bot": False, "first_name": "A"}
    shown = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/work"}
    types.Update.model_validate({"update_id": 1, "message": {**shown, "reply_to_message": shown}})
    press = {"id": "1", "from": person, "chat_instance": "1", "data": "m:menu", "message": shown}
    types.Update.model_validate({"update_id": 1, "callback_query": press})


def _forked(order: Order) -> int:
    child = os.fork()
    if child == 0:
        _live(order)
    _children.append(child)
    return child


def _waited() -> int:
    return os.waitstatus_to_exitcode(os.waitpid(_children.pop(), 0)[1])


_children: list[int] = []


def _live(order: Order) -> None:
    """In the fork, which never returns."""
    import bot.app
    from bot.crash import arm
    from bot.logs import configure_logging
    from bot.reminders.courier_bot import make_sender

    code = 1
    try:
        _replace(ssl, "create_default_context", cache(ssl.create_default_context))  # nothing here speaks TLS
        _replace(bot.app, "make_sender", partial(make_sender, rate=QUICKLY))
        if order["log"]:
            os.dup2(os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
        configure_logging("DEBUG" if order["log"] else "WARNING")
        arm(order["crash_at"])
        gc.enable()
        _back(order) if order["mode"] == "back" else asyncio.run(_run(order))
        code = 0
    finally:
        os._exit(code)


def _replace(module: ModuleType, name: str, by: Any) -> None:
    """For this process alone."""
    setattr(module, name, by)


async def _run(order: Order) -> None:
    from bot.app import run_forever
    from bot.clock import SystemClock

    task = asyncio.ensure_future(run_forever(_settings(order), SystemClock()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    if order["mode"] == "night":
        await _copy(order)
    try:
        await task
    except asyncio.CancelledError:
        return


async def _copy(order: Order) -> None:
    """The nightly copy, as soon as the database is there."""
    from bot.storage.backup import copied

    settings = _settings(order)
    await asyncio.sleep(0.5)
    await copied(settings.url, settings.data_dir / "backups", datetime.now(UTC))


def _back(order: Order) -> None:
    from bot.storage import migrate, sqlite

    engine = sqlite.migration_engine(_settings(order).data_dir / "fieldclerk.db")
    with engine.connect() as conn:
        migrate.downgrade(conn, "0001")
    engine.dispose()


def _settings(order: Order) -> Any:
    from pydantic import SecretStr

    from bot.settings import Settings

    usual = {
        "data_dir": Path(order["data_dir"]),
        "api_base": order["url"],
        "token": SecretStr(order["token"]),
        "chat_spacing": 0,
        "updates_per_10s": 1_000_000,
        "records_a_day": 0,
        "megabytes_a_day": 0,
        "language": "en",
        "log_level": "WARNING",
    }
    return Settings(_env_file=None, **(usual | order["settings"]))


if __name__ == "__main__":
    serve()
