"""Master data as choices: finding customers, sites, parts and so on by what somebody types, and naming them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Select, Table, bindparam, literal, or_, select, update

from bot.procedure.people import called
from bot.procedure.warranty import Terms
from bot.storage.tables import (
    contact,
    customer,
    customer_order,
    order_line,
    part,
    person,
    product,
    record,
    site,
    tool,
    unit,
)
from bot.storage.tx import Tx
from bot.tongue import Tongue


@dataclass(frozen=True)
class Entity:
    """How an entity is looked up: what it is labelled by, what typing searches, what narrows it."""

    table: Table
    label: tuple[str, ...]  # columns; one with an English twin (name_en) is taken in the reader's language
    searched: tuple[str, ...]
    within: str = ""
    joint: str = " "


ENTITIES = {
    "customer": Entity(customer, ("name",), ("name", "name_en", "short_name", "code")),
    "site": Entity(
        site,
        ("name", "line"),
        ("name", "name_en", "line", "line_en", "code", "address"),
        within="customer_id",
        joint=" · ",
    ),
    "contact": Entity(
        contact,
        ("name", "post"),
        ("name", "name_en", "post", "post_en", "phone"),
        within="customer_id",
        joint=" · ",
    ),
    "product": Entity(product, ("name",), ("name", "name_en", "code")),
    "part": Entity(part, ("name", "part_no"), ("name", "name_en", "part_no", "spec_model"), within="product_id"),
    "unit": Entity(unit, ("name",), ("name", "name_en", "code")),
    "person": Entity(person, ("name",), ("name", "name_en")),
    "tool": Entity(tool, ("tool_no", "name"), ("tool_no", "name", "name_en", "model")),
    "record": Entity(record, ("number",), ("number", "title")),
}


def _columns(entity: Entity) -> list[Column[Any]]:
    names = {"id", *entity.label, *(f"{name}_en" for name in entity.label)}
    return [column for column in entity.table.c if column.name in names]


def _label(entity: Entity, row: Any, language: str) -> str:
    found = row._mapping
    words = (called(found[name] or "", found.get(f"{name}_en"), language) for name in entity.label)
    return entity.joint.join(word for word in words if word)


def labels(tx: Tx, wanted: Iterable[tuple[str, int]], language: str) -> dict[tuple[str, int], str]:
    """What a reader of `language` calls each (entity, id)."""
    ids: dict[str, set[int]] = {}
    for entity, row_id in wanted:
        ids.setdefault(entity, set()).add(row_id)
    found: dict[tuple[str, int], str] = {}
    for entity, rows in ids.items():
        found |= {(entity, row_id): label for row_id, label in _labelled(tx, entity, rows, language).items()}
    return found


def _labelled(tx: Tx, entity: str, ids: Collection[int], language: str) -> dict[int, str]:
    if entity == "order_line":
        rows = tx.conn.execute(_lines().where(order_line.c.id.in_(ids)))
        return {row.id: line_label(tx, row, language) for row in rows}
    of = ENTITIES[entity]
    return {row.id: _label(of, row, language) for row in tx.conn.execute(_labels_of(entity), {"ids": list(ids)})}


@cache
def _labels_of(entity: str) -> Select[Any]:
    of = ENTITIES[entity]
    return select(*_columns(of)).where(of.table.c.id.in_(bindparam("ids", expanding=True)))


def search(
    tx: Tx, entity: str, text: str, language: str, *, within: int | None = None, limit: int = 8
) -> list[tuple[int, str]]:
    """Rows of `entity` (id, label) in which every word of `text` is found, inside `within` if that is given."""
    if entity == "order_line":
        return _search_lines(tx, text, language, limit)
    of = ENTITIES[entity]
    statement = select(*_columns(of)).order_by(of.table.c.id).limit(limit)
    if within is not None and of.within:
        statement = statement.where(of.table.c[of.within] == within)
    if "active" in of.table.c:
        statement = statement.where(of.table.c.active)
    for word in text.split():
        statement = statement.where(or_(*(of.table.c[n].icontains(word, autoescape=True) for n in of.searched)))
    return [(row.id, _label(of, row, language)) for row in tx.conn.execute(statement)]


def exists(tx: Tx, entity: str, row_id: int, within: int | None = None) -> bool:
    """Whether there is such a row to pick, inside `within` if that is given."""
    table, narrowed = (order_line, "") if entity == "order_line" else _table(entity)
    statement = select(table.c.id).where(table.c.id == row_id)
    if within is not None and narrowed:
        statement = statement.where(table.c[narrowed] == within)
    if "active" in table.c:
        statement = statement.where(table.c.active)
    return tx.conn.execute(statement).first() is not None


def _table(entity: str) -> tuple[Table, str]:
    return ENTITIES[entity].table, ENTITIES[entity].within


def attribute(tx: Tx, entity: str, row_id: int, name: str) -> Any:
    """One column of one row; None if either is missing."""
    return tx.conn.execute(_attribute_of(entity, name), {"row_id": row_id}).scalar()


@cache
def _attribute_of(entity: str, name: str) -> Select[Any]:
    table = order_line if entity == "order_line" else ENTITIES[entity].table
    return select(table.c[name]).where(table.c.id == bindparam("row_id"))


# --- orders -----------------------------------------------------------------------------------------------------------


def _lines() -> Select[Any]:
    return select(
        order_line,
        customer_order.c.order_no,
        customer_order.c.customer_id,
        customer_order.c.unit_id,
        part.c.part_no,
    ).select_from(order_line.join(customer_order).join(part))


def line_label(tx: Tx, row: Any, language: str) -> str:
    """PO-88231/2 · Mon 30 Nov · ECU-2045-B × 500. A button cuts its end: what tells lines apart comes first."""
    tongue = Tongue("zh_CN" if language.startswith("zh") else "en", ZoneInfo("UTC"), tx.now)
    qty = tongue.number(row.qty)
    return f"{row.order_no}/{row.line_no} · {tongue.dated(row.promised_date)} · {row.part_no} × {qty}"


def _search_lines(tx: Tx, text: str, language: str, limit: int) -> list[tuple[int, str]]:
    statement = _lines().where(order_line.c.delivered_on.is_(None)).order_by(order_line.c.promised_date).limit(limit)
    for word in text.replace("/", " ").split():
        statement = statement.where(
            or_(
                customer_order.c.order_no.icontains(word, autoescape=True),
                part.c.part_no.icontains(word, autoescape=True),
                part.c.name.icontains(word, autoescape=True),
                literal(word) == order_line.c.line_no.cast(customer_order.c.order_no.type),
            )
        )
    return [(row.id, line_label(tx, row, language)) for row in tx.conn.execute(statement)]


def line(tx: Tx, line_id: int) -> Any | None:
    """An order line with its order's number, customer and responsible unit, and its part's number."""
    return tx.conn.execute(_lines().where(order_line.c.id == line_id)).first()


def undelivered(tx: Tx, until: date) -> list[Any]:
    """Undelivered order lines promised for `until` or earlier."""
    return list(
        tx.conn.execute(
            _lines()
            .where(order_line.c.delivered_on.is_(None), order_line.c.promised_date <= until)
            .order_by(order_line.c.promised_date)
        )
    )


UNANSWERED: dict[str, None] = {"answer": None, "answered_at": None, "answered_by": None}
"""An order line of which manufacturing is asked (again) whether it will be on time."""


def change_line(tx: Tx, line_id: int, **values: Any) -> None:
    """Change columns of an order line. A promised date only moves through the customer's consent (R33)."""
    tx.conn.execute(update(order_line).where(order_line.c.id == line_id).values(**values))


def part_price(tx: Tx, part_id: int) -> float | None:
    """The price of one piece."""
    return tx.conn.execute(select(part.c.price).where(part.c.id == part_id)).scalar()


def warranty_terms(tx: Tx, customer_id: int, part_id: int) -> Terms:
    """What was agreed with the customer; where its file names no months, those of the part."""
    agreed = tx.conn.execute(select(customer).where(customer.c.id == customer_id)).one()
    usual = tx.conn.execute(select(part.c.warranty_months).where(part.c.id == part_id)).scalar()
    return Terms(usual if agreed.warranty_months is None else agreed.warranty_months, agreed.warranty_km)
