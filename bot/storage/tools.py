"""Special-purpose tools and measuring equipment: whose they are, until when they are calibrated, and which loan has
them (R41)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.storage.tables import tool
from bot.storage.tx import Tx


def get(tx: Tx, tool_id: int | None) -> Any | None:
    """The tool of that id."""
    return tx.conn.execute(select(tool).where(tool.c.id == tool_id)).first() if tool_id is not None else None


def numbered(tx: Tx, tool_no: str) -> Any | None:
    """The tool of that number, in capitals or not."""
    return tx.conn.execute(select(tool).where(func.upper(tool.c.tool_no) == tool_no.strip().upper())).first()


def day(stored: str) -> date:
    """A date as the answers of a loan have it."""
    return date.fromisoformat(stored)


def change(tx: Tx, tool_id: int, **values: Any) -> None:
    """Change columns of a tool."""
    tx.conn.execute(update(tool).where(tool.c.id == tool_id).values(**values))


def take(tx: Tx, tool_id: int, record_id: int) -> bool:
    """From now on this loan has the tool; False when another one has it. One statement decides."""
    free = or_(tool.c.loan_id.is_(None), tool.c.loan_id == record_id)
    taken = tx.conn.execute(update(tool).where(tool.c.id == tool_id, tool.c.active, free).values(loan_id=record_id))
    return taken.rowcount == 1
