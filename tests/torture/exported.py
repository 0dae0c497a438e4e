"""An export with everything in it, and the seals that somebody kept meanwhile: what T9 tampers with."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.documents.export import export
from bot.storage import anchors, evidence, trail
from bot.storage.files import FileStore
from bot.storage.tx import Tx
from tests.desk.office import LI, WANG, Office
from tests.support.clocks import HandClock
from tests.support.databases import open_database

Files = dict[str, bytes]
Seal = tuple[int, str]


async def exported(folder: Path, evenings: int) -> tuple[Files, list[Seal]]:
    """Some days of work, sealed every evening: the files of the export by their names, and every fourth seal or so."""
    clock = HandClock()
    database = await open_database(folder, clock)
    office, store = Office(database, clock, folder), FileStore(folder / "files")
    await office.open()
    seals = []
    for evening in range(evenings):
        await _one_day(office, store, evening)
        await database.write(anchors.drop_anchor, clock.now().date())
        seals.append(await database.read(trail.end))
        clock.advance(days=1)
    made = await database.read(export, office.desk.house, store, folder / "export")
    await database.close()
    return await asyncio.to_thread(_all_of, folder / "export"), [*seals[:: len(seals) // 4], made.seal]


def _all_of(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def _one_day(office: Office, store: FileStore, number: int) -> None:
    """A part with a photo is applied for; every other one is approved. Some settings are changed."""
    photo = await office.photo(LI)
    stored = await store.store(b"\xff\xd8\xff" + number.to_bytes(8, "big"))
    await office.database.write(evidence.arrived, photo, stored)
    if number % 3:
        await office.database.write(_noted, number)
        return
    part = await office.part(photos=[photo], complaint=f"坏了 {number} ={number}")
    if number % 2:
        await office.press(WANG, part.id, "approve")


def _noted(tx: Tx, number: int) -> None:
    trail.append(tx, "setting_changed", reason="因为 “so”", data={"key": "x", "from": number, "to": number + 1})
