from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import insert

from bot.reminders.courier import Courier
from bot.reminders.courier_bot import make_sender
from bot.storage.database import Database
from bot.storage.tables import account, person, record
from bot.storage.tx import Tx
from tests.courier.desk import Desk
from tests.support.clocks import HandClock
from tests.support.fake_api import TOKEN, FakeApi
from tests.support.fixtures import api, base, clock, database

__all__ = ["api", "base", "clock", "database"]


def seed(tx: Tx) -> None:
    for number in (1, 2):
        tx.conn.execute(insert(person).values(id=number, name="Li", role="engineer", created_at=tx.now))
    for telegram_id, person_id in ((100, 1), (200, 2)):
        tx.conn.execute(insert(account).values(telegram_id=telegram_id, person_id=person_id, linked_at=tx.now))
    values = {"kind": "x", "route": "", "number": "X-1", "state": "open", "data": {}, "created_by": 1}
    tx.conn.execute(insert(record).values(id=1, created_at=tx.now, updated_at=tx.now, **values))


@pytest.fixture
async def desk(database: Database, api: FakeApi, clock: HandClock) -> Desk:
    await database.write(seed)
    return Desk(database, api, clock)


@pytest.fixture
async def new_courier(desk: Desk, base: str) -> AsyncIterator[Callable[[], Courier]]:
    """Couriers as after a restart: the same database, nothing remembered."""
    made: list[Courier] = []

    def make() -> Courier:
        sender = make_sender(TOKEN, base, rate=1000)
        made.append(Courier(desk.database, sender, desk, desk.clock, spacing=0.0, on_unreachable=desk.note_unreachable))
        return made[-1]

    yield make
    for courier in made:
        await courier.close()


@pytest.fixture
def courier(new_courier: Callable[[], Courier]) -> Courier:
    return new_courier()
