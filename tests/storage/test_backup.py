"""A copy is whole, named last, goes with its evidence, and the oldest ones go."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.storage import anchors, backup, trail
from bot.storage.backup import DAYS, RECENT, back_up, is_due, list_of, made_at, make
from bot.storage.database import Database
from bot.storage.soundness import faults
from bot.storage.tx import Tx
from tests.support.clocks import HandClock
from tests.support.databases import open_database, template

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PHOTO = "ab" * 32


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that names one file of evidence, which is in the store."""
    path = tmp_path / "fieldclerk.db"
    shutil.copyfile(template(), path)
    run(path, f"INSERT INTO file (sha256, kind, sent_at, attempts) VALUES ('{PHOTO}', 'photo', '2026-11-23', 0)")
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / PHOTO).write_bytes(b"a photo")
    return path


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(statement).fetchall()


def noted(tx: Tx, action: str) -> None:
    trail.append(tx, action)


def spoil(path: Path) -> None:
    """Break a page in the middle."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)


async def test_a_copy_holds_what_was_committed_and_says_what_belongs_to_it(database: Path, tmp_path: Path) -> None:
    made = await back_up(database, tmp_path / "backups", NOW, tmp_path / "files")
    assert run(made, "SELECT sha256 FROM file") == [(PHOTO,)]
    listed = json.loads(list_of(made).read_text())
    assert (listed["evidence"], listed["missing"], listed["sha256"]) == ([PHOTO], [], backup.digest_of(made))
    assert (tmp_path / "backups" / "files" / "ab" / PHOTO).read_bytes() == b"a photo"
    assert made_at(made) == NOW


def test_the_newest_copies_stay_and_evidence_that_only_older_ones_need_goes(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = [make(database, folder, NOW + timedelta(days=n), tmp_path / "files") for n in range(2)]
    run(database, "UPDATE file SET sha256 = NULL")
    made += [make(database, folder, NOW + timedelta(days=n), tmp_path / "files") for n in range(2, DAYS + 2)]
    assert backup.backups(folder) == made[2:]
    assert not (folder / "files" / "ab" / PHOTO).exists()


def test_of_a_day_all_copies_stay_and_of_a_week_one_a_day_that_was_checked_as_a_whole(tmp_path: Path) -> None:
    hours = [NOW + timedelta(hours=n) for n in range(-24 * 9, 3)]
    lists = {tmp_path / f"{at.strftime(backup.NAME)}.db": {"whole": at.hour == 18} for at in hours}
    kept = sorted(set(backup._worth_keeping(lists, hours[-1])))
    assert len(kept) == RECENT + DAYS - 2  # today's and last night's are of the last day
    nights = [backup._moment(path) for path in kept if lists[path]["whole"]]
    assert nights == [NOW.replace(hour=18) - timedelta(days=n) for n in range(DAYS - 1, 0, -1)]
    assert [backup._moment(path) for path in kept][-RECENT:] == hours[-RECENT:]


def test_a_copy_is_due_when_the_newest_is_old_whatever_a_wrong_clock_left(database: Path, tmp_path: Path) -> None:
    every = timedelta(hours=1)
    assert is_due(tmp_path / "b", NOW, every)
    make(database, tmp_path / "b", NOW)
    make(database, tmp_path / "b", NOW + timedelta(days=90))
    assert not is_due(tmp_path / "b", NOW + timedelta(minutes=59), every)
    assert is_due(tmp_path / "b", NOW + timedelta(hours=1), every)


async def test_a_damaged_file_makes_no_copy_and_the_night_says_so(database: Path, tmp_path: Path) -> None:
    spoil(database)
    with pytest.raises(sqlite3.DatabaseError):
        await back_up(database, tmp_path / "b", NOW)
    assert list((tmp_path / "b").iterdir()) == []
    assert await backup.copied(f"sqlite:///{database}", tmp_path / "b", NOW)
    assert await backup.copied("postgresql://nowhere/x", tmp_path, NOW) is None


def test_what_a_kill_left_goes_with_the_next_copy(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            make(database, folder, NOW)
    assert len(list(folder.iterdir())) == 2
    made = make(database, folder, NOW + timedelta(hours=1))
    assert sorted(folder.iterdir()) == [made, list_of(made)]


def test_missing_evidence_is_listed(database: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "files")
    made = make(database, tmp_path / "b", NOW, tmp_path / "files")
    assert json.loads(list_of(made).read_text())["missing"] == [PHOTO]


def test_without_room_nothing_is_begun(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(OSError, match="MB are needed"):
        make(database, tmp_path / "b", NOW)


async def test_a_copy_with_a_broken_chain_gets_no_name(tmp_path: Path, clock: HandClock) -> None:
    database = await open_database(tmp_path, clock)
    for word in ("a", "b", "c"):
        await database.write(noted, word)
    await database.close()
    path = tmp_path / "fieldclerk.db"
    assert faults(path) == []
    run(path, "DROP TRIGGER event_no_update")
    run(path, "UPDATE event SET action = 'x' WHERE seq = 2")
    assert faults(path) == ["the audit trail does not fit from entry 2 on"]
    with pytest.raises(sqlite3.DatabaseError, match="entry 2"):
        make(path, tmp_path / "b", NOW)


async def test_between_the_nights_the_seals_and_what_came_after_them_are_checked(
    tmp_path: Path, clock: HandClock
) -> None:
    database, path = await open_database(tmp_path, clock), tmp_path / "fieldclerk.db"
    for _ in range(3):
        await database.write(noted, "a")
    await database.write(anchors.drop_anchor, NOW.date())
    await database.write(noted, "b")
    await database.close()
    run(path, "DROP TRIGGER event_no_update")
    run(path, "UPDATE event SET reason = 'x' WHERE seq = 2")
    assert faults(path, since_seal=True) == []
    assert faults(path) == ["the audit trail does not fit from entry 2 on"]
    run(path, "UPDATE event SET action = 'x' WHERE seq = 4")
    assert faults(path, since_seal=True) == ["the audit trail does not fit from entry 4 on"]
    run(path, "UPDATE event SET hash = 'x' WHERE seq = 3")
    assert len(faults(path, since_seal=True)) == 2


def test_a_reference_to_nothing_is_a_fault(database: Path) -> None:
    run(database, "INSERT INTO unit (code, name, kind, parent_id) VALUES ('a', 'a', 'x', 99)")
    assert faults(database) == ["row 1 of unit refers to a unit that is not there"]


async def test_a_start_on_a_damaged_file_names_the_newest_backup(
    database: Path, tmp_path: Path, clock: HandClock
) -> None:
    made = make(database, tmp_path / "backups", NOW)
    spoil(database)
    with pytest.raises(StartError, match=f"fieldclerk restore {made}"):
        await Database.open(f"sqlite:///{database}", clock)


async def test_a_database_that_is_gone_is_not_made_anew_while_there_are_backups(
    database: Path, tmp_path: Path, clock: HandClock
) -> None:
    make(database, tmp_path / "backups", NOW)
    database.rename(tmp_path / "elsewhere")  # noqa: ASYNC240 - nothing else runs here
    with pytest.raises(StartError, match="is gone"):
        await Database.open(f"sqlite:///{database}", clock)
    assert database not in set(tmp_path.iterdir())  # noqa: ASYNC240 - as above
