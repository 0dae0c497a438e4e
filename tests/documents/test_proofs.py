"""A record that is taken out in the chat: by those who watch, and nobody else."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.desk import exporting
from bot.desk.model import Refused
from bot.documents import proofs, verify_audit
from bot.documents.proofs import Proofs
from bot.settings import load
from bot.storage import trail
from bot.storage.database import Database
from tests.desk.office import AUDITOR, Office
from tests.documents.conftest import Archive
from tests.support.clocks import HandClock
from tests.support.fixtures import either
from tests.support.postgres import shared

__all__ = ["either"]


def of(office: Office, folder: Path) -> Proofs:
    settings = load(data_dir=folder, language="en")
    if office.database.wire() is not None:
        settings = load(data_dir=folder, language="en", database_url=shared())
    return Proofs(office.database, office.clock, office.desk.house, settings)


async def test_an_auditor_gets_the_proof_and_the_trail_says_so(
    either: Database, clock: HandClock, tmp_path: Path
) -> None:
    office = Office(either, clock, tmp_path)
    await office.open()
    part, made = await office.part(), of(office, tmp_path)
    auditor = await office.actor(AUDITOR)
    for _ in range(2):  # a second time, as after a crash: by the same update
        async with made.of(auditor, part.number.lower()) as path:
            found, is_partial = await asyncio.to_thread(lambda: verify_audit.check(verify_audit.Export(path), []))
            assert (path.name, found.wrong, is_partial) == (f"{part.number}.zip", [], True)
        assert list((tmp_path / "exports").iterdir()) == []
    taken = [e for e in await office.read(lambda tx: trail.of_record(tx, part.id)) if e.action == exporting.EXPORTED]
    assert [(e.actor_id, e.telegram_id) for e in taken] == [(auditor.member.id, AUDITOR)]


async def test_one_that_turns_out_too_big_is_not_sent_and_leaves_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = archive.office
    part, made = await office.part(), of(office, tmp_path)
    monkeypatch.setattr(proofs, "LARGEST", 1)
    left = tmp_path / "exports" / "by a process that was killed"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    with pytest.raises(Refused, match="larger than Telegram"):
        async with made.of(await office.actor(AUDITOR), part.number):
            pass
    assert list(left.parent.iterdir()) == []
