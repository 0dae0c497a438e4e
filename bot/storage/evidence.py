"""The rows of files: first what Telegram calls them, then, once their bytes are here, what they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.storage import trail
from bot.storage.dialect import insert
from bot.storage.files import Stored
from bot.storage.tables import file
from bot.storage.tx import Tx

TRIES = 8


@dataclass(frozen=True)
class MissingFile:
    id: int
    telegram_file_id: str
    attempts: int


def announce(
    tx: Tx,
    *,
    kind: str,
    telegram_file_id: str,
    telegram_unique_id: str,
    person_id: int | None,
    sent_at: datetime | None = None,
    mime: str | None = None,
    name: str | None = None,
    size: int | None = None,
) -> int:
    """Note a file that somebody sent ("photo", "document", "voice", "video"), once a person, and give its id. mime,
    name and size (bytes) are what its sender says of it. Wakes "files", which fetches it."""
    same = (file.c.telegram_unique_id == telegram_unique_id, file.c.person_id == person_id)
    row = tx.conn.execute(select(file.c.id).where(*same)).first()
    if row is not None:
        return int(row.id)
    tx.wake("files")
    return insert(
        tx,
        file,
        kind=kind,
        telegram_file_id=telegram_file_id,
        telegram_unique_id=telegram_unique_id,
        person_id=person_id,
        sent_at=sent_at or tx.now,
        mime=mime,
        name=name[:255] if name else None,
        size=size,
    )


def sent_since(tx: Tx, person_id: int, since: datetime, *, besides: str) -> int:
    """Bytes of the files that this person sent, but for the one that Telegram calls `besides`."""
    query = select(func.coalesce(func.sum(file.c.size), 0)).where(file.c.person_id == person_id)
    return int(tx.conn.execute(query.where(file.c.sent_at >= since, file.c.telegram_unique_id != besides)).scalar_one())


def of_ids(tx: Tx, ids: Collection[int]) -> list[Any]:
    """Files by id, in the order in which they came."""
    return list(tx.conn.execute(select(file).where(file.c.id.in_(ids)).order_by(file.c.id))) if ids else []


_COMING = (file.c.stored_at.is_(None), file.c.telegram_file_id.is_not(None), file.c.attempts < TRIES)


def are_coming(tx: Tx, ids: Collection[int]) -> bool:
    """Whether the bytes of one of these files are still to be fetched."""
    query = select(file.c.id).where(file.c.id.in_(ids), *_COMING).limit(1)
    return bool(ids) and tx.conn.execute(query).first() is not None


def missing(tx: Tx, *, limit: int, besides: Collection[int] = ()) -> list[MissingFile]:
    """Files whose bytes are not here yet, oldest first, without those that were given up."""
    query = select(file.c.id, file.c.telegram_file_id, file.c.attempts).where(*_COMING)
    rows = tx.conn.execute(query.where(file.c.id.not_in(besides)).order_by(file.c.id).limit(limit))
    return [MissingFile(row.id, row.telegram_file_id, row.attempts) for row in rows]


STORED = "evidence_stored"
GONE = "evidence_gone"
"""The entries of the trail that say which bytes a file has, and that files went with the records they belonged to."""


def arrived(tx: Tx, file_id: int, stored: Stored) -> None:
    """The bytes are here, and from now on nobody can exchange them: their hash is in the trail."""
    values = {"sha256": stored.sha256, "size": stored.size, "mime": stored.mime, "stored_at": tx.now}
    tx.conn.execute(update(file).where(file.c.id == file_id).values(values))
    trail.append(tx, STORED, data={"file": file_id, "sha256": stored.sha256, "size": stored.size})
    tx.wake("stored")


def failed(tx: Tx, file_id: int, *, for_good: bool = False) -> Any | None:
    """Count a failure. The row of a file that is given up by that: after TRIES, or at once when it can only fail."""
    attempts = TRIES if for_good else file.c.attempts + 1
    row = tx.conn.execute(update(file).where(file.c.id == file_id).values(attempts=attempts).returning(file)).one()
    return row if row.attempts >= TRIES else None


def given_up(tx: Tx) -> int:
    """How many files could never be fetched."""
    lost = select(func.count()).select_from(file).where(file.c.stored_at.is_(None), file.c.attempts >= TRIES)
    return int(tx.conn.execute(lost).scalar_one())


def hashes(tx: Tx) -> set[str]:
    """What the files that somebody still has are called on disk."""
    return {row.sha256 for row in tx.conn.execute(select(file.c.sha256).where(file.c.sha256.is_not(None)))}
