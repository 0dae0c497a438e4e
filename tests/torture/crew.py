"""Engineers with jobs on site, in a database of their own: what T1 torments."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.app import house_of
from bot.clock import SystemClock
from bot.demo.company import seed
from bot.desk import opening
from bot.desk.house import House
from bot.desk.model import Actor
from bot.settings import Settings
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tx import Tx

FIRST = 3001
WORDS = {
    "service_type": "repair", "customer_id": 1, "site_id": 1, "contact_id": 1, "contact_phone": "13604310021",
    "product_id": 1, "part_id": 1, "symptom_told": "Stalls when warm", "urgency": "normal",
}  # fmt: skip


JOBS = """SELECT account.telegram_id, record.id AS record_id, work_item.id FROM record
    JOIN account ON account.person_id = record.created_by
    JOIN work_item ON work_item.record_id = record.id AND work_item.step = 'work' AND work_item.state = 'open'"""


@dataclass(frozen=True)
class Job:
    """A job of one engineer, and the item with which it is worked on."""

    account: int
    record_id: int
    item_id: int


async def hire(folder: Path, engineers: int, jobs: int) -> list[Job]:
    """Make the database and fill it; everybody's jobs, in order."""
    path = folder / "fieldclerk.db"
    settings = Settings(_env_file=None, data_dir=folder)
    database = await Database.open(settings.url, SystemClock())
    try:
        accounts = await fill(database, house_of(settings), engineers, jobs)
    finally:
        await database.close()
    return _jobs(path, accounts)


async def fill(database: Database, house: House, engineers: int, jobs: int) -> list[int]:
    """The company, and engineers with so many jobs each; their accounts."""
    await database.write(seed)
    accounts = await database.write(_engineers, engineers)
    for account in accounts * jobs:
        await database.write(open_job, house, account)
    return accounts


def _engineers(tx: Tx, count: int) -> list[int]:
    example = people.by_account(tx, 1001)
    assert example is not None
    accounts = list(range(FIRST, FIRST + count))
    for account in accounts:
        person_id = people.add_person(
            tx, name=f"Engineer {account}", unit_id=example.unit_id, role=example.role.value, language="en"
        )
        people.link_account(tx, account, person_id)
    return accounts


def open_job(tx: Tx, house: House, account: int) -> None:
    """A job that this engineer opens for themselves."""
    member = people.by_account(tx, account)
    assert member is not None
    opening.open_record(tx, house, Actor(member, account), "site_job", "site_job", dict(WORDS))


def _jobs(path: Path, accounts: Sequence[int]) -> list[Job]:
    with closing(sqlite3.connect(path)) as connection:
        found = [Job(*row) for row in connection.execute(JOBS) if row[0] in accounts]
    return sorted(found, key=lambda job: job.record_id)
