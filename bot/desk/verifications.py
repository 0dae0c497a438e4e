"""Customer files that somebody must look at by the calendar: every year, and after an import changed one (R15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from bot.desk import opening, rules
from bot.desk.house import House
from bot.desk.owners import owner_for_customer
from bot.procedure.customer_file import CUSTOMER_FILE, VERIFY
from bot.procedure.roles import UnitKind
from bot.storage import customer_files as files
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

YEARLY: Final = "customer_data_reverify"
AHEAD: Final = timedelta(days=14)
"""So long before the year is over somebody is asked."""


def sweep_customer_files(tx: Tx, house: House) -> int:
    """Ask for the verifications that are due. How many were opened; none twice, for one that is open stands for all."""
    opened = 0
    for customer_id in files.imported_unchecked(tx):
        record = _open(tx, house, customer_id, {})
        if record is not None:
            files.checked_by(tx, customer_id, record.data["base_version"], record.id)
            opened += 1
    calendar, year = house.company_calendar(tx), rules.limit(tx, house, YEARLY)
    for customer_id, verified_on in files.verified_days(tx):
        due_on = calendar.local_date(year.after(calendar.closing(verified_on), calendar))
        if due_on - AHEAD <= calendar.local_date(tx.now):
            opened += _open(tx, house, customer_id, {"verify_by": due_on.isoformat()}) is not None
    return opened


def _open(tx: Tx, house: House, customer_id: int, known: dict[str, Any]) -> RecordRow | None:
    """A verification in the name of the responsible engineer; None where one is open or nobody could be asked."""
    owner = owner_for_customer(tx, customer_id, UnitKind.PROJECT_TEAM)
    if owner is None or files.has_open_record(tx, customer_id):
        return None
    data = {"customer_id": customer_id, "care_unit_id": owner.unit_id, **known}
    return opening.open_by_clock(tx, house, owner, CUSTOMER_FILE.kind, VERIFY, data)
