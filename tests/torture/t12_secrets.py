"""T12: marked secrets go in, all that is written is searched: logs at DEBUG, database, copies, exports, chats."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.desk import staff
from bot.desk.model import Actor
from bot.settings import Settings
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tx import Tx
from tests.support.waiting import until
from tests.torture.crew import FIRST, hire
from tests.torture.scale import Scale
from tests.torture.t01_kills import environment
from tests.torture.telegram import TOKEN, Mood, Telegram, telegram
from tests.torture.zygote import Here

TITLE = "no token, password or invitation is in any log, database, copy, export or chat"
LOG = "everything.log"
PASSWORD = "canary-password-8c1f"
ADMIN = 1017
FAULTY = Mood(faults=0.3, hang=0.1)


async def run(scale: Scale) -> dict[str, Any]:
    folder = scale.folder / "var"
    await asyncio.to_thread(folder.mkdir, parents=True)
    await hire(folder, 2, 1)
    open_one, used_one = [await _invited(folder, name) for name in ("Never", "Now")]
    people_there = [FIRST, FIRST + 1, 900_001]
    async with telegram(people_there, Mood(FAULTY.faults, scale.seed, hang=FAULTY.hang)) as api:
        alive = _forked(folder, api) if scale.is_quick else _running(folder, api)
        async with alive:
            await _played(api, used_one, scale.pick(5, 200))
        chats = json.dumps(await api.journal())
    if not scale.is_quick:
        await _commanded(folder)
    secrets = {"token": TOKEN.partition(":")[2], "password": PASSWORD, "invitation": open_one}
    found = await asyncio.to_thread(_searched, folder, chats, secrets)
    joined = await asyncio.to_thread(_searched, folder, _by_the_bot(chats), {"used": used_one}, besides=("fieldclerk",))
    hits = {**found["hits"], **joined["hits"]}
    return {
        "files": found["files"],
        "megabytes": found["megabytes"],
        "hits": sum(hits.values()),
        "where": {name: count for name, count in hits.items() if count},
        "met": not any(hits.values()) and found["files"] >= 3,
    }


async def _invited(folder: Path, name: str) -> str:
    """An invitation's token, as an administrator gets it to pass on."""
    settings = Settings(_env_file=None, data_dir=folder)
    database = await Database.open(settings.url, SystemClock())

    def invite(tx: Tx) -> str:
        member = people.by_account(tx, ADMIN)
        assert member is not None
        assert member.unit_id is not None
        return staff.invite(tx, Actor(member, ADMIN), name, member.unit_id, "staff", None)

    try:
        return await database.write(invite)
    finally:
        await database.close()


@asynccontextmanager
async def _forked(folder: Path, api: Telegram) -> AsyncIterator[None]:
    nest = Here()
    pid = await nest.start(data_dir=folder, url=api.url, token=TOKEN, log=folder / LOG)
    yield
    os.kill(pid, signal.SIGKILL)
    await nest.ended()


@asynccontextmanager
async def _running(folder: Path, api: Telegram) -> AsyncIterator[None]:
    process = await _started(folder, ["run"], api.url)
    yield
    process.terminate()
    await process.wait()


async def _commanded(folder: Path) -> None:
    """What an operator does, and a start with a database that is not there."""
    for command in (["verify"], ["doctor"], ["backup"], ["export", str(folder / "out")]):
        await _command(folder, command)
    await _command(folder, ["verify"], FIELDCLERK_DATABASE_URL=f"postgresql://bot:{PASSWORD}@127.0.0.1:1/nothing")


async def _played(api: Telegram, invitation: str, rounds: int) -> None:
    """People talk, a stranger joins, and what can fail fails; the log has everything."""
    await api.feed([{"person": 900_001, "say": f"/start {invitation}"}])
    await api.feed([{"person": account, "say": text} for account in (FIRST, FIRST + 1) for text in ("/start", "/new")])
    for number in range(rounds):
        await api.feed([{"person": FIRST, "say": "/work"}, {"person": FIRST + 1, "document": f"%PDF-1.4 {number}"}])
    await until(lambda: _is_answered(api, rounds), 100)


async def _is_answered(api: Telegram, rounds: int) -> bool:
    journal = await api.journal()
    answers = sum(1 for message in journal.get(FIRST, []) if message["from_bot"])
    return answers > rounds and any(message["from_bot"] for message in journal.get(900_001, []))


async def _command(folder: Path, words: list[str], **settings: str) -> None:
    process = await _started(folder, words, "http://127.0.0.1:1", **settings)
    await process.wait()


async def _started(folder: Path, words: list[str], url: str, **settings: str) -> asyncio.subprocess.Process:
    surroundings = {**environment(folder, url), "FIELDCLERK_LOG_LEVEL": "DEBUG", **settings}
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=surroundings, stdout=log, stderr=log
        )
    finally:
        os.close(log)


def _searched(folder: Path, chats: str, secrets: dict[str, str], besides: tuple[str, ...] = ()) -> dict[str, Any]:
    """How often each secret stands in the chats and in each file."""
    contents = {"chats": chats.encode(), **dict(_files(folder, besides))}
    hits = {
        f"{name} in {place}": content.count(secret.encode())
        for name, secret in secrets.items()
        for place, content in contents.items()
    }
    size = sum(map(len, contents.values())) / 2**20
    return {"files": len(contents), "megabytes": round(size, 1), "hits": hits}


def _files(folder: Path, besides: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith(besides or ("\0",)):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _by_the_bot(chats: str) -> str:
    """What the bot wrote. Whoever joins has sent the invitation themselves, so it is in the inbox as it came."""
    return json.dumps([m for messages in json.loads(chats).values() for m in messages if m["from_bot"]])
