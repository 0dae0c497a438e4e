"""Customer files that somebody must look at by the calendar: every year, and after an import changed one (R15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from bot.desk import opening, rules
from bot.desk.house import House
from bot.procedure.customer_file import CUSTOMER_FILE, VERIFY
from bot.procedure.people import Member
from bot.procedure.roles import WATCHING_ROLES, UnitKind
from bot.storage import customer_files as files
from bot.storage import people
from bot.storage.customer_master import in_master
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
    owner = None if files.has_open_record(tx, customer_id) else _owner(tx, in_master(tx, customer_id))
    if owner is None:
        return None
    data = {"customer_id": customer_id, "care_unit_id": owner.unit_id, **known}
    return opening.open_by_clock(tx, house, owner, CUSTOMER_FILE.kind, VERIFY, data)


def _owner(tx: Tx, file: dict[str, Any]) -> Member | None:
    """The responsible engineer, else the deputy, else somebody of the project team."""
    named = (people.by_id(tx, file.get(name)) for name in ("engineer_id", "deputy_id"))
    team = people.matching(tx, unit_kinds=[UnitKind.PROJECT_TEAM.value], not_roles=[r.value for r in WATCHING_ROLES])
    return next((member for member in (*named, *team) if member is not None), None)
