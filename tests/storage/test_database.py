from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import Executable, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.errors import StorageClosed
from bot.logs import RedactingFormatter
from bot.storage import trail
from bot.storage.database import Database
from bot.storage.dialect import insert_ignore, upsert
from bot.storage.tables import event, heartbeat, unit
from bot.storage.tx import Tx
from tests.support.clocks import HandClock
from tests.support.databases import open_database


def count_units(tx: Tx) -> int:
    return tx.conn.execute(select(func.count()).select_from(unit)).scalar_one()


def add_unit(tx: Tx, code: str) -> None:
    tx.conn.execute(insert(unit).values(code=code, name=code, kind="quality"))


def beat(tx: Tx, note: int) -> None:
    upsert(tx.conn, heartbeat, {"name": "a", "at": tx.now, "note": note}, ["name"])


def change_trail(tx: Tx, statement: Executable) -> None:
    tx.conn.execute(statement)


async def test_what_is_written_is_read_back(database: Database) -> None:
    await database.write(add_unit, "Q")
    assert await database.read(count_units) == 1


async def test_a_failing_verb_leaves_nothing_and_is_raised(database: Database) -> None:
    def half(tx: Tx) -> None:
        add_unit(tx, "Q")
        raise ValueError("second thoughts")

    with pytest.raises(ValueError, match="second thoughts"):
        await database.write(half)
    assert await database.read(count_units) == 0


async def test_what_people_wrote_is_in_no_error_that_is_logged(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        await database.write(change_trail, insert(unit).values(code="Q", name="Wang Fang 139 0000 0000", kind=None))
    logged = logging.LogRecord("bot", logging.WARNING, "", 0, "%s", (caught.value,), None)
    assert "unit" in (line := RedactingFormatter().format(logged))
    assert "Wang Fang" not in line


async def test_verbs_that_wait_together_fail_alone(database: Database) -> None:
    await database.write(add_unit, "U5")
    results = await asyncio.gather(*(database.write(add_unit, f"U{n}") for n in range(40)), return_exceptions=True)
    failures = [number for number, result in enumerate(results) if result is not None]
    assert failures == [5]
    assert isinstance(results[5], IntegrityError)
    assert await database.read(count_units) == 40


async def test_a_cancelled_caller_does_not_break_the_batch(database: Database) -> None:
    tasks = [asyncio.create_task(database.write(add_unit, f"U{n}")) for n in range(5)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert tasks[2].cancelled()
    assert await database.read(count_units) in (4, 5)
    await database.write(add_unit, "after")


async def test_the_bell_rings_after_the_commit_only(database: Database) -> None:
    woken = database.subscribe("outbox")

    def fail(tx: Tx) -> None:
        tx.wake("outbox")
        raise ValueError

    with pytest.raises(ValueError):
        await database.write(fail)
    assert not woken.is_set()
    await database.write(lambda tx: tx.wake("outbox"))
    assert woken.is_set()


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await database.read(add_unit, "Q")


async def test_a_verb_sees_one_instant(database: Database, clock: HandClock) -> None:
    assert await database.write(lambda tx: tx.now) == clock.now()
    clock.advance(hours=1)
    assert await database.read(lambda tx: tx.now) == clock.now()


async def test_insert_ignore_tells_whether_it_was_new(database: Database) -> None:
    values = {"code": "Q", "name": "质量部", "kind": "quality"}
    assert await database.write(lambda tx: insert_ignore(tx.conn, unit, values, ["code"]))
    assert not await database.write(lambda tx: insert_ignore(tx.conn, unit, values, ["code"]))


async def test_upsert_changes_what_is_there(database: Database, clock: HandClock) -> None:
    for note in (1, 2):
        await database.write(beat, note)
    rows = await database.read(lambda tx: tx.conn.execute(select(heartbeat)).all())
    assert [(row.at, row.note) for row in rows] == [(clock.now(), 2)]


async def test_the_trail_is_append_only(database: Database) -> None:
    await database.write(lambda tx: trail.append(tx, "x"))
    for statement in (event.update().values(action="y"), event.delete()):
        with pytest.raises(DBAPIError, match="append-only"):
            await database.write(change_trail, statement)


async def test_a_stray_stop_iteration_is_an_error_like_any_other(database: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.write(lambda tx: next(iter([])))
    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.read(lambda tx: next(iter([])))


async def test_a_full_disk_fails_the_batch_and_nothing_else(on_sqlite: Database) -> None:
    def cap(tx: Tx) -> None:
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await on_sqlite.write(cap)
    verbs = [on_sqlite.write(add_unit, f"{n:03}" * 12) for n in range(400)]
    results = await asyncio.gather(*verbs, return_exceptions=True)
    refused = [result for result in results if isinstance(result, OperationalError)]
    assert refused
    assert "full" in str(refused[0])
    assert await on_sqlite.read(count_units) == 400 - len(refused)
    await on_sqlite.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    await on_sqlite.write(add_unit, "after")


async def test_closing_commits_what_is_queued(tmp_path: Path, clock: HandClock) -> None:
    database = await open_database(tmp_path, clock)
    tasks = [asyncio.create_task(database.write(add_unit, f"U{n}")) for n in range(3)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*tasks)
    with pytest.raises(StorageClosed):
        await database.write(add_unit, "late")
    again = await open_database(tmp_path, clock)
    assert await again.read(count_units) == 3
    await again.close()
