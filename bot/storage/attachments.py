"""Files as Telegram announced them; the bytes are fetched and kept by the file store."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from bot.storage.dialect import insert
from bot.storage.tables import file
from bot.storage.tx import Tx


def announce(tx: Tx, person_id: int, unique_id: str, **values: Any) -> int:
    """A file that somebody sent (columns of `file`), once per person; its id. Wakes "files", which fetches it."""
    same = (file.c.telegram_unique_id == unique_id, file.c.person_id == person_id)
    row = tx.conn.execute(select(file.c.id).where(*same)).first()
    if row is not None:
        return int(row.id)
    tx.wake("files")
    return insert(tx, file, person_id=person_id, telegram_unique_id=unique_id, **values)


def of_ids(tx: Tx, ids: Collection[int]) -> list[Any]:
    """Files by id, in the order in which they came."""
    return list(tx.conn.execute(select(file).where(file.c.id.in_(ids)).order_by(file.c.id))) if ids else []
