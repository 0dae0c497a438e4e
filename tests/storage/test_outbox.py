from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.storage import deliveries, outbox, people
from bot.storage.database import Database
from bot.storage.tables import account, delivery, person, record
from bot.storage.tables import outbox as table
from bot.storage.tx import Tx
from tests.support.clocks import HandClock


def seed(tx: Tx) -> None:
    for number in (1, 2):
        tx.conn.execute(insert(person).values(id=number, name="Li", role="engineer", created_at=tx.now))
    for number in (100, 101):
        tx.conn.execute(insert(account).values(telegram_id=number, person_id=1, linked_at=tx.now))


@pytest.fixture
async def seeded(database: Database) -> Database:
    await database.write(seed)
    return database


async def queue(database: Database, key: str, person_id: int = 1) -> bool:
    return await database.write(outbox.enqueue, key=key, kind="notice", person_id=person_id)


async def state(database: Database, key: str) -> str:
    return await database.read(lambda tx: tx.conn.execute(select(table.c.state).where(table.c.key == key)).scalar_one())


async def test_a_key_is_queued_once_and_wakes_the_courier(seeded: Database) -> None:
    woken = seeded.subscribe("outbox")
    assert await queue(seeded, "a")
    assert woken.is_set()
    woken.clear()
    assert not await queue(seeded, "a")
    assert not woken.is_set()


async def test_one_row_per_recipient_until_it_is_done(seeded: Database) -> None:
    for key, person_id in (("a", 1), ("b", 1), ("c", 2)):
        await queue(seeded, key, person_id)
    first = await seeded.write(outbox.claim, 10)
    assert [row.key for row in first] == ["a", "c"]
    assert await seeded.write(outbox.claim, 10) == []
    assert await seeded.write(outbox.sent, first[0], 55)
    assert [row.key for row in await seeded.write(outbox.claim, 10)] == ["b"]


async def test_a_row_waits_for_its_instant(seeded: Database, clock: HandClock) -> None:
    later = clock.now() + timedelta(hours=1)
    await seeded.write(outbox.enqueue, key="a", kind="notice", chat_id=-5, not_before=later)
    assert await seeded.write(outbox.claim, 10) == []
    assert await seeded.read(outbox.next_due) == later
    clock.advance(hours=1)
    assert [row.key for row in await seeded.write(outbox.claim, 10)] == ["a"]


async def test_what_waits_is_put_off_or_dropped_whole(seeded: Database, clock: HandClock) -> None:
    later = clock.now() + timedelta(hours=1)
    await queue(seeded, "a")
    await seeded.write(outbox.put_off, later)
    assert await seeded.read(outbox.next_due) == later
    await seeded.write(outbox.drop_waiting)
    clock.advance(hours=2)
    assert await seeded.write(outbox.claim, 10) == []
    assert await state(seeded, "a") == "superseded"


async def test_a_claim_that_lost_its_lease_cannot_end_the_row(seeded: Database, clock: HandClock) -> None:
    await queue(seeded, "a")
    [stale] = await seeded.write(outbox.claim, 1)
    clock.advance(minutes=6)
    assert await seeded.write(outbox.take_back) == 1
    [fresh] = await seeded.write(outbox.claim, 1)
    assert fresh.repeat == 1
    assert not await seeded.write(outbox.sent, stale, 1)
    assert await seeded.write(outbox.sent, fresh, 2)
    assert await state(seeded, "a") == "sent"


async def test_a_live_lease_is_left_alone_unless_its_holder_is_surely_dead(seeded: Database) -> None:
    await queue(seeded, "a")
    await seeded.write(outbox.claim, 1)
    assert await seeded.write(outbox.take_back) == 0
    assert await seeded.write(outbox.take_back, all_leases=True) == 1


async def test_a_pause_of_the_bot_stops_all_and_ends(seeded: Database, clock: HandClock) -> None:
    await queue(seeded, "a")
    await seeded.write(outbox.pause, outbox.WHOLE_BOT, clock.now() + timedelta(seconds=30))
    await seeded.write(outbox.pause, outbox.WHOLE_BOT, clock.now() + timedelta(seconds=5))
    clock.advance(seconds=6)
    assert await seeded.write(outbox.claim, 1) == []
    clock.advance(seconds=25)
    assert len(await seeded.write(outbox.claim, 1)) == 1


async def test_a_pause_of_a_chat_stops_that_chat(seeded: Database, clock: HandClock) -> None:
    for chat in (-5, -6):
        await seeded.write(outbox.enqueue, key=str(chat), kind="notice", chat_id=chat)
    await seeded.write(outbox.pause, -5, clock.now() + timedelta(seconds=30))
    assert [row.chat_id for row in await seeded.write(outbox.claim, 10)] == [-6]


async def test_parts_that_are_out_are_remembered(seeded: Database) -> None:
    await queue(seeded, "a")
    [row] = await seeded.write(outbox.claim, 1)
    row = await seeded.write(outbox.note_part, row, "100:0", 7)
    await seeded.write(outbox.retry, row, row.not_before, "lost", unsure=True)
    [again] = await seeded.write(outbox.claim, 1)
    assert again.params["parts"] == {"100:0": 7}
    assert again.repeat == 1


async def test_a_blocked_account_is_left_out_until_it_is_back(seeded: Database) -> None:
    assert await seeded.write(outbox.block, 100) == 1
    assert await seeded.read(outbox.chats_of, 1) == [101]
    await seeded.write(people.mark_reachable, 100, reachable=True)
    assert await seeded.read(outbox.chats_of, 1) == [100, 101]


async def test_ends_of_a_row(seeded: Database) -> None:
    for key in ("dead", "superseded"):
        await queue(seeded, key)
    [row] = await seeded.write(outbox.claim, 1)
    await seeded.write(outbox.dead, row, "chat not found")
    [row] = await seeded.write(outbox.claim, 1)
    await seeded.write(outbox.superseded, row)
    assert [await state(seeded, key) for key in ("dead", "superseded")] == ["dead", "superseded"]


async def test_a_moved_chat_takes_its_rows_along(seeded: Database) -> None:
    await seeded.write(outbox.enqueue, key="a", kind="notice", chat_id=-5)
    await seeded.write(outbox.move_chat, -5, -1005)
    assert [row.chat_id for row in await seeded.write(outbox.claim, 1)] == [-1005]


async def test_a_message_shows_one_card(seeded: Database) -> None:
    def add_record(tx: Tx) -> None:
        values = {"kind": "x", "route": "", "number": "X-1", "state": "open", "data": {}, "created_by": 1}
        tx.conn.execute(insert(record).values(id=1, created_at=tx.now, updated_at=tx.now, **values))

    await seeded.write(add_record)
    for version in (1, 2):
        await seeded.write(deliveries.mark, 100, 7, deliveries.DeliveryMark(person_id=1, record_id=1, version=version))
    await seeded.write(deliveries.close, 100, 7)
    rows = await seeded.read(lambda tx: tx.conn.execute(select(delivery)).all())
    assert [(row.version, row.open) for row in rows] == [(2, False)]
