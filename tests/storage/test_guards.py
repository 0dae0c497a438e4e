"""What must hold whoever calls: who was faster wins, an invitation is used once, a wrong link of the trail is found."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from bot.storage import anchors, idempotency, people, records, sqlite, trail
from bot.storage.database import Database
from bot.storage.migrate import downgrade, upgrade
from bot.storage.tables import event, work_item
from bot.storage.tx import Tx
from tests.desk.office import LI, WANG, Office
from tests.desk.test_overseeing import JOB
from tests.support.clocks import HandClock


async def test_whoever_saw_an_older_version_changes_nothing(
    database: Database, clock: HandClock, tmp_path: Path
) -> None:
    office = Office(database, clock, tmp_path)
    await office.open()
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    item = await office.item(job.id)

    def change(tx: Tx, outcome: str) -> bool:
        return records.change_item(tx, item, outcome=outcome)

    assert [await database.write(change, outcome) for outcome in ("first", "second")] == [True, False]
    now = await office.item(job.id)
    assert (now.outcome, now.version) == ("first", item.version + 1)


async def test_a_press_that_no_card_offers_changes_nothing(
    on_sqlite: Database, clock: HandClock, tmp_path: Path
) -> None:
    office = Office(on_sqlite, clock, tmp_path)
    await office.open()
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    item = await office.item(job.id)
    pressed = await office.desk.press(await office.actor(LI), item.id, item.version, "pause")  # before it was started
    assert (pressed.done, pressed.stale) == (False, True)
    assert (await office.item(job.id)).version == item.version


async def test_no_decision_of_the_applicants_own_is_stored(
    database: Database, clock: HandClock, tmp_path: Path
) -> None:
    """Whatever program writes it: by themselves, for somebody, or by somebody for them."""
    office = Office(database, clock, tmp_path)
    await office.open()
    part = await office.part(LI)
    item, leader = await office.item(part.id), (await office.actor(WANG)).member.id

    def decide(tx: Tx, by: int, for_whom: int | None) -> None:
        values = {"state": "done", "done_by": by, "done_for": for_whom}
        tx.conn.execute(update(work_item).where(work_item.c.id == item.id).values(values))

    for by, for_whom in ((part.created_by, None), (part.created_by, leader), (leader, part.created_by)):
        with pytest.raises(IntegrityError, match="ck_work_item_four_eyes"):
            await database.write(decide, by, for_whom)
    await database.write(decide, leader, None)


async def test_what_was_open_before_is_barred_too(on_sqlite: Database, clock: HandClock, tmp_path: Path) -> None:
    office = Office(on_sqlite, clock, tmp_path)
    await office.open()
    part = await office.part(LI)
    engine = sqlite.migration_engine(tmp_path / "fieldclerk.db")
    with engine.connect() as conn:
        downgrade(conn, "0002")
        upgrade(conn)
    engine.dispose()
    barred = [row["barred"] for row in office.rows("SELECT barred FROM work_item WHERE record_id = ?", part.id)]
    assert barred == [str(part.created_by)]


async def test_an_invitation_is_used_once_and_in_time(database: Database, clock: HandClock) -> None:
    def invite(tx: Tx) -> list[int]:
        for token in ("a", "b"):
            people.add_invitation(tx, token_hash=token, name="x", role="staff", expires_at=tx.now + timedelta(days=1))
        return [people.invitation_of(tx, token).id for token in ("a", "b")]  # type: ignore[union-attr]  # both are there

    first, late = await database.write(invite)
    assert [await database.write(people.use_invitation, first, account) for account in (1, 2)] == [True, False]
    clock.advance(days=1)
    assert not await database.write(people.use_invitation, late, 1)


async def test_an_entry_that_is_linked_to_another_one_is_found(on_sqlite: Database) -> None:
    """Its own hash fits: only the link is wrong."""

    def relink(tx: Tx) -> None:
        for _ in range(3):
            trail.append(tx, "something")
        entry = dict(list(trail.entries(tx))[1]) | {"prev_hash": "f" * 64}
        values = {"prev_hash": entry["prev_hash"], "hash": trail.digest(entry)}
        tx.conn.exec_driver_sql("DROP TRIGGER event_no_update")
        tx.conn.execute(update(event).where(event.c.seq == 2).values(values))

    await on_sqlite.write(relink)
    assert await on_sqlite.read(trail.first_broken) == 2


async def test_an_entry_whose_words_were_changed_is_found(on_sqlite: Database) -> None:
    """No hash is wrong: the words are not those that were hashed."""

    def reword(tx: Tx) -> None:
        for _ in range(3):
            trail.append(tx, "something", data={"said": "yes"})
        tx.conn.exec_driver_sql("DROP TRIGGER event_no_update")
        tx.conn.execute(update(event).where(event.c.seq == 2).values(data={"said": "no"}))

    await on_sqlite.write(reword)
    assert await on_sqlite.read(trail.first_broken) == 2


async def test_a_trail_that_was_written_anew_stands_otherwise_than_its_seal(
    on_sqlite: Database, clock: HandClock
) -> None:
    """A chain that is whole in itself, and one of which nothing is left: what was noted of it shows both."""

    def seal(tx: Tx) -> None:
        for said in ("a", "b"):
            trail.append(tx, "something", data={"said": said})
        anchors.drop_anchor(tx, clock.now().date())

    def rewrite(tx: Tx) -> None:
        tx.conn.exec_driver_sql("DROP TRIGGER event_no_delete")
        tx.conn.execute(delete(event).where(event.c.seq == 2))
        trail.append(tx, "something", data={"said": "c"})

    await on_sqlite.write(seal)
    assert await on_sqlite.read(anchors.first_adrift) is None
    await on_sqlite.write(rewrite)
    assert await on_sqlite.read(trail.first_broken) is None
    assert await on_sqlite.read(anchors.first_adrift) == clock.now().date()
    await on_sqlite.write(lambda tx: tx.conn.execute(delete(event)) and None)
    assert await on_sqlite.read(anchors.first_adrift) == clock.now().date()


async def test_what_no_update_asked_for_is_done_each_time(on_sqlite: Database) -> None:
    await on_sqlite.write(idempotency.keep, None, {"number": "a"})
    assert await on_sqlite.read(idempotency.earlier, None) is None
    await on_sqlite.write(idempotency.keep, "7", {"number": "a"})
    await on_sqlite.write(idempotency.keep, "7", {"number": "b"})
    assert await on_sqlite.read(idempotency.earlier, "7") == {"number": "a"}


async def test_every_commit_is_synced(on_sqlite: Database) -> None:
    assert await on_sqlite.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA synchronous").scalar()) == 2


def test_a_writer_locks_before_it_reads(tmp_path: Path) -> None:
    """Otherwise two that read first could not both go on to write."""
    engine = sqlite.writer_engine(tmp_path / "one.db")
    with engine.connect() as conn, conn.begin():
        other = sqlite3.connect(tmp_path / "one.db", timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    engine.dispose()
