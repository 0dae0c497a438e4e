"""Several processes on one database: who leads, whose a chat is, and what a process that was overtaken cannot do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.storage import inbox, keys, outbox, replicas
from bot.storage.database import Database
from bot.storage.fence import FENCE, Fenced
from bot.storage.postgres import LEADER
from bot.storage.tables import lane, replica
from bot.storage.tables import outbox as outbox_table
from bot.storage.tx import Tx
from bot.storage.wire import Wire
from tests.support.clocks import HandClock
from tests.support.postgres import open_postgres
from tests.support.waiting import running, until

A, B = "a", "b"


@pytest.fixture
async def database(clock: HandClock) -> AsyncIterator[Database]:
    database = await open_postgres(clock)
    await database.write(live, A, B)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.wire.EVERY", 0.1)


def live(tx: Tx, *names: str) -> None:
    for name in names:
        later = text("clock_timestamp() + interval '1 minute'")
        tx.conn.execute(replica.insert().values(name=name, until=later))


def die(tx: Tx, name: str) -> None:
    tx.conn.execute(update(replica).where(replica.c.name == name).values(until=text("clock_timestamp()")))


def message(update_id: int, chat: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 1, "chat": {"id": chat}, "text": "hi"}}


async def came(database: Database, *chats: int) -> list[int]:
    updates = [message(number, chat) for number, chat in enumerate(chats, 1)]
    return await database.write(inbox.store, 1, updates)


async def taken(database: Database, name: str, **how: Any) -> tuple[list[int], set[int]]:
    rows, new = await database.write(replicas.take, name, limit=10, **how)
    return [row.id for row in rows], new


async def test_a_chat_is_one_replicas_at_a_time(database: Database) -> None:
    first, other, second = await came(database, 7, 8, 7)
    rows, new = await database.write(replicas.take, A, limit=1)
    assert ([row.id for row in rows], new) == ([first], {7})
    assert await taken(database, B) == ([other], {8})
    assert await taken(database, A, besides={first}) == ([second], set())
    assert await taken(database, A, full={7}) == ([], set())
    assert not await database.read(replicas.waits, A, (), {7})
    assert not await database.read(replicas.waits, B, {other})


async def test_what_a_dead_replica_had_is_anybodys(database: Database) -> None:
    ids = await came(database, 7)
    await taken(database, A)
    await database.write(die, A)
    assert await taken(database, B) == (ids, {7})


async def test_what_was_given_back_is_anybodys_and_wakes_the_others(database: Database) -> None:
    ids = await came(database, 7, 8)
    await taken(database, A)
    woken = database.subscribe("inbox")
    await database.write(replicas.give_back, A, [7])
    assert woken.is_set()
    assert await taken(database, B) == (ids[:1], {7})
    await database.write(replicas.leave, A)
    assert await taken(database, B, besides=ids[:1]) == (ids[1:], {8})


async def test_what_is_done_or_another_replicas_is_not_handled(database: Database) -> None:
    await came(database, 7, 8)
    rows, _ = await database.write(replicas.take, A, limit=10)
    assert [await database.read(replicas.stands, A, row) for row in rows] == [True, True]
    await database.write(inbox.done, rows[0].id)
    await database.write(lambda tx: tx.conn.execute(update(lane).where(lane.c.lane == 8).values(holder=B)))
    assert [await database.read(replicas.stands, A, row) for row in rows] == [False, False]


async def test_whoever_was_overtaken_writes_nothing(database: Database) -> None:
    await came(database, 7)
    await taken(database, A)
    FENCE.set(partial(replicas.check_lane, me=A, number=7))
    await database.write(keys.put, "said", 1)
    FENCE.set(None)
    await database.write(die, A)
    await taken(database, B)
    FENCE.set(partial(replicas.check_lane, me=A, number=7))
    late = asyncio.create_task(database.write(keys.put, "said", 2))
    FENCE.set(None)
    also = asyncio.create_task(database.write(keys.put, "heard", 3))
    with pytest.raises(Fenced):
        await late
    await also
    assert [await database.read(keys.get, key) for key in ("said", "heard")] == [1, 3]


async def test_what_a_dead_replica_was_sending_is_sent_again_and_marked(database: Database) -> None:
    for number, name in enumerate((A, B)):
        await database.write(outbox.enqueue, key=name, kind="notice", chat_id=number + 1)
        await database.write(outbox.claim, 1, name)
    assert await database.write(replicas.take_back) == 0
    await database.write(die, A)
    assert await database.write(replicas.take_back) == 1
    query = select(outbox_table.c.state, outbox_table.c.params).order_by(outbox_table.c.id)
    rows = await database.read(lambda tx: tx.conn.execute(query).all())
    assert [tuple(row) for row in rows] == [("queued", {"repeat": 1}), ("sending", {})]


def end_session_of_the_leader(tx: Tx) -> None:
    query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock"
    tx.conn.execute(text(query), {"lock": LEADER})


def wire_of(database: Database) -> Wire:
    wire = database.wire()
    assert wire is not None
    return wire


async def test_one_leads_and_when_it_ends_another_does(database: Database) -> None:
    first, second = wire_of(database), wire_of(database)
    async with running(first.run()) as [task]:
        epoch = await first.leads()
        async with running(second.run()):
            await until(lambda: second.is_sure)
            assert (first.is_sure, second.epoch) == (True, None)
            await database.write(replicas.check_epoch, epoch)
            task.cancel()
            later = await asyncio.wait_for(second.leads(), 30)
    assert later == epoch + 1
    with pytest.raises(Fenced):
        await database.write(replicas.check_epoch, epoch)


async def test_a_leader_whose_connection_is_ended_says_so_and_comes_back(database: Database) -> None:
    wire = wire_of(database)
    async with running(wire.run()):
        epoch = await wire.leads()
        await database.write(end_session_of_the_leader)
        await asyncio.wait_for(wire.has_ceded(epoch), 30)
        assert await asyncio.wait_for(wire.leads(), 30) == epoch + 1


async def test_a_commit_wakes_the_other_processes(database: Database) -> None:
    heard: list[str] = []
    wire = Wire(wire_of(database)._url, heard.extend)
    async with running(wire.run()):
        await wire.leads()
        heard.clear()
        await came(database, 7)
        await until(lambda: "inbox" in heard)
