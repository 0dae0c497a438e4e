"""Very many open work items, and the people and records that they belong to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, text

from bot.bench.bases import AT
from bot.storage import people, records
from bot.storage.tx import Tx
from bot.storage.types import Instant

INSTANTS: Final = 100
"""So many different instants at which the others fall due, as far as the index can tell."""
FILL: Final = text(
    "INSERT INTO work_item (record_id, step, round, state, version, assignee_id, opened_at, due_at, next_reminder_at,"
    " next_level, urged)"
    " WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :many)"
    " SELECT :record + (:done + n) % 100, 'work', 1, 'open', 1, :person + (:done + n) % 100, :opened, :due, :due,"
    " 1, 0"
    " FROM number"
).bindparams(bindparam("opened", type_=Instant), bindparam("due", type_=Instant))


Owners = tuple[int, int]
"""The first of a hundred people, and of a hundred records."""


def add_owners(tx: Tx) -> Owners:
    """The people who owe the items, and the records that the items belong to."""
    staff = [people.add_person(tx, name=f"P{number}", role="field_staff") for number in range(100)]
    values: dict[str, Any] = {"kind": "site_job", "route": "site_job", "state": "open", "data": {}}
    jobs = [records.add_record(tx, number=f"SJ-{n}", created_by=staff[0], **values) for n in range(100)]
    return staff[0], jobs[0]


def add_items(tx: Tx, of: Owners, number: int, many: int) -> None:
    """So many that fall due at the instant of that number, none today."""
    person, record = of
    at = {"opened": AT - timedelta(days=2), "due": AT + timedelta(days=1 + number)}
    tx.conn.execute(FILL, {"many": many, "done": number * many, "record": record, "person": person, **at})


def first_item(tx: Tx) -> int:
    """The id of the first of them; the others follow."""
    return int(tx.conn.execute(text("SELECT min(id) FROM work_item")).scalar_one())
