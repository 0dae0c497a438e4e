"""What SQLite and PostgreSQL spell each in its own way; verbs need not know which it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from bot.storage.tx import Tx

Insert = sqlite.Insert | postgresql.Insert


def insert_into(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert(tx: Tx, table: Table, **values: Any) -> int:
    """Insert a row into a table with an `id`, and return that."""
    return int(tx.conn.execute(_inserting(table), values).scalar_one())


def insert_ignore(conn: Connection, table: Table, values: Mapping[str, Any], conflict: Sequence[str]) -> bool:
    """Insert a row unless one with the same `conflict` columns is there. True when it is new."""
    return conn.execute(_ignoring(conn.dialect.name, table, tuple(conflict)), values).rowcount == 1


def upsert(conn: Connection, table: Table, values: Mapping[str, Any], conflict: Sequence[str]) -> None:
    """Insert a row, or give the one with the same `conflict` columns all other values."""
    changed = tuple(name for name in values if name not in conflict)
    conn.execute(_replacing(conn.dialect.name, table, tuple(conflict), changed), values)


# Statements are built once: that costs several times what running one does.


@cache
def _inserting(table: Table) -> ReturningInsert[Any]:
    return table.insert().returning(table.c.id)


@cache
def _ignoring(dialect: str, table: Table, conflict: tuple[str, ...]) -> Insert:
    return insert_into(dialect, table).on_conflict_do_nothing(index_elements=conflict)


@cache
def _replacing(dialect: str, table: Table, conflict: tuple[str, ...], changed: tuple[str, ...]) -> Insert:
    statement = insert_into(dialect, table)
    new = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=conflict, set_=new)
