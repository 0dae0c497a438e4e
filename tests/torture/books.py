"""What PostgreSQL holds, put into a file that the oracle can read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.support.postgres import Server

TABLES = ("event", "work_item", "record", "draft", "account", "inbox", "outbox", "file")


def copy(server: Server, url: str, into: Path) -> Path:
    """The tables that the oracle looks at, as rows and nothing else."""
    with closing(sqlite3.connect(into)) as connection:
        for table in TABLES:
            columns = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
            names = [row["column_name"] for row in server.rows(url, columns)]
            _fill(connection, table, names, server.rows(url, f"SELECT * FROM {table}"))
        connection.commit()
    return into


def _fill(connection: sqlite3.Connection, table: str, names: list[str], rows: list[dict[str, Any]]) -> None:
    connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [[_plain(row[n]) for n in names] for row in rows])


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
