"""Single values that outlive a restart, by name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from bot.storage.dialect import upsert
from bot.storage.tables import setting
from bot.storage.tx import Tx


def get(tx: Tx, key: str) -> Any | None:
    """The value kept under `key`."""
    return tx.conn.execute(select(setting.c.value).where(setting.c.key == key)).scalar()


def under(tx: Tx, prefix: str) -> dict[str, Any]:
    """Everything kept under keys that begin with `prefix`, by the rest of its key."""
    rows = tx.conn.execute(select(setting.c.key, setting.c.value).where(setting.c.key.startswith(prefix)))
    return {row.key.removeprefix(prefix): row.value for row in rows}


def put(tx: Tx, key: str, value: Any, set_by: int | None = None) -> None:
    """Keep a JSON value under `key`."""
    upsert(tx.conn, setting, {"key": key, "value": value, "set_by": set_by, "set_at": tx.now}, ["key"])


def remove(tx: Tx, key: str) -> None:
    """Forget it."""
    tx.conn.execute(delete(setting).where(setting.c.key == key))
