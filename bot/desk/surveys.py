"""The yearly survey of every customer (T14): asked a year after the last one, or after the customer's file began."""

from __future__ import annotations

from typing import Final

from bot.desk import opening, rules
from bot.desk.house import House
from bot.procedure.people import Member
from bot.procedure.roles import WATCHING_ROLES, UnitKind
from bot.procedure.satisfaction import SATISFACTION, SURVEY
from bot.storage import people, surveys
from bot.storage.tx import Tx

YEARLY: Final = "survey_interval"


def sweep_surveys(tx: Tx, house: House) -> int:
    """Ask for the surveys that are due. How many were opened; none twice, for the last one is in the rows."""
    calendar, opened = house.company_calendar(tx), 0
    for customer_id, last in surveys.last_asked(tx, SATISFACTION.kind, SURVEY):
        owner = _owner(tx, customer_id) if rules.limit(tx, house, YEARLY).after(last, calendar) <= tx.now else None
        if owner is not None and calendar.is_working(tx.now):
            year = str(calendar.local_date(tx.now).year)
            known = {"customer_id": customer_id, "asker_id": owner.id, "year": year}
            opening.open_by_clock(tx, house, owner, SATISFACTION.kind, SURVEY, known)
            opened += 1
    return opened


def _owner(tx: Tx, customer_id: int) -> Member | None:
    """The responsible engineer, else the deputy, else somebody of sales."""
    named = (people.by_id(tx, person_id) for person_id in surveys.responsible(tx, customer_id))
    sales = (UnitKind.SALES_COMPANY, UnitKind.BRANCH_SALES_DEPT)
    sellers = people.matching(tx, unit_kinds=[k.value for k in sales], not_roles=[r.value for r in WATCHING_ROLES])
    return next((member for member in (*named, *sellers) if member is not None), None)
