"""T2: thousands of notices through the courier to a Telegram that fails every fifth time, each time in another way."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import house_of
from bot.desk import post
from bot.reminders.courier import Courier
from bot.reminders.courier_bot import make_sender
from bot.reminders.courier_request import Request
from bot.reminders.renderer import Desktop
from bot.sandbox.model import Json
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tx import Tx
from tests.torture import oracle
from tests.torture.clocks import FastClock
from tests.torture.crew import FIRST, hire
from tests.torture.scale import Scale
from tests.torture.telegram import TOKEN, Mood, Telegram, telegram

TITLE = "an unreliable Telegram: every notice arrives or has a named end, and what may be a repeat says so"

TIMES = 50  # as fast as the clock on the wall
SHARE = 0.2
UNSURE = ("timeout_executed", "drop", "broken_json")  # carried out, and nobody was told
REFERENCE = re.compile(r"N-\d{6}")
REPEATED = "may be a repeat"


@dataclass(frozen=True)
class Size:
    notices: int
    people: int


async def run(scale: Scale) -> dict[str, Any]:
    size = scale.pick(Size(30, 6), Size(5_000, 50))
    folder = scale.folder / "var"
    folder.mkdir(parents=True)
    await hire(folder, size.people, 0)
    accounts = list(range(FIRST, FIRST + size.people))
    mood = Mood(SHARE, scale.seed, retry_after=(5, 15), hang=0.5)
    async with telegram(accounts, mood) as api:
        await api.feed([{"person": account, "say": "/start"} for account in accounts])
        await asyncio.wait_for(_carry(folder, api, size), scale.pick(60, 280))
        journal, met = await api.journal(), await api.met()
    return _figures(folder, size, journal, met)


async def _carry(folder: Path, api: Telegram, size: Size) -> None:
    """The courier as the bot has it, but with less patience and no pace, until nothing waits any more."""
    clock = FastClock(TIMES)
    settings = Settings(_env_file=None, data_dir=folder, language="en")
    database = await Database.open(settings.url, clock)
    sender = make_sender(TOKEN, api.url, rate=1000, request=Request(16, read=0.4))
    courier = Courier(database, sender, Desktop(house_of(settings)), clock, spacing=0)
    await database.write(_queue, size)
    running = asyncio.create_task(courier.run())
    while not await asyncio.to_thread(_is_through, folder / "fieldclerk.db"):  # noqa: ASYNC110 - the file tells, no event
        await asyncio.sleep(0.1)
    await courier.close()
    await running
    await database.close()


def _queue(tx: Tx, size: Size) -> None:
    staff = tx.conn.exec_driver_sql(f"SELECT person_id FROM account WHERE telegram_id >= {FIRST} ORDER BY 1").scalars()
    people = list(staff)
    for number in range(size.notices):
        post.tell(tx, people[number % len(people)], f"torture-{number}", f"Notice N-{number:06d}")


def _is_through(path: Path) -> bool:
    with oracle.opened(path) as connection:
        return not connection.execute("SELECT 1 FROM outbox WHERE state IN ('queued', 'sending') LIMIT 1").fetchone()


def _figures(folder: Path, size: Size, journal: dict[int, list[Json]], met: list[Json]) -> dict[str, Any]:
    arrived = _arrived(journal)
    with oracle.opened(folder / "fieldclerk.db") as connection:
        ends = Counter(dict(map(tuple, connection.execute("SELECT state, count(*) FROM outbox GROUP BY 1"))))
    lost = size.notices - len(arrived) - ends["dead"] - ends["superseded"]
    duplicates = sum(len(texts) - 1 for texts in arrived.values())
    unmarked = sum(1 for texts in arrived.values() for text in texts[1:] if REPEATED not in text)
    unsure = sum(1 for call in met if call["kind"] in UNSURE)
    early = _early(met)
    return {
        "notices": size.notices,
        "calls": len(met),
        "faults": dict(sorted(Counter(call["kind"] for call in met if call["kind"]).items())),
        "ends": dict(ends),
        "lost": lost,
        "duplicates": duplicates,
        "executed_and_unanswered": unsure,
        "duplicates_unmarked": unmarked,
        "before_retry_after": early,
        "met": lost == 0 and ends["dead"] == 0 and duplicates <= unsure and not unmarked and not early,
    }


def _arrived(journal: dict[int, list[Json]]) -> dict[str, list[str]]:
    """The texts that Telegram accepted, by reference, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for messages in journal.values():
        for message in messages:
            if message["from_bot"] and (reference := REFERENCE.search(message["text"])):
                found[reference[0]].append(message["text"])
    return found


def _early(met: list[Json]) -> int:
    """Calls to a chat that came before the pause was over which Telegram had asked for in that chat."""
    until: dict[str, float] = {}
    early = 0
    for call in met:
        early += call["at"] < until.get(call["chat"], 0.0)
        if call["retry_after"]:
            until[call["chat"]] = call["at"] + call["retry_after"] / TIMES
    return early
