"""What is due is found by an index, however much is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.storage import records
from bot.storage.database import Database
from bot.storage.tx import Tx


@pytest.mark.parametrize(
    ("query", "by"),
    [
        (records.due_reminders, "(state=? AND wakes_at=? AND next_reminder_at<?)"),
        (records.due_to_wake, "(state=? AND wakes_at<?)"),
    ],
)
async def test_sweeps_look_at_what_is_due_only(on_sqlite: Database, query: Callable[[Tx], Any], by: str) -> None:
    plan = await on_sqlite.read(_plan, query)
    assert len(plan) == 1  # and nothing is sorted
    assert plan[0].endswith(by)


def _plan(tx: Tx, query: Callable[[Tx], Any]) -> list[str]:
    """How SQLite goes about it."""
    said: list[str] = []

    def explain(conn: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        rows = conn.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        said.extend(row[3] for row in rows)

    event.listen(tx.conn, "before_cursor_execute", explain)
    query(tx)
    return said
