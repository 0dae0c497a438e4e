"""A record that is taken out in the chat: by those who watch, and nobody else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.desk import exporting
from bot.desk.model import Refused
from bot.documents import proofs, verify_audit
from bot.documents.proofs import Proofs
from bot.settings import load
from bot.storage import trail
from bot.storage.database import Database
from tests.desk.office import AUDITOR, LI, SUN, WANG, ZHAO, Office
from tests.support.clocks import HandClock
from tests.support.fixtures import either
from tests.support.postgres import shared

__all__ = ["either"]

ADMIN = 1017


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


async def test_nobody_else_does_nor_too_much_nor_too_often(
    database: Database, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(database, clock, tmp_path)
    await office.open()
    part, made = await office.part(), of(office, tmp_path)

    async def refusal(account: int, number: str = part.number) -> str:
        before = await office.read(trail.end)
        with pytest.raises(Refused) as refused:
            async with made.of(await office.actor(account), number):
                pass
        assert await office.read(trail.end) == before
        return refused.value.msgid

    for account in (LI, WANG, ZHAO, SUN):
        assert "Only auditors and administrators" in await refusal(account)
    assert "no such record that you may see" in await refusal(AUDITOR, "SP-202611-0999")
    assert "no such record that you may see" in await refusal(ADMIN)  # it is another unit's
    monkeypatch.setattr(exporting, "LARGEST", -1)
    assert "larger than Telegram lets me send" in await refusal(AUDITOR)
    monkeypatch.undo()
    monkeypatch.setattr(proofs, "LARGEST", 1)
    with pytest.raises(Refused, match="larger than Telegram"):
        async with made.of(await office.actor(AUDITOR), part.number):
            pass
    monkeypatch.setattr(exporting, "DAILY", 1)
    assert "that is the limit" in await refusal(AUDITOR)
    clock.advance(days=1)
    assert await office.database.write(exporting.allow, office.desk.house, await office.actor(AUDITOR), part.number)
