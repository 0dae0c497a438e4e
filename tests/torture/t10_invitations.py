"""T10: many claim one invitation at once; others are stale, void or of another bot; and somebody guesses.

A guess goes in at the door, as a message that a stranger sends; what it comes to is counted at the desk."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from aiogram.types import Update

from bot.app import house_of
from bot.clock import Clock
from bot.demo.company import seed
from bot.desk.desk import Desk
from bot.desk.model import Actor, Member, Refused
from bot.handlers.strangers import Strangers
from bot.settings import load
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tx import Tx
from tests.handlers.recording import recording_bot
from tests.support.clocks import HandClock
from tests.support.databases import open_database, template
from tests.support.postgres import Server
from tests.torture.scale import Scale

TITLE = "an invitation lets in one person, once, in time; whoever guesses is not heard after five tries an hour"
ADMIN, FIRST = 1017, 700_001
HOURS, AN_HOUR = 5, 5


async def run(scale: Scale) -> dict[str, Any]:
    clock = HandClock()
    one, other = [await _house(scale.folder / name, clock) for name in ("one", "other")]
    try:
        void = [await _outcome(await make(one)) for make in (_stale, _void, _of(other))]
        guessed = await _guess(one, clock, scale.pick(500, 100_000))
    finally:
        await one.db.close()
        await other.db.close()
    claimed = await _race(scale, scale.pick(30, 200))
    return {
        **claimed,
        "void_let_in": sum(void),
        **guessed,
        "met": set(claimed["winners"].values()) == {1}
        and not any(void)
        and guessed["admitted"] == 0
        and guessed["looked_up"] <= guessed["accounts"] * HOURS * AN_HOUR,
    }


async def _house(folder: Path, clock: Clock) -> Desk:
    await asyncio.to_thread(folder.mkdir, parents=True)
    database = await open_database(folder, clock)
    await database.write(seed)
    return _desk(database, clock)


def _desk(database: Database, clock: Clock) -> Desk:
    return Desk(database, clock, house_of(load(language="en")))


async def _invite(desk: Desk) -> str:
    admin = await desk.member(ADMIN)
    assert admin is not None
    return await desk.invite(Actor(admin, ADMIN), name="New", unit_id=1, role="staff", supervisor_id=None)


# --- many at once -----------------------------------------------------------------------------------------------------


async def _race(scale: Scale, count: int) -> dict[str, Any]:
    """On a file through its one writer, and on PostgreSQL through several replicas."""
    path = scale.folder / "race.db"
    await asyncio.to_thread(shutil.copyfile, template(), path)
    winners = {"sqlite": await _claimed([f"sqlite:///{path}"], count)}
    if not scale.is_quick:
        postgres = await asyncio.to_thread(Server)
        winners["postgresql"] = await _claimed([await asyncio.to_thread(postgres.fresh)] * 4, count)
    return {"claims": len(winners) * count, "winners": winners}


async def _claimed(urls: Iterable[str], count: int) -> int:
    """How many of so many accounts got in by the one token, by what they were told and by what is stored."""
    clock = HandClock()
    desks = [_desk(await Database.open(url, clock), clock) for url in urls]
    try:
        await desks[0].db.write(seed)
        token, before = await _invite(desks[0]), await desks[0].db.read(people.count_people)
        told = await asyncio.gather(*(_claim(desks[n % len(desks)], FIRST + n, token) for n in range(count)))
        stored = await desks[0].db.read(people.count_people) - before
    finally:
        for desk in desks:
            await desk.db.close()
    return max(sum(told), stored)


async def _claim(desk: Desk, account: int, token: str) -> bool:
    try:
        await desk.join(account, f"Guest {account}", "en", token)
    except Refused:
        return False
    return True


# --- stale, void, of another bot --------------------------------------------------------------------------------------


async def _outcome(claim: Callable[[], Awaitable[bool]]) -> bool:
    return await claim()


async def _stale(desk: Desk) -> Callable[[], Awaitable[bool]]:
    """A day old."""
    token = await _invite(desk)
    assert isinstance(desk.clock, HandClock)
    desk.clock.advance(hours=24)
    return lambda: _claim(desk, FIRST, token)


async def _void(desk: Desk) -> Callable[[], Awaitable[bool]]:
    """Whoever gave it out has left since."""
    token = await _invite(desk)
    admin = await desk.member(ADMIN)
    assert admin is not None
    await desk.db.write(_post, admin.id, False)

    async def claim() -> bool:
        let_in = await _claim(desk, FIRST, token)
        await desk.db.write(_post, admin.id, True)
        return let_in

    return claim


def _post(tx: Tx, person_id: int, is_here: bool) -> None:
    people.change_person(tx, person_id, active=is_here)


def _of(other: Desk) -> Callable[[Desk], Awaitable[Callable[[], Awaitable[bool]]]]:
    async def make(desk: Desk) -> Callable[[], Awaitable[bool]]:
        token = await _invite(other)
        return lambda: _claim(desk, FIRST, token)

    return make


# --- guessing ---------------------------------------------------------------------------------------------------------


class Counting:
    """The desk as strangers meet it; how many tokens it was asked about, and whom it let in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.clock, self.tongue_for, self.tongue = desk.clock, desk.tongue_for, desk.tongue
        self.has_admin = desk.has_admin
        self.looked_up = self.admitted = 0

    async def join(self, telegram_id: int, name: str, language_code: str, token: str) -> Member:
        self.looked_up += 1
        member = await self._desk.join(telegram_id, name, language_code, token)
        self.admitted += 1
        return member

    async def claim_admin(self, telegram_id: int, name: str, language_code: str, code: str) -> Member:
        self.looked_up += 1
        member = await self._desk.claim_admin(telegram_id, name, language_code, code)
        self.admitted += 1
        return member


async def _guess(desk: Desk, clock: HandClock, count: int) -> dict[str, Any]:
    """So many tokens and codes, by a few accounts, over some hours; one real invitation lies open meanwhile."""
    await _invite(desk)
    counting, (bot, session) = Counting(desk), recording_bot()
    strangers = Strangers(counting, "en")  # type: ignore[arg-type]  # of the desk it needs these few
    accounts, began, answers = range(FIRST, FIRST + 4), time.monotonic(), 0
    updates = {account: _knock(account) for account in accounts}
    for number in range(count):
        account = accounts[number % len(accounts)]
        if number and number % (count // HOURS) == 0:
            clock.advance(hours=1)
        update = _with_text(updates[account], number, secrets.token_urlsafe(16 if number % 4 else 12))
        assert update.message is not None
        assert update.message.from_user is not None
        await strangers.answer(update, update.message.from_user, bot)
        answers += len(session.take())
    return {
        "guesses": count,
        "accounts": len(accounts),
        "looked_up": counting.looked_up,
        "answers": answers,
        "admitted": counting.admitted,
        "guesses_per_s": round(count / (time.monotonic() - began)),
    }


def _knock(account: int) -> Update:
    user = {"id": account, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    chat = {"id": account, "type": "private"}
    return Update.model_validate({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "from": user}})


def _with_text(update: Update, number: int, token: str) -> Update:
    assert update.message is not None
    message = update.message.model_copy(update={"text": f"/start {token}" if number % 2 else token})
    return update.model_copy(update={"update_id": number, "message": message})
