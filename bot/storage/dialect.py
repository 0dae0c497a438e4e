"""What SQLite and PostgreSQL spell each in its own way; verbs need not know which it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tx import Tx

Insert = sqlite.Insert | postgresql.Insert


def insert_into(conn: Connection, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def insert(tx: Tx, table: Table, **values: Any) -> int:
    """Insert a row into a table with an `id`, and return that."""
    return int(tx.conn.execute(table.insert().values(**values).returning(table.c.id)).scalar_one())


def insert_ignore(conn: Connection, table: Table, values: Mapping[str, Any], conflict: Sequence[str]) -> bool:
    """Insert a row unless one with the same `conflict` columns is there. True when it is new."""
    statement = insert_into(conn, table).values(values).on_conflict_do_nothing(index_elements=list(conflict))
    return conn.execute(statement).rowcount == 1


def upsert(conn: Connection, table: Table, values: Mapping[str, Any], conflict: Sequence[str]) -> None:
    """Insert a row, or give the one with the same `conflict` columns all other values."""
    statement = insert_into(conn, table).values(values)
    changed = {name: statement.excluded[name] for name in values if name not in conflict}
    conn.execute(statement.on_conflict_do_update(index_elements=list(conflict), set_=changed))
