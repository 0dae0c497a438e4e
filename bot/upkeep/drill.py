"""A backup that was never put back is a hope: the newest one is put back beside the bot, read, and thrown away."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from bot.clock import SystemClock
from bot.storage.backup import FILES, backups, see_to_room
from bot.storage.looking import look_into
from bot.upkeep.restore import RestoreRefused, restore
from bot.upkeep.verify import beside_faults, counted


def drill(copies: Path, scratch: Path, now: datetime) -> dict[str, Any] | None:
    """Put the newest backup in `copies` back into the folder `scratch`, as `fieldclerk restore` does, and read it; its
    evidence is read where it lies. What was found in it, for the trail; None if there is no backup. Raises OSError or
    FieldclerkError with what is wrong; nothing stays of `scratch` either way."""
    if not (made := backups(copies)):
        return None
    _remove(scratch)  # what a kill left
    see_to_room(made[-1], copies)
    try:
        return _tried(made[-1], scratch, now)
    finally:
        _remove(scratch)


def _tried(copy: Path, scratch: Path, now: datetime) -> dict[str, Any]:
    if found := beside_faults(copy):
        raise RestoreRefused(f"{copy.name}: {'; '.join(found[:3])}")
    path = scratch / "fieldclerk.db"
    restored = restore(copy, path, copy.parent / FILES, now)
    entries, _, files = look_into(path, SystemClock(), counted)
    return {"backup": copy.name, "made_at": restored.made_at.isoformat(), "entries": entries - 1, "files": files}


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        rmtree(folder)
