"""One person's data: handed out to them, and taken out once they have left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.desk.erasure import FORGOTTEN, PersonRefused, forget
from bot.documents.export import export
from bot.documents.subject import export_person
from bot.storage import inbox, people, subjects, trail
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.rows import RecordRow
from bot.storage.tables import metadata
from tests.desk.office import LI, WANG, Office
from tests.desk.test_overseeing import JOB
from tests.support.clocks import HandClock
from tests.support.fixtures import either

__all__ = ["either"]


async def worked(database: Database, clock: HandClock, tmp_path: Path) -> tuple[Office, RecordRow, RecordRow]:
    """A part that Li Wei applied for, a job that Wang Fang gave him, and a message of his."""
    office = Office(database, clock, tmp_path)
    await office.open()
    part = await office.part(complaint="It died on me")
    await office.press(WANG, part.id, "approve")
    job = await office.hand_in(WANG, "site_job", "site_job", {**JOB, "engineer_id": (await office.actor(LI)).member.id})
    await office.database.write(inbox.store, 42, messages(LI))
    return office, part, job


def messages(number: int) -> list[dict[str, Any]]:
    chat = {"id": number, "type": "private"}
    return [{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "text": "hello"}}]


async def test_somebody_sees_what_is_kept_about_them(database: Database, clock: HandClock, tmp_path: Path) -> None:
    office, part, job = await worked(database, clock, tmp_path)
    await office.database.read(export_person, office.desk.house, tmp_path / "subject", "Li Wei")
    held = json.loads((tmp_path / "subject" / "person.json").read_text("utf-8"))
    page = (tmp_path / "subject" / "index.html").read_text("utf-8")
    assert {record["number"]: record["how"] for record in held["records"]} == {
        part.number: ["opened by you"],
        job.number: ["asked of you", "you are named in it"],
    }
    assert held["tables"]["account.person_id"][0]["telegram_id"] == LI
    assert "hello" in held["tables"]["inbox.lane"][0]["raw"]
    assert {entry["action"] for entry in held["trail"]} == {"opened"}
    assert "It died on me" in page
    assert "138 4312 0099" not in page + json.dumps(held)  # the customer's
    assert "Wang Fang" not in page  # nor what she decided
    assert "Stalls when warm" not in page  # her words, not his


async def test_who_left_is_forgotten_and_the_chain_stays_whole(
    either: Database, clock: HandClock, tmp_path: Path
) -> None:
    office, part, job = await worked(either, clock, tmp_path)
    house, li = office.desk.house, (await office.actor(LI)).member
    with pytest.raises(PersonRefused, match="shut them out first"):
        await office.database.write(forget, house, "Li Wei")
    await office.database.write(lambda tx: people.change_person(tx, li.id, active=False))
    assert set(await found(office, "Li Wei")) == {job.number, part.number}
    await office.database.read(export_person, house, tmp_path / "subject.zip", "李伟")

    called = await office.database.write(forget, house, str(LI))
    assert called == f"Former member {li.id}"
    assert called in (await office.desk.show(await office.actor(WANG), part.id)).text
    assert await found(office, "Li Wei") == await found(office, "李伟") == []
    assert await office.read(trail.first_broken) is None
    assert (await office.read(lambda tx: list(trail.entries(tx))))[-1]["action"] == FORGOTTEN
    left = {name for name, rows in (await office.read(lambda tx: subjects.rows(tx, li.id))).items() if rows}
    assert {name.partition(".")[0] for name in left} == {"record", "work_item", "file", "customer", "briefing"}
    for words in ("Li Wei", "李伟", str(LI)):
        with pytest.raises(PersonRefused, match="nobody called"):
            await office.database.read(export_person, house, tmp_path / "again", words)
    with pytest.raises(PersonRefused, match="forgotten before"):
        await office.database.write(forget, house, called)
    await office.database.read(export, house, FileStore(tmp_path / "files"), tmp_path / "all")
    texts = [path.read_text("utf-8") for path in (tmp_path / "all").rglob("*") if path.suffix in {".jsonl", ".html"}]
    assert not any(name in text for text in texts for name in ("Li Wei", "李伟"))


async def found(office: Office, words: str) -> list[str]:
    """The numbers of the records that Wang Fang finds by these words."""
    return [line.number for line in await office.desk.find((await office.actor(WANG)).member, words)]


def test_every_column_that_names_a_person_is_known() -> None:
    naming = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert naming - {"event.actor_id"} == set(subjects.KEPT), "say in subjects.KEPT what of it is the person's own"
