"""Master data in: rows found by what identifies them outside the database, added or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Table, select, update

from bot.storage.dialect import insert
from bot.storage.tables import metadata
from bot.storage.tx import Tx

ADDED, CHANGED, SAME = "added", "changed", "same"


def rows(tx: Tx, table: str) -> list[Row[Any]]:
    """Every row of a table, oldest first."""
    of = metadata.tables[table]
    return list(tx.conn.execute(select(of).order_by(of.c.id)))


def find(tx: Tx, table: str, key: Mapping[str, Any]) -> Row[Any] | None:
    """The oldest row with these values; None as a value means an empty column."""
    of = metadata.tables[table]
    same = (of.c[name] == value for name, value in key.items())
    return tx.conn.execute(select(of).where(*same).order_by(of.c.id).limit(1)).first()


def put(tx: Tx, table: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[int, str]:
    """Add the row that `key` identifies, or change it where `values` differ. Its id, and ADDED, CHANGED or SAME."""
    of = metadata.tables[table]
    found = find(tx, table, key)
    if found is None:
        return insert(tx, of, **_at_birth(of, tx), **key, **values), ADDED
    differing = {name: value for name, value in values.items() if found._mapping[name] != value}
    if not differing:
        return int(found.id), SAME
    tx.conn.execute(update(of).where(of.c.id == found.id).values(**differing))
    return int(found.id), CHANGED


def _at_birth(of: Table, tx: Tx) -> dict[str, Any]:
    return {"created_at": tx.now} if "created_at" in of.c else {}
