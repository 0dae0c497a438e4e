"""The yearly survey of every customer (T14): asked a year after the last one, or after the customer's file began."""

from __future__ import annotations

from typing import Final

from bot.desk import opening, rules
from bot.desk.house import House
from bot.desk.owners import owner_for_customer
from bot.procedure.roles import UnitKind
from bot.procedure.satisfaction import SATISFACTION, SURVEY
from bot.storage import surveys
from bot.storage.tx import Tx

YEARLY: Final = "survey_interval"
SELLING: Final = (UnitKind.SALES_COMPANY, UnitKind.BRANCH_SALES_DEPT)


def sweep_surveys(tx: Tx, house: House) -> int:
    """Ask for the surveys that are due. How many were opened; none twice, for the last one is in the rows."""
    calendar, year, opened = house.company_calendar(tx), rules.limit(tx, house, YEARLY), 0
    if not calendar.is_working(tx.now):
        return 0
    for customer_id, last in surveys.last_asked(tx, SATISFACTION.kind, SURVEY):
        owner = owner_for_customer(tx, customer_id, *SELLING) if year.after(last, calendar) <= tx.now else None
        if owner is not None:
            known = {"customer_id": customer_id, "asker_id": owner.id, "year": str(calendar.local_date(tx.now).year)}
            opening.open_by_clock(tx, house, owner, SATISFACTION.kind, SURVEY, known)
            opened += 1
    return opened
