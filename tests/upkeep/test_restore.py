"""A backup in the place of the database: nothing is lost that was in it, and what it replaces is kept."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import StartError
from bot.settings import Settings
from bot.storage import outbox, sqlite, startup, trail
from bot.storage.backup import make
from bot.storage.database import Database
from bot.storage.soundness import faults
from bot.storage.tables import replica
from bot.upkeep.restore import RestoreRefused, note_restored, restore
from tests.support.clocks import HandClock
from tests.support.databases import template
from tests.support.postgres import open_postgres, shared

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PHOTO = "ab" * 32


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(statement).fetchall()


def units(path: Path) -> list[object]:
    return [row[0] for row in run(path, "SELECT code FROM unit ORDER BY id")]


def add(path: Path, code: str) -> None:
    run(path, f"INSERT INTO unit (code, name, kind) VALUES ('{code}', '{code}', 'quality_dept')")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "fieldclerk.db"
    shutil.copyfile(template(), path)
    add(path, "before")
    run(
        path,
        "INSERT INTO outbox (key, kind, params, state, attempts, created_at, not_before) "
        "VALUES ('a', 'notice', '{}', 'queued', 0, '2026-11-23', '2026-11-23')",
    )
    return path


@pytest.fixture
def copy(database: Path, tmp_path: Path) -> Path:
    made = make(database, tmp_path / "backups", NOW, tmp_path / "files")
    add(database, "after")
    return made


def test_it_is_as_it_was_and_what_it_replaced_is_kept(database: Path, copy: Path, tmp_path: Path) -> None:
    found = restore(copy, database, tmp_path / "files", NOW)
    assert units(database) == ["before"]
    assert found.made_at == NOW
    assert found.aside is not None
    assert units(found.aside) == ["before", "after"]
    assert run(database, "SELECT action FROM event") == [("restored",)]
    assert run(database, "SELECT params FROM outbox") == [('{"repeat": 1}',)]
    assert faults(database) == []


async def test_nothing_is_restored_under_a_running_bot(
    database: Path, copy: Path, tmp_path: Path, clock: HandClock
) -> None:
    running = await Database.open(f"sqlite:///{database}", clock)
    with pytest.raises(StartError, match="stop it first"):
        restore(copy, database, tmp_path / "files", NOW)
    await running.close()
    assert units(database) == ["before", "after"]


def test_a_backup_that_was_touched_is_refused(database: Path, copy: Path, tmp_path: Path) -> None:
    add(copy, "smuggled")
    with pytest.raises(RestoreRefused, match="is not what was written"):
        restore(copy, database, tmp_path / "files", NOW)
    with pytest.raises(RestoreRefused, match="There is no backup"):
        restore(tmp_path / "none.db", database, tmp_path / "files", NOW)
    (tmp_path / "letter.db").write_bytes(b"dear diary" * 1000)
    with pytest.raises(RestoreRefused, match="is not whole"):
        restore(tmp_path / "letter.db", database, tmp_path / "files", NOW)
    assert units(database) == ["before", "after"]
    assert not startup.restoring(database).exists()


def test_a_damaged_database_gives_way_with_all_that_lay_beside_it(database: Path, copy: Path, tmp_path: Path) -> None:
    database.write_bytes(b"\xff" * 9000)
    Path(f"{database}-wal").write_bytes(b"left over")
    found = restore(copy, database, tmp_path / "files", NOW)
    assert units(database) == ["before"]
    assert Path(f"{found.aside}-wal").read_bytes() == b"left over"


def test_evidence_that_was_lost_comes_back(database: Path, tmp_path: Path) -> None:
    content = b"a photo"
    digest = hashlib.sha256(content).hexdigest()
    place = tmp_path / "files" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    run(database, f"INSERT INTO file (sha256, kind, sent_at, attempts) VALUES ('{digest}', 'photo', '2026-11-23', 0)")
    copy = make(database, tmp_path / "backups", NOW, tmp_path / "files")
    shutil.rmtree(tmp_path / "files")
    assert (found := restore(copy, database, tmp_path / "files", NOW)).returned == 1
    assert found.missing == 0
    assert place.read_bytes() == content


def test_killed_in_the_middle_no_bot_starts_and_doing_it_again_finishes(
    database: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            restore(copy, database, tmp_path / "files", NOW)
    with pytest.raises(StartError, match="interrupted"):
        startup.refuse_half_restored(database)
    sqlite.check_file(database)
    restore(copy, database, tmp_path / "files", NOW)
    startup.refuse_half_restored(database)
    assert units(database) == ["before"]


async def test_what_the_servers_own_means_brought_back_is_marked_and_noted(tmp_path: Path, clock: HandClock) -> None:
    database, settings = await open_postgres(clock), Settings(_env_file=None, database_url=SecretStr(shared()))
    await database.write(lambda tx: outbox.enqueue(tx, key="a", kind="notice", chat_id=1))
    alive = replica.insert().values(name="a", until=clock.now() + timedelta(seconds=9))
    await database.write(lambda tx: tx.conn.execute(alive) and None)
    with pytest.raises(RestoreRefused, match="stop all of them"):
        await note_restored(settings, clock, "monday.dump")
    clock.advance(seconds=10)
    assert await note_restored(settings, clock, "monday.dump") == 1
    (entry,) = await database.read(lambda tx: list(trail.entries(tx)))
    assert (entry["action"], entry["data"]) == ("restored", {"backup": "monday.dump"})
    (row,) = await database.write(outbox.claim, 9)
    assert row.repeat == 1
    await database.close()
