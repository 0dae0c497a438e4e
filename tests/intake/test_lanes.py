from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import GetMe
from aiogram.types import Update
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.intake.attempts import Attempts
from bot.intake.claims import Claims
from bot.intake.lanes import Lanes
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.fence import Fence, Fenced
from bot.storage.inbox import InboxRow
from bot.storage.tables import inbox as table
from bot.storage.tx import Tx
from tests.support.fake_api import TOKEN
from tests.support.waiting import running, until


def message(update_id: int, chat: int = 7) -> dict[str, Any]:
    content = {"message_id": update_id, "date": 1, "chat": {"id": chat, "type": "private"}, "text": str(update_id)}
    return {"update_id": update_id, "message": content}


class Handler:
    """Remembers the order; fails or waits where it is told to."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.failures: dict[int, list[Exception]] = {}
        self.gates: dict[int, asyncio.Event] = {}
        self.at_work = self.most_at_work = 0

    async def __call__(self, update: Update) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            if gate := self.gates.get(update.update_id):
                await gate.wait()
            if failures := self.failures.get(update.update_id):
                raise failures.pop(0)
            self.seen.append(update.update_id)
        finally:
            self.at_work -= 1


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot(TOKEN)
    yield bot
    await bot.session.close()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def aside() -> list[int]:
    return []


@pytest.fixture
def lanes(database: Database, bot: Bot, handler: Handler, aside: list[int]) -> Lanes:
    async def tell(row: InboxRow) -> None:
        aside.append(row.update_id)

    attempts = Attempts(database, bot, handler, tell, pauses=(0.001,))
    return Lanes(database, bot, handler, attempts=attempts)


async def store(database: Database, *updates: dict[str, Any]) -> None:
    await database.write(inbox.store, 1, updates)


async def states(database: Database) -> list[str]:
    return list(
        await database.read(lambda tx: tx.conn.execute(select(table.c.state).order_by(table.c.id)).scalars().all())
    )


async def test_what_is_stored_is_handled_and_done(database: Database, lanes: Lanes, handler: Handler) -> None:
    async with running(lanes.run()):
        await store(database, message(10), message(11))
        await lanes.idle()
    assert handler.seen == [10, 11]
    assert await states(database) == ["done", "done"]


async def test_what_waited_for_the_start_comes_first(database: Database, lanes: Lanes, handler: Handler) -> None:
    await store(database, *(message(number) for number in range(10, 15)))
    async with running(lanes.run()):
        await store(database, message(15))
        await lanes.idle()
    assert handler.seen == list(range(10, 16))


async def test_chats_do_not_wait_for_each_other(database: Database, lanes: Lanes, handler: Handler) -> None:
    handler.gates[10] = asyncio.Event()
    async with running(lanes.run()):
        await store(database, message(10, chat=1), message(11, chat=1), message(12, chat=2))
        await until(lambda: handler.seen == [12])
        assert not lanes.is_idle
        handler.gates[10].set()
        await lanes.idle()
    assert handler.seen == [12, 10, 11]


async def test_a_failing_update_is_tried_thrice_and_set_aside(
    database: Database, lanes: Lanes, handler: Handler, aside: list[int]
) -> None:
    handler.failures[10] = [ValueError("boom")] * 3
    handler.failures[11] = [ValueError("once")]
    async with running(lanes.run()):
        await store(database, message(10), message(11))
        await lanes.idle()
    assert await states(database) == ["quarantined", "done"]
    assert (handler.seen, aside) == ([11], [10])
    error = await database.read(
        lambda tx: tx.conn.execute(select(table.c.error).where(table.c.update_id == 10)).scalar()
    )
    assert "ValueError: boom" in str(error)


async def test_it_is_set_aside_even_if_nobody_can_be_told(database: Database, bot: Bot, handler: Handler) -> None:
    async def tell(row: InboxRow) -> None:
        raise OSError("no way to tell")

    handler.failures[10] = [ValueError("boom")] * 3
    attempts = Attempts(database, bot, handler, tell, pauses=(0.001,))
    lanes = Lanes(database, bot, handler, attempts=attempts)
    async with running(lanes.run()):
        await store(database, message(10), message(11))
        await lanes.idle()
    assert (await states(database), handler.seen) == (["quarantined", "done"], [11])


async def test_a_poison_update_is_set_aside_and_its_neighbours_are_handled(
    database: Database, lanes: Lanes, handler: Handler, aside: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    poison = {"update_id": 11, "message": {"message_id": "my secret", "chat": {"id": 7}}}
    async with running(lanes.run()):
        await store(database, message(10), poison, message(12))
        await lanes.idle()
    assert (handler.seen, aside) == ([10, 12], [11])
    assert await states(database) == ["done", "quarantined", "done"]
    assert await database.read(lambda tx: tx.conn.execute(select(func.max(table.c.attempts))).scalar()) == 1
    error = await database.read(lambda tx: tx.conn.execute(select(func.max(table.c.error))).scalar())
    assert "message.message_id: Input should be a valid integer" in str(error)
    assert "my secret" not in str(error) + caplog.text


@pytest.mark.parametrize(
    "trouble",
    [TelegramNetworkError(GetMe(), "no route"), ClientDecodeError("half an answer", ValueError("x"), "{")],
    ids=["out of reach", "half an answer"],
)
async def test_trouble_with_telegram_is_not_the_updates_fault(
    database: Database, lanes: Lanes, handler: Handler, aside: list[int], trouble: Exception
) -> None:
    handler.failures[10] = [trouble] * 5
    async with running(lanes.run()):
        await store(database, message(10))
        await lanes.idle()
    assert (handler.seen, aside) == ([10], [])


async def test_no_more_lanes_than_allowed_work_at_once(database: Database, bot: Bot, handler: Handler) -> None:
    for number in range(10, 30):
        handler.gates[number] = asyncio.Event()
    lanes = Lanes(database, bot, handler, width=4)
    async with running(lanes.run()):
        await store(database, *(message(number, chat=number) for number in range(10, 30)))
        await until(lambda: handler.at_work == 4)
        for gate in handler.gates.values():
            gate.set()
        await lanes.idle()
    assert handler.most_at_work == 4
    assert sorted(handler.seen) == list(range(10, 30))


async def test_a_backlog_larger_than_the_hand_is_worked_off(
    database: Database, bot: Bot, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.lanes.IN_HAND", 5)
    lanes = Lanes(database, bot, handler)
    await store(database, *(message(number, chat=number % 3) for number in range(10, 60)))
    async with running(lanes.run()):
        await until(lambda: len(handler.seen) == 50)
    assert [number for number in handler.seen if number % 3 == 0] == [n for n in range(10, 60) if n % 3 == 0]


async def test_who_sends_hundreds_keeps_nobody_else_waiting(database: Database, lanes: Lanes, handler: Handler) -> None:
    handler.gates[100] = asyncio.Event()
    await store(database, *(message(number, chat=1) for number in range(100, 700)), message(700, chat=2))
    async with running(lanes.run()):
        await until(lambda: handler.seen == [700])
        handler.gates[100].set()
        await until(lambda: len(handler.seen) == 601)
    assert handler.seen[1:] == list(range(100, 700))


FOR_EVER = 10**9


def gone() -> OperationalError:
    return OperationalError("connect", None, ConnectionRefusedError(), connection_invalidated=True)


class Shared(Claims):
    """As if every chat were this replica's."""

    async def take(self, limit: int, besides: Collection[int], full: Collection[int] = ()) -> list[InboxRow]:
        return await self._database.read(inbox.pending, limit=limit, besides=besides, full=full)

    gone: Collection[int] = ()  # updates that another replica has taken over
    lost: Collection[int] = ()  # chats
    left = False
    outages = 0

    async def stands(self, row: InboxRow) -> bool:
        if self.outages:
            self.outages -= 1
            raise gone()
        return row.update_id not in self.gone

    def fence(self, lane: int) -> Fence:
        return self.refuse if lane in self.lost else lambda tx: None

    def refuse(self, tx: Tx) -> None:
        raise Fenced("another replica has it")

    async def leave(self) -> None:
        self.left = True


async def test_what_another_replica_took_over_is_left_to_it(database: Database, bot: Bot, handler: Handler) -> None:
    claims = Shared(database, "a", lambda chat: None)
    claims.gone, claims.lost = {10}, {2}
    lanes = Lanes(database, bot, handler, claims=claims)
    await store(database, message(10, chat=1), message(11, chat=2), message(12, chat=3))
    async with running(lanes.run()):
        await until(lambda: 12 in handler.seen)
        await lanes.stop()
        await until(lambda: claims.left)
    assert (handler.seen, await states(database)) == ([11, 12], ["new", "new", "done"])


async def test_a_server_that_is_gone_for_a_while_ends_no_replica(
    database: Database, bot: Bot, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.lanes.AFTER_TROUBLE", 0.001)
    claims = Shared(database, "a", lambda chat: None)
    claims.outages = 3
    await store(database, message(10))
    async with running(Lanes(database, bot, handler, claims=claims).run()):
        await until(lambda: handler.seen == [10])


async def test_whoever_stops_while_the_server_is_gone_leaves_the_update(
    database: Database, bot: Bot, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.lanes.AFTER_TROUBLE", 0.001)
    claims = Shared(database, "a", lambda chat: None)
    claims.outages = FOR_EVER
    lanes = Lanes(database, bot, handler, claims=claims)
    await store(database, message(10))
    async with running(lanes.run()):
        await until(lambda: claims.outages < FOR_EVER - 1)
        await lanes.stop()
        await until(lambda: claims.left)
    assert (handler.seen, await states(database)) == ([], ["new"])


async def test_an_outage_that_a_library_hides_is_not_the_updates_fault(
    database: Database, lanes: Lanes, handler: Handler, aside: list[int]
) -> None:
    """aiogram-dialog tidies up after a failure, and fails at that."""
    hiding = KeyError("aiogd_context")
    hiding.__context__ = gone()
    await store(database, message(10))
    handler.failures[10] = [hiding] * 5
    async with running(lanes.run()):
        await lanes.idle()
    assert (handler.seen, aside) == ([10], [])


async def test_nor_where_several_share_a_database(database: Database, bot: Bot, handler: Handler) -> None:
    handler.gates[100] = asyncio.Event()
    await store(database, *(message(number, chat=1) for number in range(100, 200)), message(200, chat=2))
    async with running(Lanes(database, bot, handler, claims=Shared(database, "a", lambda chat: None)).run()):
        await until(lambda: handler.seen == [200])
        handler.gates[100].set()
        await until(lambda: len(handler.seen) == 101)
    assert handler.seen[1:] == list(range(100, 200))


async def test_stopping_finishes_what_is_in_hand(database: Database, lanes: Lanes, handler: Handler) -> None:
    handler.gates[10] = asyncio.Event()
    job = asyncio.create_task(lanes.run())
    await store(database, message(10), message(11))
    await until(lambda: handler.at_work == 1)
    await lanes.stop()
    handler.gates[10].set()
    await job
    assert await states(database) == ["done", "new"]


async def test_a_full_disk_makes_the_lane_wait(
    database: Database, lanes: Lanes, handler: Handler, aside: list[int]
) -> None:
    await store(database, message(10))
    pages = await database.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one())

    async def fill() -> None:
        await database.write(lambda tx: tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())
        await database.write(lambda tx: tx.conn.execute(table.update().values(error="x" * 100_000)))

    with pytest.raises(Exception, match="full") as caught:
        await fill()
    handler.failures[10] = [caught.value] * 5
    async with running(lanes.run()):
        await lanes.idle()
    assert (handler.seen, aside) == ([10], [])


async def test_a_database_that_cannot_be_read_for_a_while_ends_nothing(
    database: Database, lanes: Lanes, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.lanes.AFTER_TROUBLE", 0.001)
    read, failures = database.read, [OperationalError("SELECT", None, Exception("disk I/O error"))] * 3

    async def fail_first(*query: Any, **more: Any) -> Any:
        if failures:
            raise failures.pop()
        return await read(*query, **more)

    monkeypatch.setattr(database, "read", fail_first)
    await database.write(inbox.store, 1, [message(1)])
    async with running(lanes.run()):
        await until(lambda: handler.seen == [1])
    assert not failures
