"""What only PostgreSQL can do to us: two processes at once, a session that is ended, a COMMIT without an answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.errors import StartError
from bot.storage import anchors, keys, trail
from bot.storage.database import Database
from bot.storage.looking import look
from bot.storage.postgres import _in_turn
from bot.storage.tables import event
from bot.storage.trouble import is_outage
from bot.storage.tx import Tx
from tests.support.clocks import HandClock
from tests.support.postgres import open_postgres, server, shared


@pytest.fixture
async def database(clock: HandClock) -> AsyncIterator[Database]:
    database = await open_postgres(clock)
    yield database
    await database.close()


@pytest.fixture
async def other(database: Database, clock: HandClock) -> AsyncIterator[Database]:
    """A second process, as it were, on the same database."""
    other = await Database.open(shared(), clock)
    yield other
    await other.close()


def note(tx: Tx, action: str) -> int:
    return trail.append(tx, action)


def count_up(tx: Tx) -> None:
    keys.put(tx, "number", (keys.get(tx, "number") or 0) + 1)


async def number(database: Database) -> Any:
    return await database.read(keys.get, "number")


def show(tx: Tx, name: str) -> Any:
    return tx.conn.execute(text(f"SHOW {name}")).scalar_one()


def end_own_session(tx: Tx) -> None:
    tx.conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


class Once:
    """Does something the first time only."""

    def __init__(self, what: Callable[[Tx], None]) -> None:
        self.what = what
        self.times = 0

    def __call__(self, tx: Tx) -> None:
        self.times += 1
        if self.times == 1:
            self.what(tx)


async def test_two_that_read_and_then_write_take_turns(database: Database, other: Database) -> None:
    verbs = [db.write(count_up) for _ in range(20) for db in (database, other)]
    await asyncio.gather(*verbs)
    assert await number(database) == 40


async def test_the_trail_of_two_is_one_chain(database: Database, other: Database) -> None:
    for _ in range(3):
        await asyncio.gather(*(db.write(note, f"{n}") for n in range(5) for db in (database, other)))
    seqs = await database.read(lambda tx: tx.conn.execute(select(event.c.seq).order_by(event.c.seq)).scalars().all())
    assert list(seqs) == list(range(1, 31))
    assert await database.read(trail.first_broken) is None


async def test_a_session_that_is_ended_costs_nothing_but_time(database: Database) -> None:
    ended = Once(end_own_session)

    def both(tx: Tx) -> None:
        count_up(tx)
        ended(tx)

    await asyncio.gather(database.write(count_up), database.write(both), database.write(count_up))
    assert ended.times == 2
    assert await number(database) == 3


async def test_a_query_survives_the_end_of_its_session(database: Database) -> None:
    ended = Once(end_own_session)
    await database.read(ended)
    assert ended.times == 2


@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_what_the_server_broke_off_is_begun_anew(database: Database, code: str) -> None:
    def raise_it(tx: Tx) -> None:
        tx.conn.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '{code}'; END $$"))

    broken = Once(raise_it)

    def both(tx: Tx) -> None:
        count_up(tx)
        broken(tx)

    await asyncio.gather(database.write(both), database.write(count_up))
    assert broken.times == 2
    assert await number(database) == 2


async def test_what_is_broken_off_again_and_again_is_an_outage(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        await database.write(end_own_session)
    assert is_outage(caught.value)
    await database.write(count_up)


@pytest.mark.parametrize("got_through", [True, False])
async def test_a_commit_without_an_answer_is_asked_after(
    database: Database, monkeypatch: pytest.MonkeyPatch, got_through: bool
) -> None:
    lost = False

    def cut(conn: Connection, work: Callable[[Connection], Any], ticket: Any) -> Any:
        nonlocal lost
        if lost:
            return _in_turn(conn, work, ticket)
        lost = True
        if got_through:
            _in_turn(conn, work, ticket)
        else:
            _in_turn(conn, lambda conn: None, ticket)
            ticket.number = _number_of_one_rolled_back(conn)
        raise OperationalError("COMMIT", None, ConnectionResetError(), connection_invalidated=True)

    monkeypatch.setattr("bot.storage.postgres._in_turn", cut)
    await database.write(count_up)
    assert lost
    assert await number(database) == 1


def _number_of_one_rolled_back(conn: Connection) -> int:
    with conn.begin() as transaction:
        found = int(conn.execute(text("SELECT pg_current_xact_id()::text")).scalar_one())
        transaction.rollback()
    return found


async def test_the_trail_cannot_be_emptied_either(database: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        await database.write(lambda tx: tx.conn.execute(text("TRUNCATE event")))


async def test_whoever_froze_is_not_waited_for_without_end(database: Database) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    for run in (database.write, database.read):
        assert [await run(show, name) for name in names] == ["20s", "15s", "5s"]


async def test_whoever_looks_from_beside_takes_the_time_and_migrates_nothing(
    database: Database, clock: HandClock
) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [await look(shared(), clock, show, name) for name in names] == ["0", "0", "0"]
    for _ in range(2):  # nor does the first look make what the second one finds
        with pytest.raises(StartError, match="revision none"):
            await look(server().url("postgres"), clock, trail.end)


async def test_two_may_start_on_an_empty_database_at_once(clock: HandClock) -> None:
    url = await asyncio.to_thread(server().fresh)
    databases = await asyncio.gather(*(Database.open(url, clock) for _ in range(2)))
    for database in databases:
        await database.write(count_up)
        await database.close()


async def test_a_server_that_is_not_there_is_named_without_its_password(clock: HandClock) -> None:
    with pytest.raises(StartError, match="cannot be reached") as caught:
        await Database.open("postgresql://me:hunter2@127.0.0.1:9/none", clock)
    assert "hunter2" not in caught.value.sentence
    assert caught.value.may_pass


def say(tx: Tx, sql: str) -> None:
    tx.conn.execute(text(sql))


def grants() -> list[str]:
    """What the manual has an owner say."""
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```sql\nBEGIN;\n(.*)COMMIT;\n```", page, re.DOTALL)
    return [line.strip(" ;") for line in block.splitlines()]


@cache
def make_plain_user() -> None:
    server().run("CREATE ROLE fieldclerk LOGIN")


def as_plain_user(url: str) -> str:
    make_plain_user()
    return make_url(url).set(username="fieldclerk").render_as_string(hide_password=False)


async def test_a_user_that_owns_nothing_works_and_cannot_touch_the_trail(database: Database, clock: HandClock) -> None:
    """As docs/operations.md sets it up."""
    url = await asyncio.to_thread(as_plain_user, shared())
    as_owner = await Database.open(shared(), clock)
    for statement in grants():
        await as_owner.write(say, statement)
    await as_owner.close()
    plain = await Database.open(url, clock)
    await plain.write(note, "something")
    await plain.write(count_up)
    await plain.write(anchors.drop_anchor, clock.now().date())
    await plain.write(trail.empty, 5)
    for refused in (
        "UPDATE event SET action = 'other'",
        "UPDATE event SET reason = 'other'",
        "DELETE FROM event",
        "TRUNCATE event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP FUNCTION event_is_append_only() CASCADE",
        "SET session_replication_role = replica",
        "UPDATE anchor SET hash = 'other'",
        "DELETE FROM anchor",
    ):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner|append-only"):
            await plain.write(say, refused)
    await plain.close()
    assert [entry["action"] for entry in await database.read(lambda tx: list(trail.entries(tx)))] == ["something"]


async def test_a_user_that_may_not_migrate_is_told_who_may(clock: HandClock) -> None:
    url = await asyncio.to_thread(lambda: as_plain_user(server().fresh()))
    with pytest.raises(StartError, match="fieldclerk migrate"):
        await Database.open(url, clock)
