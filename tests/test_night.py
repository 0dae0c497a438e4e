"""What a night does, and that one failure does not cost it all the rest."""

from __future__ import annotations

from pathlib import Path
from shutil import _ntuple_diskusage as usage

import pytest
from sqlalchemy import select

from bot.desk.house import house_of
from bot.night import Night
from bot.settings import Settings
from bot.storage import anchors, backup, idempotency, people, trail
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.tables import outbox
from tests.support.clocks import HandClock
from tests.support.fake_api import TOKEN
from tests.support.fixtures import clock, database

__all__ = ["clock", "database"]


async def test_what_cannot_be_tidied_costs_the_night_neither_seal_nor_copy(
    database: Database,
    clock: HandClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*args: object) -> None:
        raise PermissionError("not yours")

    settings = Settings(_env_file=None, token=TOKEN, data_dir=tmp_path)
    files = FileStore(tmp_path / "files")
    monkeypatch.setattr(files, "drop_strays", fail)
    seq = await database.write(lambda tx: trail.append(tx, "something"))
    await Night(settings, clock, database, house_of(settings), files)()
    assert [row.seq for row in await database.read(anchors.anchors)] == [seq]
    assert len(backup.backups(tmp_path / "backups")) == 1
    assert "not yours" in caplog.text


async def test_an_old_number_does_not_silence_a_new_update(
    database: Database, clock: HandClock, tmp_path: Path
) -> None:
    settings = Settings(_env_file=None, token=TOKEN, data_dir=tmp_path)
    night = Night(settings, clock, database, house_of(settings), FileStore(tmp_path / "files"))
    for key, days in (("old", 4), ("new", 2)):
        await database.write(idempotency.keep, key, {"done": True})
        clock.advance(days=days)
    await night()
    assert await database.read(idempotency.earlier, "old") is None
    assert await database.read(idempotency.earlier, "new") is not None


async def test_administrators_hear_of_a_disk_that_is_nearly_full(
    database: Database, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, token=TOKEN, data_dir=tmp_path)
    night = Night(settings, clock, database, house_of(settings), FileStore(tmp_path / "files"))
    await database.write(lambda tx: people.add_person(tx, name="Ada", language="en", role="admin"))
    told = select(outbox.c.params).where(outbox.c.key.like("%low_disk%"))
    ballast = tmp_path / "ballast"
    for low, expected in (((10 * 2**30, 2**31), []), ((100 * 2**30, 2**31), [2048]), ((100 * 2**30, 2**30), [2048])):
        monkeypatch.setattr("shutil.disk_usage", lambda _, low=low: usage(low[0], low[0] - low[1], low[1]))
        await night.look_at_disk()
        rows = await database.read(lambda tx: list(tx.conn.execute(told).scalars()))
        assert [row["values"]["megabytes"] for row in rows] == expected
        assert ballast.exists() != bool(expected)
        ballast.unlink(missing_ok=True)


async def test_between_the_nights_copies_are_made_as_often_as_is_set(
    database: Database, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def night(backup_every: int = 60) -> Night:
        settings = Settings(_env_file=None, token=TOKEN, data_dir=tmp_path, backup_every=backup_every)
        return Night(settings, clock, database, house_of(settings), FileStore(tmp_path / "files"))

    def made() -> int:
        return len(backup.backups(tmp_path / "backups"))

    await night(backup_every=0).copy_if_due()
    assert made() == 0
    hourly = night()
    for minutes, expected in ((0, 1), (59, 1), (1, 2), (30, 2)):
        clock.advance(minutes=minutes)
        await hourly.copy_if_due()
        assert made() == expected
    await night().copy_if_due()  # started anew
    assert made() == 2
    await database.write(lambda tx: people.add_person(tx, name="Ada", language="en", role="admin"))
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(1, 1, 0))
    for minutes in (30, 1, 59, 60):
        clock.advance(minutes=minutes)
        await hourly.copy_if_due()
    noted = await database.read(lambda tx: [entry["reason"] for entry in trail.entries(tx)])
    assert [reason[:12] for reason in noted] == ["1 MB are nee"]


async def test_once_a_month_the_newest_copy_is_put_back_elsewhere_and_administrators_hear_of_failures_only(
    database: Database, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, token=TOKEN, data_dir=tmp_path)
    night = Night(settings, clock, database, house_of(settings), FileStore(tmp_path / "files"))
    await database.write(lambda tx: people.add_person(tx, name="Ada", language="en", role="admin"))

    async def tried() -> list[tuple[bool, int]]:
        noted = await database.read(lambda tx: [e for e in trail.entries(tx) if e["action"] == "backup_tried"])
        told = await database.read(lambda tx: list(tx.conn.execute(select(outbox.c.id)).scalars()))
        return [(entry["data"]["whole"], len(told)) for entry in noted][-1:]

    await night()
    assert await tried() == [(True, 0)]
    assert not (tmp_path / "trial").exists()
    clock.advance(days=28)
    with monkeypatch.context() as patch:
        patch.setattr("bot.upkeep.restore.bring_up_to_date", lambda path: path.write_bytes(b"?" * 9000))
        await night()
    assert await tried() == [(False, 1)]
    assert not (tmp_path / "trial").exists()
    for _ in range(2):
        clock.advance(days=1)
        await night()
    noted = await database.read(lambda tx: [e["data"]["whole"] for e in trail.entries(tx) if "backup" in e["data"]])
    assert noted == [True, True], "once a month"
