from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.tables import inbox as table


def message(update_id: int, chat: int = 7, text: str = "你好") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 1, "chat": {"id": chat}, "text": text}}


async def states(database: Database) -> list[str]:
    return list(
        await database.read(lambda tx: tx.conn.execute(select(table.c.state).order_by(table.c.id)).scalars().all())
    )


async def test_the_same_update_is_kept_once(database: Database) -> None:
    first = await database.write(inbox.store, 1, [message(10), message(11)])
    second = await database.write(inbox.store, 1, [message(11), message(12)])
    assert (len(first), len(second)) == (2, 1)
    assert [row.update_id for row in await database.read(inbox.pending, limit=10)] == [10, 11, 12]


async def test_another_update_under_a_known_number_is_kept_too(database: Database) -> None:
    await database.write(inbox.store, 1, [message(10)])
    for text in ("a week later", "two weeks later"):
        assert len(await database.write(inbox.store, 1, [message(10, text=text)])) == 1
        assert await database.write(inbox.store, 1, [message(10, text=text)]) == []
    assert [row.update_id for row in await database.read(inbox.pending, limit=10)] == [10, 10, 10]


async def test_two_bots_do_not_meet(database: Database) -> None:
    await database.write(inbox.store, 1, [message(10)])
    assert await database.write(inbox.store, 2, [message(10)])


@pytest.mark.parametrize("number", [None, "10", True, 2**70, 1.5])
async def test_an_update_without_a_number_is_set_aside(database: Database, number: object) -> None:
    raw = {"update_id": number, "message": {"text": "half a pair \ud83d"}}
    assert len(await database.write(inbox.store, 1, [raw])) == 1
    assert await states(database) == ["quarantined"]
    assert await database.write(inbox.store, 1, [raw]) == []


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        (message(1, chat=-100), -100),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 9}}}}, 9),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 8}, "from": {"id": 5}}}, 8),
        ({"update_id": 1, "message": {"chat": {"id": "no"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**80}}}, 0),
        ({"update_id": 1, "message": [1, 2]}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_a_lane_is_the_chat(raw: dict[str, Any], lane: int) -> None:
    assert inbox.lane_of(raw) == lane


async def test_three_failures_set_it_aside(database: Database) -> None:
    [row_id] = await database.write(inbox.store, 1, [message(10)])
    assert [await database.write(inbox.failed, row_id, "boom") for _ in range(3)] == [False, False, True]
    assert await database.read(inbox.pending, limit=10) == []


async def test_some_failures_are_final(database: Database) -> None:
    [row_id] = await database.write(inbox.store, 1, [message(10)])
    assert await database.write(inbox.failed, row_id, "cannot be read", for_good=True)
    assert await states(database) == ["quarantined"]


async def test_pending_leaves_out_what_is_in_hand(database: Database) -> None:
    ids = await database.write(inbox.store, 1, [message(number) for number in range(4)])
    await database.write(inbox.done, ids[0])
    rows = await database.read(inbox.pending, limit=1, after=ids[1], besides={ids[2]})
    assert [row.id for row in rows] == [ids[3]]


async def test_what_was_handled_long_ago_is_forgotten_and_what_was_not_is_kept(database: Database) -> None:
    handled, aside, _ = await database.write(inbox.store, 1, [message(10), message(11), message(12)])
    await database.write(inbox.done, handled)
    await database.write(inbox.failed, aside, "boom", for_good=True)
    now = await database.read(lambda tx: tx.now)
    assert await database.write(inbox.forget, now - timedelta(days=1)) == 0
    assert await database.write(inbox.forget, now + timedelta(days=1)) == 1
    assert await states(database) == ["quarantined", "new"]
