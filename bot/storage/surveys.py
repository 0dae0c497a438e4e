"""When each customer was last asked for the yearly scores, and by whom it is asked (T14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.storage.tables import customer, customer_version, record
from bot.storage.tx import Tx


def last_asked(tx: Tx, kind: str, route: str) -> list[tuple[int, datetime]]:
    """Every customer with a file, and when a record of that route was last opened for it; where there is none, when its
    file began."""
    began = select(customer_version.c.customer_id, func.min(customer_version.c.at).label("at"))
    asked = select(record.c.customer_id, func.max(record.c.created_at).label("at"))
    first = began.group_by(customer_version.c.customer_id).subquery()
    last = asked.where(record.c.kind == kind, record.c.route == route).group_by(record.c.customer_id).subquery()
    statement = (
        select(first.c.customer_id, func.coalesce(last.c.at, first.c.at).label("at"))
        .select_from(first.outerjoin(last, last.c.customer_id == first.c.customer_id))
        .order_by(first.c.customer_id)
    )
    return [(row.customer_id, row.at) for row in tx.conn.execute(statement)]


def responsible(tx: Tx, customer_id: int) -> list[int]:
    """The responsible engineer and the deputy, as far as there are any."""
    row = tx.conn.execute(
        select(customer.c.engineer_id, customer.c.deputy_id).where(customer.c.id == customer_id)
    ).one()
    return [person_id for person_id in row if person_id is not None]
