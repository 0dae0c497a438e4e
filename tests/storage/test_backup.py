"""A copy is whole, named last, and the oldest ones go."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.backup import KEPT, back_up

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "fieldclerk.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE note (text TEXT)")
    db.execute("INSERT INTO note VALUES ('kept')")
    db.commit()
    db.close()
    return path


async def test_a_copy_holds_what_was_committed(database: Path, tmp_path: Path) -> None:
    made = await back_up(database, tmp_path / "backups", NOW)
    copy = sqlite3.connect(made)
    assert copy.execute("SELECT text FROM note").fetchall() == [("kept",)]
    copy.close()


async def test_the_newest_copies_stay(database: Path, tmp_path: Path) -> None:
    made = [await back_up(database, tmp_path / "b", NOW + timedelta(days=n)) for n in range(KEPT + 2)]
    assert sorted((tmp_path / "b").iterdir()) == made[2:]


async def test_a_damaged_file_makes_no_copy(tmp_path: Path) -> None:
    broken = tmp_path / "fieldclerk.db"
    broken.write_bytes(b"no database at all" * 400)
    with pytest.raises(sqlite3.DatabaseError):
        await back_up(broken, tmp_path / "b", NOW)
    assert list((tmp_path / "b").iterdir()) == []
