"""Customer files (R13 to R15): the file in force lies in the master data, every version of it beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select, update

from bot.procedure.customer_terms import Confidentiality
from bot.procedure.file_versions import changed
from bot.storage.customer_master import NAMES, in_master
from bot.storage.dialect import insert
from bot.storage.rows import FromRow
from bot.storage.tables import customer, customer_version, record
from bot.storage.tx import Tx

NEEDED: Final = ("code", "name", "contacts", "engineer_id", "deputy_id")
"""Without these there is no file (★ in forms.md)."""


@dataclass(frozen=True)
class VersionRow(FromRow):
    """A version of a customer file. changed: names of the fields that differ from the version before."""

    customer_id: int
    version: int
    data: dict[str, Any]
    changed: list[str]
    record_id: int | None
    person_id: int | None
    at: datetime


def version_in_force(tx: Tx, customer_id: int) -> int | None:
    """The number of the file's version in force; None: there is no file."""
    return tx.conn.execute(select(customer.c.file_version).where(customer.c.id == customer_id)).scalar()


def find(tx: Tx, code: str) -> int | None:
    """The customer of that code, with or without a file."""
    return tx.conn.execute(select(customer.c.id).where(customer.c.code == code)).scalar()


def version(tx: Tx, customer_id: int, number: int) -> VersionRow | None:
    """One version of a customer's file."""
    of = customer_version.c
    row = tx.conn.execute(select(customer_version).where(of.customer_id == customer_id, of.version == number)).first()
    return VersionRow.of(row) if row else None


def versions(tx: Tx, customer_id: int) -> list[VersionRow]:
    """Every version of a customer's file, the newest first."""
    of = customer_version.c
    statement = select(customer_version).where(of.customer_id == customer_id).order_by(of.version.desc())
    return [VersionRow.of(row) for row in tx.conn.execute(statement)]


def adopt(tx: Tx, customer_id: int) -> bool:
    """Take what the master data say as the file's next version, if it is a whole file and says something new."""
    data = in_master(tx, customer_id)
    if any(name not in data for name in NEEDED):
        return False
    number = version_in_force(tx, customer_id)
    before = version(tx, customer_id, number) if number else None
    names = changed(before.data if before else {}, data, NAMES)
    if names:
        keep(tx, customer_id, data, names, tx.now.date())
    return bool(names)


def keep(
    tx: Tx,
    customer_id: int,
    data: Mapping[str, Any],
    names: Sequence[str],
    day: date,
    *,
    record_id: int | None = None,
    person_id: int | None = None,
) -> int:
    """Note what is in force from now on as a version that differs in `names`, found right on `day`. Its number."""
    number = (version_in_force(tx, customer_id) or 0) + 1
    insert(
        tx, customer_version, customer_id=customer_id, version=number, data=dict(data), changed=list(names),
        record_id=record_id, person_id=person_id, at=tx.now,
    )  # fmt: skip
    tx.conn.execute(update(customer).where(customer.c.id == customer_id).values(file_version=number, verified_on=day))
    return number


def verified(tx: Tx, customer_id: int, day: date) -> None:
    """Somebody found the file right on `day`."""
    tx.conn.execute(update(customer).where(customer.c.id == customer_id).values(verified_on=day))


def verified_on(tx: Tx, customer_id: int) -> date | None:
    """When a customer's file was last found right; None: there is no file."""
    return tx.conn.execute(select(customer.c.verified_on).where(customer.c.id == customer_id)).scalar()


def verified_days(tx: Tx) -> list[tuple[int, date]]:
    """The customers with a file, and on which day it was last found right."""
    statement = select(customer.c.id, customer.c.verified_on).where(customer.c.file_version.is_not(None))
    return [(row.id, row.verified_on) for row in tx.conn.execute(statement)]


def imported_unchecked(tx: Tx) -> list[int]:
    """Customers whose version in force came by an import after there was a file already, and that nobody checked."""
    of = customer_version.c
    same = (of.customer_id == customer.c.id) & (of.version == customer.c.file_version)
    statement = select(customer.c.id).join(customer_version, same).where(of.record_id.is_(None), of.version > 1)
    return list(tx.conn.execute(statement).scalars())


def checked_by(tx: Tx, customer_id: int, number: int, record_id: int) -> None:
    """From now on this record is the check of that version."""
    of = customer_version.c
    mine = (of.customer_id == customer_id, of.version == number)
    tx.conn.execute(update(customer_version).where(*mine).values(record_id=record_id))


def every_customer(tx: Tx) -> list[int]:
    """All customers, with or without a file."""
    return list(tx.conn.execute(select(customer.c.id).order_by(customer.c.id)).scalars())


def has_open_record(tx: Tx, customer_id: int) -> bool:
    """Whether somebody is at this customer's file: a change, or a verification."""
    mine = (record.c.kind == "customer_file", record.c.customer_id == customer_id, record.c.state == "open")
    return tx.conn.execute(select(record.c.id).where(*mine).limit(1)).first() is not None


def open_change(tx: Tx, customer_id: int) -> tuple[str, int] | None:
    """Number of the newest change of this customer's file that nobody has checked yet, and who reported it."""
    mine = (record.c.kind == "customer_file", record.c.customer_id == customer_id, record.c.state == "open")
    found = select(record.c.number, record.c.created_by).where(*mine, record.c.route == "customer_change")
    row = tx.conn.execute(found.order_by(record.c.id.desc()).limit(1)).first()
    return None if row is None else (row.number, row.created_by)


def known_to(tx: Tx, customer_id: int, unit_id: int | None) -> bool:
    """Whether people of this unit have opened a record about this customer; a word about the file itself is none."""
    mine = (record.c.unit_id == unit_id, record.c.customer_id == customer_id, record.c.kind != "customer_file")
    return tx.conn.execute(select(record.c.id).where(*mine).limit(1)).first() is not None


def strict_strangers(tx: Tx, unit_id: int | None) -> frozenset[int]:
    """The strictly confidential customers about whom people of this unit have opened no record."""
    mine = select(record.c.id).where(
        record.c.unit_id == unit_id, record.c.customer_id == customer.c.id, record.c.kind != "customer_file"
    )
    found = select(customer.c.id).where(customer.c.confidentiality == Confidentiality.STRICT, ~mine.exists())
    return frozenset(tx.conn.execute(found).scalars())
