"""T14: three years in twelve zones, with a clock that jumps: who is told what when, against a reckoning of its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.app import house_of
from bot.desk import chasing, mornings
from bot.desk.house import House
from bot.settings import Settings
from bot.storage import sqlite
from bot.storage.tables import account, outbox, person, reminder
from bot.storage.tx import Tx
from tests.torture.crew import FIRST, hire, open_job
from tests.torture.scale import Scale

TITLE = "one morning message a local working day, one message after an outage, none at night, whatever the clock does"

ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Apia", "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Honolulu",
)  # fmt: skip
BEGIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TICK = timedelta(minutes=60)
MORNING, NOON = time(8, 15), time(12)
OPENING, CLOSING = time(8, 30), time(17, 35)  # with the five minutes that what falls due at closing time has
JUMPS = (timedelta(hours=1), timedelta(hours=-1), timedelta(days=3), timedelta(days=-3))
OUTAGE = timedelta(hours=72)
SETTLED = timedelta(days=14)  # for a while a job's ladder says what the morning would say


@dataclass
class World:
    """Everything in one transaction a month: what happens when is the question, not what it costs."""

    house: House
    zones: dict[int, ZoneInfo]
    now: datetime = BEGIN
    wanted: set[tuple[int, date]] = field(default_factory=set)
    bursts: list[int] = field(default_factory=list)
    jumps: int = 0
    missed: int = 0
    extra: int = 0

    def tick(self, conn: Any) -> int:
        tx = Tx(conn, self.now)
        mornings.sweep_mornings(tx, self.house)
        for person_id, zone in self.zones.items():
            local = self.now.astimezone(zone)
            if local.weekday() < 5 and MORNING <= local.time() < NOON:
                self.wanted.add((person_id, local.date()))
        return chasing.sweep_reminders(tx, self.house)


async def run(scale: Scale) -> dict[str, Any]:
    folder = scale.folder / "var"
    await asyncio.to_thread(folder.mkdir, parents=True)
    await hire(folder, len(ZONES), 1)
    return await asyncio.to_thread(_lived, folder, scale)


def _lived(folder: Path, scale: Scale) -> dict[str, Any]:
    days, outages = scale.pick((21, 2), (3 * 365 + 1, 40))
    settings = Settings(_env_file=None, data_dir=folder, holidays="none", language="en")
    engine = sqlite.writer_engine(folder / "fieldclerk.db")
    with engine.begin() as conn:
        world = World(house_of(settings), _spread(conn))
    dice = scale.random()
    end = BEGIN + timedelta(days=days)
    while world.now < end:
        with engine.begin() as conn:
            _month(world, conn, end, dice, days)
    with engine.begin() as conn:
        world.missed, world.extra = _against_reckoning(world, conn)
    for _ in range(outages):
        with engine.begin() as conn:
            _outage(world, conn, dice)
    with engine.begin() as conn:
        figures = _figures(world, conn, days)
    engine.dispose()
    return figures


def _spread(conn: Any) -> dict[int, ZoneInfo]:
    """Everybody lives in a zone of their own. The others cannot be reached."""
    conn.execute(update(account).where(account.c.telegram_id < FIRST).values(blocked_at=BEGIN))
    found = select(account.c.person_id).where(account.c.telegram_id >= FIRST).order_by(account.c.telegram_id)
    people = list(conn.execute(found).scalars())
    for person_id, zone in zip(people, ZONES, strict=True):
        conn.execute(update(person).where(person.c.id == person_id).values(zone=zone))
    return {person_id: ZoneInfo(zone) for person_id, zone in zip(people, ZONES, strict=True)}


def _month(world: World, conn: Any, end: datetime, dice: Random, days: int) -> None:
    """Hour by hour; now and then somebody has a new job, or the clock is set."""
    until = min(world.now + timedelta(days=30), end)
    while world.now < until:
        world.tick(conn)
        world.now += TICK
        if dice.random() < 40 / (days * 24):
            world.now += dice.choice(JUMPS)
            world.jumps += 1


def _outage(world: World, conn: Any, dice: Random) -> None:
    """A new job for everybody; then nothing runs for three days; then it does. Counted: the reminders of a person and
    their morning message, for that is one of them."""
    accounts = range(FIRST, FIRST + len(ZONES))
    for number in accounts:
        open_job(Tx(conn, world.now), world.house, number)
    world.now += OUTAGE + timedelta(hours=dice.randint(0, 23))
    before = _messages(conn)
    for _ in range(4):
        world.tick(conn)
        world.now += timedelta(minutes=1)
    after = _messages(conn)
    world.bursts += [after[person_id] - before[person_id] for person_id in world.zones]
    world.now += timedelta(days=14)


def _messages(conn: Any) -> Counter[int]:
    return Counter(conn.execute(select(outbox.c.person_id).where(outbox.c.kind.in_(("reminder", "morning")))).scalars())


def _against_reckoning(world: World, conn: Any) -> tuple[int, int]:
    """Mornings without a message, and messages that no morning asked for, once the first job's ladder is climbed."""
    since = (BEGIN + SETTLED).date()
    rows = conn.execute(select(outbox.c.person_id, outbox.c.params).where(outbox.c.kind == "morning")).all()
    found = [(row.person_id, date.fromisoformat(row.params["day"])) for row in rows if row.person_id in world.zones]
    wanted = {one for one in world.wanted if one[1] >= since}
    return len(wanted - set(found)), sum(1 for one in found if one[1] >= since and one not in wanted)


def _figures(world: World, conn: Any, days: int) -> dict[str, Any]:
    rows = conn.execute(select(outbox).where(outbox.c.person_id.in_(world.zones))).all()
    mornings = Counter((row.person_id, date.fromisoformat(row.params["day"])) for row in rows if row.kind == "morning")
    rungs = Counter(
        (row.person_id, *told) for row in rows if row.kind == "reminder" for told in map(tuple, row.params["items"])
    )
    noted = len(conn.execute(select(reminder.c.key)).all())
    night = sum(1 for row in rows if row.kind in {"reminder", "morning"} and _is_night(row, world.zones))
    return {
        "days": days,
        "zones": len(ZONES),
        "jumps": world.jumps,
        "mornings": mornings.total(),
        "mornings_missed": world.missed,
        "mornings_extra": world.extra,
        "mornings_twice": sum(count - 1 for count in mornings.values()),
        "rungs": noted,
        "rungs_twice": sum(count - 1 for count in rungs.values()),
        "outages": len(world.bursts) // len(ZONES),
        "most_messages_after_one": max(world.bursts),
        "at_night": night,
        "met": not (night or world.missed or world.extra)
        and max(world.bursts) == 1
        and max(rungs.values()) == max(mornings.values()) == 1,
    }


def _is_night(row: Any, zones: dict[int, ZoneInfo]) -> bool:
    local = row.not_before.astimezone(zones[row.person_id])
    opening = MORNING if row.kind == "morning" else OPENING
    return local.weekday() >= 5 or not opening <= local.time() <= CLOSING
