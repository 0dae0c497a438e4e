"""Who was trained on which product, and until when that holds (R28)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update

from bot.storage.dialect import insert
from bot.storage.tables import briefing
from bot.storage.tx import Tx


@dataclass(frozen=True)
class Briefed:
    """A line of the register: the latest day until which somebody's briefing for a product holds, or held."""

    person_id: int
    product_id: int
    valid_until: date


def add(tx: Tx, *, person_id: int, product_id: int, record_id: int, since: date, valid_until: date) -> None:
    """Somebody was trained on a product."""
    insert(
        tx,
        briefing,
        person_id=person_id,
        product_id=product_id,
        record_id=record_id,
        since=since,
        valid_until=valid_until,
    )


def valid_until(tx: Tx, person_id: int, product_id: int) -> date | None:
    """The last day of somebody's latest briefing for a product; None if they never had one."""
    of = briefing.c
    statement = select(func.max(of.valid_until)).where(of.person_id == person_id, of.product_id == product_id)
    found: date | None = tx.conn.execute(statement).scalar()
    return found


def register(tx: Tx, person_ids: Collection[int] = ()) -> list[Briefed]:
    """Everybody's briefings, or those of some, one line a person and product."""
    of = briefing.c
    statement = select(of.person_id, of.product_id, func.max(of.valid_until)).group_by(of.person_id, of.product_id)
    if person_ids:
        statement = statement.where(of.person_id.in_(person_ids))
    return [Briefed(*row) for row in tx.conn.execute(statement.order_by(of.product_id, of.person_id))]


def end(tx: Tx, record_id: int, day: date) -> None:
    """What a training gave holds until `day` only."""
    of = briefing.c
    tx.conn.execute(update(briefing).where(of.record_id == record_id, of.valid_until > day).values(valid_until=day))
