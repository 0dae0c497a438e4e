"""A backup in the place of the database: checked before and after, and what it replaces is kept aside.

Killed in the middle it leaves a file *.restoring, with which no bot starts; doing it again finishes it."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.clock import Clock
from bot.errors import FieldclerkError
from bot.settings import Settings
from bot.storage import backup, sqlite, startup, trail
from bot.storage.backup import FILES, digest_of, list_of
from bot.storage.database import Database
from bot.storage.files import sync
from bot.storage.gauges import gauges
from bot.storage.migrate import bring_up_to_date, newest, revision_of
from bot.storage.outbox import mark_as_repeats
from bot.storage.soundness import faults
from bot.storage.tx import Tx

BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a file


class RestoreRefused(FieldclerkError):
    """Why nothing was restored, in one sentence. What was there is untouched."""


@dataclass(frozen=True)
class Restored:
    """made_at: what came after is not in it. aside: where the replaced database is now; None if there was none.
    returned: how many files of evidence came back. missing: how many are in neither place."""

    made_at: datetime
    aside: Path | None
    returned: int
    missing: int


def restore(copy: Path, path: Path, evidence: Path, now: datetime) -> Restored:
    """Put `copy` in the place of the database `path`, whose evidence lies in `evidence`. Raises RestoreRefused, and
    StartError while a bot uses the database."""
    startup.prepare_folder(path.parent)
    with startup.lock(path):
        made_at = _check(copy, now)
        draft = startup.restoring(path)
        _prepare(copy, draft, now)
        aside = _set_aside(path, now)
        for file in _beside(draft):
            file.unlink(missing_ok=True)
        draft.replace(path)
        sync(path.parent)
        if found := faults(path):
            raise RestoreRefused(f"The restored {path} is not whole ({'; '.join(found)}): try an older backup.")
        return Restored(made_at, aside, *_return_evidence(copy, path, evidence))


def _check(copy: Path, now: datetime) -> datetime:
    if not copy.is_file():
        raise RestoreRefused(f"There is no backup {copy}.")
    made_at = datetime.fromtimestamp(copy.stat().st_mtime, now.tzinfo)
    if list_of(copy).exists():
        try:
            listed = json.loads(list_of(copy).read_text(encoding="utf-8"))
            made_at, digest = datetime.fromisoformat(listed["at"]), listed["sha256"]
        except (ValueError, KeyError) as error:
            raise RestoreRefused(f"{list_of(copy)} cannot be read ({error}): take another backup.") from error
        if digest_of(copy) != digest:
            raise RestoreRefused(f"{copy} is not what was written ({list_of(copy)}): take another backup.")
    if found := faults(copy):
        raise RestoreRefused(f"{copy} is not whole ({'; '.join(found)}): take another backup.")
    if (revision := revision_of(copy) or "") > newest():
        raise RestoreRefused(f"{copy} was made by a newer program (revision {revision}): install that one first.")
    return made_at


def _prepare(copy: Path, draft: Path, now: datetime) -> None:
    """The backup beside the database, as it will be: of this program's revision, its messages marked, and the trail
    says where it came from."""
    for file in (draft, *_beside(draft)):
        file.unlink(missing_ok=True)
    shutil.copyfile(copy, draft)
    bring_up_to_date(draft)
    engine = sqlite.writer_engine(draft)
    try:
        with engine.connect() as conn, conn.begin():
            _note(Tx(conn, now), {"backup": copy.name, "sha256": digest_of(copy)})
    finally:
        engine.dispose()
    if found := faults(draft):
        draft.unlink()
        raise RestoreRefused(f"{copy} is not whole ({'; '.join(found)}): take another backup.")
    sync(draft)


def _note(tx: Tx, backup: dict[str, str]) -> int:
    """Nobody knows what of the messages that wait was sent since. How many that are."""
    waiting = mark_as_repeats(tx)
    trail.append(tx, "restored", data=backup)
    return waiting


async def note_restored(settings: Settings, clock: Clock, backup: str) -> int:
    """The same for a database that other means brought back. Raises RestoreRefused while bots work on it, and
    StartError."""
    database = await Database.open(settings.url, clock, allow_network_share=settings.allow_network_share)
    try:
        if (await database.read(gauges)).replicas:
            raise RestoreRefused("Bots work on this database: stop all of them first, and wait ten seconds.")
        return await database.write(_note, {"backup": backup})
    finally:
        await database.close()


def _set_aside(path: Path, now: datetime) -> Path | None:
    """A second name for the database that is there, and a copy of what SQLite keeps beside it. Only then does that go:
    beside another database it would be taken for its own."""
    if not path.exists():
        return None
    aside = _free(path.with_name(f"{path.stem}-replaced-{now:%Y%m%d-%H%M%S}{path.suffix}"))
    try:
        os.link(path, aside)
    except OSError:  # a file system that knows no second names
        shutil.copyfile(path, aside)
    if (log := path.with_name(path.name + "-wal")).exists():
        shutil.copyfile(log, aside.with_name(aside.name + "-wal"))
    sync(path.parent)
    for file in _beside(path):
        file.unlink(missing_ok=True)
    return aside


def _free(path: Path) -> Path:
    """This name, or the first one like it that nothing has."""
    return next(p for n in count() if not (p := path.with_stem(f"{path.stem}{f'-{n + 1}' if n else ''}")).exists())


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in BESIDE]


def _return_evidence(copy: Path, path: Path, store: Path) -> tuple[int, int]:
    """The evidence that the database knows and the store has lost. How many came back, and how many did not."""
    lost = [digest for digest in backup.named(path) if not (store / digest[:2] / digest).is_file()]
    returned = sum(_return(copy.parent / FILES / digest[:2] / digest, store / digest[:2] / digest) for digest in lost)
    return returned, len(lost) - returned


def _return(kept: Path, place: Path) -> bool:
    if not kept.is_file() or digest_of(kept) != place.name:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        place.with_suffix(".part").unlink()
    shutil.copyfile(kept, place.with_suffix(".part"))
    sync(place.with_suffix(".part"))
    place.with_suffix(".part").replace(place)
    return True
