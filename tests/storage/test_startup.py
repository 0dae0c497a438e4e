from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.storage import startup
from bot.storage.database import Database
from tests.support.clocks import HandClock
from tests.support.databases import open_database


def url(path: Path) -> str:
    return f"sqlite:///{path}"


async def test_a_second_bot_on_the_same_file_is_refused(tmp_path: Path) -> None:
    first = await open_database(tmp_path, HandClock())
    with pytest.raises(StartError, match=r"Another Fieldclerk \(process \d+\)"):
        await open_database(tmp_path, HandClock())
    await first.close()
    second = await open_database(tmp_path, HandClock())
    await second.close()


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="cannot be written"):
        await Database.open(url(Path("/proc/fieldclerk/x.db")), HandClock())


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "fieldclerk.db"
    path.write_bytes(b"dear diary" * 1000)
    with pytest.raises(StartError, match="fieldclerk restore"):
        await Database.open(url(path), HandClock())
    assert path.read_bytes() == b"dear diary" * 1000


@pytest.mark.parametrize("name", ["fieldclerk.db", "fieldclerk.db-wal"])
async def test_a_file_of_somebody_else_is_not_called_damaged(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fieldclerk.db").touch()
    (tmp_path / name).touch()
    monkeypatch.setattr("os.access", lambda file, mode: Path(file).name != name)
    with pytest.raises(StartError, match=rf"{name} cannot be read and written: give the bot's user the right to\."):
        await Database.open(url(tmp_path / "fieldclerk.db"), HandClock())


async def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    database = await open_database(tmp_path, HandClock())
    await database.close()
    path = tmp_path / "fieldclerk.db"
    content = bytearray(path.read_bytes())
    content[4096:40960] = b"\xff" * (40960 - 4096)
    path.write_bytes(content)
    with pytest.raises(StartError, match="is damaged"):
        await Database.open(url(path), HandClock())


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_network_share_is_refused(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/share {tmp_path} {kind} rw 0 0\n", encoding="utf-8")
    with pytest.raises(StartError, match="FIELDCLERK_ALLOW_NETWORK_SHARE"):
        startup.refuse_share(tmp_path, mounts)


def test_a_local_disk_is_not(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("server:/ / nfs rw 0 0\n/dev/vdb /tmp ext4 rw 0 0\n", encoding="utf-8")
    startup.refuse_share(Path("/tmp"), mounts)
    startup.refuse_share(tmp_path, tmp_path / "no mounts here")


@pytest.mark.parametrize("address", ["postgres", "mysql://x/y"])
async def test_a_wrong_address_is_named(address: str) -> None:
    with pytest.raises(StartError, match="FIELDCLERK_DATABASE_URL"):
        await Database.open(address, HandClock())


async def test_postgres_without_its_driver_says_what_to_install() -> None:
    with pytest.raises(StartError, match="asyncpg"):
        await Database.open("postgresql://clerk:secret@127.0.0.1:1/x", HandClock())


def test_low_disk_is_worth_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(startup, "LOW_DISK", 2**60)
    startup.warn_of_low_disk(tmp_path)
    assert "make room" in caplog.text


@pytest.mark.parametrize(
    ("version", "noted"),
    [((3, 40, 1), True), ((3, 44, 6), False), ((3, 51, 2), True), ((3, 51, 3), False), ((4, 0, 0), False)],
)
def test_an_old_sqlite_is_noted(version: tuple[int, int, int], noted: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        startup.note_sqlite_version(version)
    assert ("WAL-reset" in caplog.text) is noted


async def test_opening_takes_no_loop_time_with_it(tmp_path: Path) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    database = await Database.open(url(tmp_path / "new.db"), HandClock())
    ticking.cancel()
    await database.close()
    assert ticks > 10
