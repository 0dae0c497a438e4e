"""The part of the master data that is a customer file: read as the answers of one, and written from them (R13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Table, case, delete, select, update

from bot.procedure.file_versions import ROW, Line, pairs
from bot.storage.dialect import insert
from bot.storage.tables import contact, customer, customer_product, site
from bot.storage.tx import Tx

BESIDE: Final = frozenset({"id", "file_version", "verified_on"})  # columns that are no answer of the file
TERMS: Final = tuple(column.name for column in customer.c if column.name not in BESIDE)
"""The answers of a file that are columns of the customer."""
LINES: Final[Mapping[str, tuple[Table, tuple[str, ...]]]] = {
    "plants": (site, ("name", "line", "address", ROW)),
    "contacts": (contact, ("name", "post", "phone", "language", "channel", "email")),
    "products": (customer_product, ("part_id", "since")),
}
"""The answers of a file that are rows of other tables, and their columns."""
NAMES: Final = (*TERMS, *LINES)
KEYS: Final = {"plants": ("name", "line"), "contacts": ("name", "phone"), "products": ("part_id",)}
"""What makes two lines of a list the same one, entered twice."""


def in_master(tx: Tx, customer_id: int) -> dict[str, Any]:
    """What the master data say of a customer, as the answers of a customer file; {} if there is no such customer."""
    row = tx.conn.execute(select(customer).where(customer.c.id == customer_id)).first()
    if row is None:
        return {}
    found = {name: row._mapping[name] for name in TERMS}
    found |= {
        name: [_line(line, columns) for line in _rows(tx, name, customer_id)] for name, (_, columns) in LINES.items()
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def _rows(tx: Tx, name: str, customer_id: int) -> Sequence[Any]:
    table = LINES[name][0]
    statement = select(table).where(table.c.customer_id == customer_id).order_by(table.c.id)
    return tx.conn.execute(statement.where(table.c.active) if "active" in table.c else statement).all()


def _line(row: Any, columns: Sequence[str]) -> dict[str, Any]:
    found = {name: row._mapping[name] for name in columns}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in found.items() if v is not None}


def reachable(tx: Tx, customer_id: int, site_id: int | None) -> tuple[str | None, list[Any]]:
    """A customer's portal, and the rows of its contacts, those of the site first (R23)."""
    portal = tx.conn.execute(select(customer.c.portal).where(customer.c.id == customer_id)).scalar()
    elsewhere = case((contact.c.site_id == site_id, 0), else_=1)
    mine = (contact.c.customer_id == customer_id, contact.c.active)
    return portal, list(tx.conn.execute(select(contact).where(*mine).order_by(elsewhere, contact.c.id)))


def put_down_contact(tx: Tx, customer_id: int, name: str, phone: str) -> int:
    """A person for a record to refer to. The customer file has them only after its own check (R15): not active."""
    same = (contact.c.customer_id == customer_id, contact.c.name == name, contact.c.phone == phone)
    known: int | None = tx.conn.execute(select(contact.c.id).where(*same)).scalar()
    return known or insert(tx, contact, customer_id=customer_id, name=name, phone=phone, active=False)


def tidied(data: Mapping[str, Any]) -> dict[str, Any]:
    """A file without lines that were entered twice."""
    found = {name: data[name] for name in NAMES if data.get(name) not in (None, "", [])}
    for name in KEYS.keys() & found.keys():
        lines = {tuple(line.get(column) for column in KEYS[name]): line for line in found[name]}
        found[name] = list(lines.values())
    return found


def put_in_force(tx: Tx, customer_id: int | None, data: Mapping[str, Any]) -> int:
    """Write a file into the master data. The customer's id, that of a new one if there was none."""
    terms = {name: data.get(name) for name in TERMS}
    terms["kind"] = terms["kind"] or "oem"
    if customer_id is None:
        customer_id = insert(tx, customer, **terms)
    else:
        tx.conn.execute(update(customer).where(customer.c.id == customer_id).values(**terms))
    for name in LINES:
        _put_lines(tx, name, customer_id, data)
    return customer_id


def _put_lines(tx: Tx, name: str, customer_id: int, data: Mapping[str, Any]) -> None:
    """Rows that other records refer to stay the same rows: a line is found again by what it says, or by its name."""
    table, columns = LINES[name]
    ids: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    lines = []
    for row in _rows(tx, name, customer_id):
        lines.append(_line(row, columns))
        ids[tuple(lines[-1].items())].append(row.id)
    for old, new in pairs(lines, data.get(name) or []):
        row_id = ids[tuple(old.items())].pop() if old is not None else None
        if new is None:
            _drop(tx, table, row_id)
        elif old is None:
            _add(tx, table, customer_id, _values(columns, new), data)
        elif new != old:
            tx.conn.execute(update(table).where(table.c.id == row_id).values(**_changes(table, columns, old, new)))


def _values(columns: Sequence[str], line: Line) -> dict[str, Any]:
    since = line.get("since")
    found = {name: line.get(name) for name in columns if name != ROW}
    return found | {"since": date.fromisoformat(since)} if since else found


def _changes(table: Table, columns: Sequence[str], old: Line, new: Line) -> dict[str, Any]:
    """The new values; an English name that belonged to the old word goes with it."""
    stale = {f"{name}_en": None for name in columns if f"{name}_en" in table.c and old.get(name) != new.get(name)}
    return _values(columns, new) | stale


def _drop(tx: Tx, table: Table, row_id: int | None) -> None:
    mine = table.c.id == row_id
    gone = update(table).where(mine).values(active=False) if "active" in table.c else delete(table).where(mine)
    tx.conn.execute(gone)


def _add(tx: Tx, table: Table, customer_id: int, values: dict[str, Any], data: Mapping[str, Any]) -> None:
    """A new row, or one that had left the file and comes back."""
    if "active" in table.c:
        mine = (table.c.customer_id == customer_id, table.c.active.is_(False), table.c.name == values["name"])
        gone = tx.conn.execute(select(table.c.id).where(*mine).limit(1)).scalar()
        if gone is not None:
            tx.conn.execute(update(table).where(table.c.id == gone).values(active=True, **values))
            return
    code = {"code": _free_code(tx, data["code"])} if "code" in table.c else {}
    insert(tx, table, customer_id=customer_id, **values, **code)


def _free_code(tx: Tx, customer_code: str) -> str:
    """A new plant's code: FAW-3."""
    taken = set(tx.conn.execute(select(site.c.code).where(site.c.code.startswith(f"{customer_code}-"))).scalars())
    return next(code for n in range(1, len(taken) + 2) if (code := f"{customer_code}-{n}") not in taken)


AGREED: Final = {
    "acknowledge_customer": ("acknowledge_hours", "h"),
    "acknowledge_customer.urgent": ("acknowledge_urgent_hours", "h"),
    "answer_customer": ("answer_days", "wd"),
    "on_site": ("on_site_hours", "h"),
    "on_site.urgent": ("on_site_urgent_hours", "h"),
    "on_site_remote": ("on_site_hours", "h"),  # what is agreed holds there too
    "on_site_remote.urgent": ("on_site_urgent_hours", "h"),
    "containment": ("containment_hours", "h"),
    "root_cause": ("root_cause_days", "wd"),
    "actions_done": ("actions_days", "d"),
    "closed": ("closed_days", "d"),
}
"""Time limits that a customer file may replace: the column, and its unit as spans.py writes it."""


def agreed_times(tx: Tx, customer_id: int | None) -> dict[str, str]:
    """The time limits agreed with a customer: "acknowledge_customer.urgent" → "1h"."""
    row = tx.conn.execute(select(customer).where(customer.c.id == customer_id)).first()
    found = {key: row._mapping[column] for key, (column, _) in AGREED.items()} if row else {}
    return {key: f"{value}{AGREED[key][1]}" for key, value in found.items() if value}
