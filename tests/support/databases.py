"""Migrated databases, quickly: the first is made by the migrations, the others are copies of it."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.clock import Clock
from bot.storage.database import Database
from bot.storage.migrate import bring_up_to_date


@cache
def template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="fieldclerk-")) / "template.db"
    bring_up_to_date(path)
    return path


async def open_database(folder: Path, clock: Clock) -> Database:
    """The database in `folder`, made if it is not there yet. Close it when done."""
    path = folder / "fieldclerk.db"
    if not path.exists():
        shutil.copyfile(template(), path)
    return await Database.open(f"sqlite:///{path}", clock)
