from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import pytest_asyncio

from bot.documents.export import Exported, export
from bot.storage import anchors, evidence, trail
from bot.storage.database import Database
from bot.storage.files import FileStore
from tests.desk.office import LI, WANG, Office
from tests.support.clocks import HandClock
from tests.support.databases import open_database
from tests.support.fixtures import clock, database

__all__ = ["clock", "database"]

PHOTO = b"\xff\xd8\xff" + b"a photo" * 20


class Archive:
    """A desk with records and evidence, of which exports are made."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.store = FileStore(folder / "files")

    async def photo(self, content: bytes = PHOTO) -> int:
        """A photo whose bytes are here."""
        file_id = await self.office.photo(LI)
        stored = await self.store.store(content)
        await self.office.database.write(evidence.arrived, file_id, stored)
        return file_id

    async def fill(self) -> list[str]:
        """Two spare parts, one approved, with a photo each, and a seal; their numbers."""
        parts = [
            await self.office.part(photos=[await self.photo(PHOTO + bytes([number]))], complaint=complaint)
            for number, complaint in enumerate(("=1+1", "It died"))
        ]
        await self.office.press(WANG, parts[0].id, "approve")
        await self.office.database.write(anchors.drop_anchor, self.office.clock.now().date())
        return [part.number for part in parts]

    async def export(self, name: str = "export", *numbers: str) -> tuple[Path, Exported]:
        target = self.folder / name
        made = await self.office.database.read(export, self.office.desk.house, self.store, target, numbers)
        return target, made

    async def seal(self) -> tuple[int, str]:
        return await self.office.read(trail.end)


@pytest.fixture
async def archive(database: Database, clock: HandClock, tmp_path: Path) -> Archive:
    office = Office(database, clock, tmp_path)
    await office.open()
    return Archive(office, tmp_path)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """An export of everything, for all who only read it."""
    folder, clock = tmp_path_factory.mktemp("archive"), HandClock()
    database = await open_database(folder, clock)
    office = Office(database, clock, folder)
    await office.open()
    archive = Archive(office, folder)
    await archive.fill()
    made = await archive.export()
    await database.close()
    return made


@pytest.fixture
def copied(once: tuple[Path, Exported], tmp_path: Path) -> Path:
    """A copy of it to be tampered with."""
    return Path(shutil.copytree(once[0], tmp_path / "copy"))
