"""T5: the approval machine, step by step as the dice have it, and two who decide at the same instant."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as from_seed
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select, text

from bot.app import house_of
from bot.clock import SystemClock
from bot.demo.company import seed
from bot.desk import acting, opening, steering
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.settings import Settings
from bot.storage import people, records, trail
from bot.storage.database import Database
from bot.storage.tables import event
from bot.storage.tx import Tx
from tests.support.postgres import Server, server
from tests.torture.approvals import PART, Approvals, ground
from tests.torture.scale import Scale

TITLE = "one decision, by whoever may decide, however they race"
LIMIT = 900.0

LI, WANG = 1001, 1003
WHY = {"reason": "Not needed"}
Verb = Callable[[Tx], Any]


@dataclass(frozen=True)
class Size:
    examples: int
    steps: int
    pairs: int


QUICK = Size(4, 12, 3)
FULL = Size(2_000, 50, 1_000)


async def run(scale: Scale) -> dict[str, Any]:
    size = scale.pick(QUICK, FULL)
    machine = await asyncio.to_thread(_walk, scale, size)
    races = {}
    postgres = server() if scale.is_quick else await asyncio.to_thread(Server, in_haste=False)
    url = await asyncio.to_thread(postgres.fresh)
    for name, urls in (("sqlite", [f"sqlite:///{scale.folder}/races.db"]), ("postgresql", [url, url])):
        races[name] = await _race(urls, size, scale.random(), scale.folder)
    wrong = {name: found["wrong"] for name, found in races.items()}
    is_met = machine["examples"] >= size.examples and not machine["broken"] and not any(wrong.values())
    return {"machine": machine, "races": races, "met": is_met}


def _walk(scale: Scale, size: Size) -> dict[str, Any]:
    """Random walks; Hypothesis shrinks and prints the first that breaks a rule, and it is raised."""
    company = ground(scale.folder / "machine.db")
    machine: Any = from_seed(scale.seed)(partial(Approvals, company))
    how = settings(
        max_examples=size.examples,
        stateful_step_count=size.steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
    company.close()
    return {
        "examples": company.walks,
        "steps": company.steps,
        "done": company.deeds.total(),
        "refused": company.refused,
        "broken": 0,
    }


async def _race(urls: list[str], size: Size, dice: Random, folder: Path) -> dict[str, Any]:
    """Pairs of deeds at the same instant, from two processes where the database allows for it."""
    databases = [await Database.open(url, SystemClock()) for url in urls]
    house = house_of(Settings(_env_file=None, data_dir=folder))
    await databases[0].write(seed)
    ends: Counter[str] = Counter()
    wrong = 0
    for number in range(size.pairs):
        rival = ("approve", "reject", "withdraw")[number % 3]
        end = await _pair(databases, house, rival, number, dice)
        ends[end or "wrong"] += 1
        wrong += end is None
    whole = await databases[0].read(trail.first_broken) is None
    for database in databases:
        await database.close()
    return {"pairs": size.pairs, "ends": dict(ends), "wrong": wrong + (not whole)}


async def _pair(databases: list[Database], house: House, rival: str, number: int, dice: Random) -> str | None:
    """One pair: what was decided; None if it was decided twice, or not at all."""
    record_id, item_id, version = await databases[0].write(_apply, house)
    verbs = [
        partial(_act, house=house, item=(item_id, version), action="approve", update=number * 2),
        partial(_withdraw, house=house, record_id=record_id, update=number * 2 + 1)
        if rival == "withdraw"
        else partial(_act, house=house, item=(item_id, version), action=rival, update=number * 2 + 1),
    ]
    dice.shuffle(verbs)
    results = await asyncio.gather(
        *(db.write(verb) for db, verb in zip([databases[0], databases[-1]], verbs, strict=True)),
        return_exceptions=True,
    )
    if any(isinstance(result, Exception) and not isinstance(result, Refused) for result in results):
        return None
    return await databases[0].read(_decided, record_id, item_id)


def _apply(tx: Tx, house: House) -> tuple[int, int, int]:
    record = opening.open_record(tx, house, _actor(tx, LI), "spare_part", "warranty_spare", dict(PART))
    [item] = records.items(tx, record.id, only_open=True)
    return record.id, item.id, item.version


def _act(tx: Tx, *, house: House, item: tuple[int, int], action: str, update: int) -> bool:
    answers = {} if action == "approve" else WHY
    return acting.act(tx, house, _actor(tx, WANG, update), *item, action, answers).done


def _withdraw(tx: Tx, *, house: House, record_id: int, update: int) -> bool:
    return steering.withdraw(tx, house, _actor(tx, LI, update), record_id).done


def _actor(tx: Tx, account: int, update: int | None = None) -> Actor:
    member = people.by_account(tx, account)
    assert member is not None
    return Actor(member, account, update)


def _decided(tx: Tx, record_id: int, item_id: int) -> str | None:
    """The one decision that the trail has, if record and item say the same."""
    decisions = select(event.c.action).where(
        event.c.record_id == record_id, event.c.action.in_(("approve", "reject", "withdrawn"))
    )
    found = list(tx.conn.execute(decisions).scalars())
    record = tx.conn.execute(text("SELECT state FROM record WHERE id = :id"), {"id": record_id}).one()
    item = tx.conn.execute(text("SELECT state, outcome FROM work_item WHERE id = :id"), {"id": item_id}).one()
    expected = {
        "approve": ("open", "done", "approve"),
        "reject": ("rejected", "done", "reject"),
        "withdrawn": ("withdrawn", "void", None),
    }
    if len(found) != 1 or (record.state, item.state) != expected[found[0]][:2]:
        return None
    return found[0] if found[0] == "withdrawn" or item.outcome == found[0] else None
