"""Service centres: each is verified once a year (R39, R40)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.desk import opening, rules
from bot.desk.house import House
from bot.desk.owners import owner_among
from bot.procedure.engine import DONE, OPEN
from bot.procedure.roles import UnitKind
from bot.procedure.service_centre import SERVICE_CENTRE
from bot.storage import keys, people, records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

YEARLY: Final = "centre_verification"
AHEAD: Final = timedelta(days=14)
"""So long before the year is over somebody is asked."""
_KNOWN: Final = "centre:"  # before its id among the keys: since when a centre is known


def sweep_centres(tx: Tx, house: House) -> int:
    """Ask for the verifications that fall due. How many were opened; none while one is open for the centre."""
    today = house.calendar.local_date(tx.now)
    found = records.of_kind(tx, SERVICE_CENTRE.kind)
    return sum(
        _open(tx, house, unit.id, due_on)
        for unit in people.units(tx)
        if unit.kind == UnitKind.SERVICE_CENTRE
        and (due_on := _due_on(tx, house, unit.id, [r for r in found if r.data.get("centre_id") == unit.id])) - AHEAD
        <= today
    )


def _due_on(tx: Tx, house: House, centre_id: int, verifications: list[RecordRow]) -> date:
    """A year (or what this house set) after the last verification, or after the centre came to be known."""
    if any(record.state == OPEN for record in verifications):
        return date.max
    days = [house.calendar.local_date(r.closed_at) for r in verifications if r.state == DONE and r.closed_at]
    last = max(days, default=None) or _known_since(tx, house, centre_id)
    calendar = house.company_calendar(tx)
    return calendar.local_date(rules.limit(tx, house, YEARLY).after(calendar.closing(last), calendar))


def _known_since(tx: Tx, house: House, centre_id: int) -> date:
    known = keys.get(tx, f"{_KNOWN}{centre_id}")
    if known is not None:
        return date.fromisoformat(known)
    today = house.calendar.local_date(tx.now)
    keys.put(tx, f"{_KNOWN}{centre_id}", today.isoformat())
    return today


def _open(tx: Tx, house: House, centre_id: int, due_on: date) -> bool:
    """A verification in the name of somebody of quality; whether there is anybody."""
    owner = owner_among(tx, [UnitKind.QUALITY_DEPT])
    if owner is None:
        return False
    verify_by = max(due_on, house.calendar.local_date(tx.now))
    data = {"centre_id": centre_id, "verify_by": verify_by.isoformat()}
    opening.open_by_clock(tx, house, owner, SERVICE_CENTRE.kind, "yearly", data)
    return True
