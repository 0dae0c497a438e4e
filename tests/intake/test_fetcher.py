from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.intake.client import Client
from bot.intake.fetcher import Fetcher
from bot.procedure.roles import Role
from bot.storage import evidence, people, trail
from bot.storage.database import Database
from bot.storage.files import CAP, FileRefused, FileStore
from bot.storage.tables import file, outbox
from tests.support.fake_api import FakeApi, Trouble
from tests.support.waiting import running, until

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


async def register(database: Database, name: str, sender: int | None = None) -> int:
    return await database.write(
        evidence.announce, kind="photo", telegram_file_id=name, telegram_unique_id=name, person_id=sender
    )


async def hire(database: Database, name: str, role: Role) -> int:
    return await database.write(lambda tx: people.add_person(tx, name=name, language="en", role=role.value))


async def notices(database: Database) -> list[Any]:
    query = select(outbox.c.params).where(outbox.c.kind == "notice")
    return await database.read(lambda tx: list(tx.conn.execute(query).scalars()))


async def is_here(database: Database, file_id: int) -> bool:
    query = select(file.c.stored_at).where(file.c.id == file_id)
    return await database.read(lambda tx: tx.conn.execute(query).scalar() is not None)


async def attempts(database: Database, file_id: int) -> int:
    query = select(file.c.attempts).where(file.c.id == file_id)
    return await database.read(lambda tx: tx.conn.execute(query).scalar_one())


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n123", "image/png"),
        (b"RIFF1234WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic0000", "image/heic"),
        (b"\0\0\0\x18ftypisom0000", "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (b"OggS\0\2", "audio/ogg"),
        (archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (archive("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
async def test_a_file_is_known_by_its_bytes(store: FileStore, content: bytes, mime: str) -> None:
    stored = await store.store(content)
    assert (stored.mime, stored.size) == (mime, len(content))
    assert store.path_of(stored.sha256).read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>", archive("evil.exe"), b"PK\x03\x04 broken"])
async def test_other_kinds_are_refused_and_leave_nothing(store: FileStore, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused, match="unknown_kind"):
        await store.store(content)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


async def test_a_file_that_is_too_big_is_refused(store: FileStore) -> None:
    with pytest.raises(FileRefused, match="too_big"):
        await store.store(JPEG + bytes(CAP))


async def test_the_same_bytes_are_kept_once(store: FileStore, tmp_path: Path) -> None:
    stored = [await store.store(JPEG) for _ in range(2)]
    assert stored[0] == stored[1]
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    with pytest.raises(FileNotFoundError):
        store.path_of("00" * 32)


async def test_what_is_nobodys_any_more_is_removed_after_a_day(store: FileStore) -> None:
    kept, gone = await store.store(JPEG), await store.store(JPEG + b"2")
    now = datetime.now(UTC)
    assert store.drop_strays({kept.sha256}, now - timedelta(days=1)) == 0  # it may be about to be noted
    assert store.drop_strays({kept.sha256}, now + timedelta(days=1)) == 1
    assert store.path_of(kept.sha256).is_file()
    with pytest.raises(FileNotFoundError):
        store.path_of(gone.sha256)


async def test_a_file_is_fetched_as_soon_as_it_is_noted(
    database: Database, api: FakeApi, client: Client, store: FileStore
) -> None:
    api.files["photo1"] = JPEG
    fetcher = Fetcher(database, client, store)
    async with running(fetcher.run()):
        await until(lambda: fetcher.is_idle)
        file_id = await register(database, "photo1")
        await until(lambda: is_here(database, file_id))
        await until(lambda: fetcher.is_idle)


async def test_a_file_is_fetched_after_a_restart(
    database: Database, api: FakeApi, client: Client, store: FileStore
) -> None:
    api.files["photo1"] = JPEG
    file_id = await register(database, "photo1")
    async with running(Fetcher(database, client, store).run()):
        await until(lambda: is_here(database, file_id))


async def test_trouble_is_tried_again_and_costs_the_file_nothing(
    database: Database, api: FakeApi, client: Client, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.fetcher.LOOK_AGAIN", 0.01)
    api.files["photo1"] = JPEG
    outage = [Trouble(502, body="<html>"), Trouble(429, "Too Many Requests", {"retry_after": 1})]
    api.fail("getFile", *(outage * evidence.TRIES))
    file_id = await register(database, "photo1")
    async with running(Fetcher(database, client, store, pauses=(0.001,)).run()):
        await until(lambda: is_here(database, file_id))
    assert await attempts(database, file_id) == 0


async def test_administrators_hear_of_files_that_do_not_come_in(
    database: Database, api: FakeApi, client: Client, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.fetcher.LOOK_AGAIN", 0.01)
    monkeypatch.setattr("bot.intake.fetcher.LATE", 0.0)
    await hire(database, "Ada", Role.ADMIN)
    api.fail("getFile", *[Trouble(502, body="<html>")] * 3)
    api.files["photo1"] = JPEG
    file_id = await register(database, "photo1")
    async with running(Fetcher(database, client, store, pauses=(0.001,)).run()):
        await until(lambda: is_here(database, file_id))
    (notice,) = await notices(database)
    assert "cannot be fetched or stored at present" in notice["msgid"]


async def test_what_cannot_be_fetched_is_given_up_and_its_sender_asked_for_it(
    database: Database, api: FakeApi, client: Client, store: FileStore
) -> None:
    sender = await hire(database, "Li", Role.STAFF)
    api.files["program"] = b"MZ\x90"
    api.fail("getFile", Trouble(400, "Bad Request: file is too big"))
    ids = [await register(database, name, sender) for name in ("huge", "program")]
    fetcher = Fetcher(database, client, store, pauses=(0.0,))
    async with running(fetcher.run()):
        await asyncio.sleep(0)
        await until(lambda: fetcher.is_idle)
    assert [await attempts(database, file_id) for file_id in ids] == [evidence.TRIES] * 2
    told = {(n["msgid"].partition(" and could")[0])[-60:]: n["values"] for n in await notices(database)}
    assert [text for text in told if "larger than 20 MB" in text]
    assert [text for text in told if "Word or Excel file inside" in text]
    assert all(values["moment"].startswith("today ") for values in told.values())
    lost = await database.read(lambda tx: [e["data"] for e in trail.entries(tx) if e["action"] == "evidence_lost"])
    assert sorted(lost, key=lambda entry: int(entry["file"])) == [
        {"file": ids[0], "why": "too_big"},
        {"file": ids[1], "why": "unknown_kind"},
    ]
