"""What the answers about an agreement, its duties and a service centre must fulfil (R39)."""

from __future__ import annotations

from datetime import date

from bot.desk import suspension
from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.roles import WATCHING_ROLES, UnitKind
from bot.procedure.words import N_
from bot.storage import people
from bot.storage.tx import Tx

_AFTER = N_("It begins on {day}. Please enter a later day.")
_WITHIN = N_("The agreement ends on {day}. Please enter that day or an earlier one.")
_LATER = N_("It is to be fulfilled by {day}. Please enter that day or a later one, up to the agreement's end ({end}).")
_NOBODY = N_("Nobody works in this unit. Please choose another one.")
_NO_CENTRE = N_("This is not a service centre. Please choose one of them.")


def after_beginning(tx: Tx, data: Data, value: str) -> None:
    """An agreement ends after it begins."""
    begins = data.get("valid_from")
    if begins and value <= begins:
        raise Unreadable(_AFTER, day=date.fromisoformat(begins))


def within_agreement(tx: Tx, data: Data, value: str) -> None:
    """A duty falls due while the agreement is in force."""
    end = data.get("valid_to")
    if end and value > end:
        raise Unreadable(_WITHIN, day=date.fromisoformat(end))


def after_fulfilment(tx: Tx, data: Data, value: str) -> None:
    """What is verified was to be fulfilled by then, and the agreement still runs."""
    by, end = data.get("fulfil_by"), data.get("valid_to")
    if by and end and not by <= value <= end:
        raise Unreadable(_LATER, day=date.fromisoformat(by), end=date.fromisoformat(end))


def unit_at_work(tx: Tx, data: Data, value: int) -> None:
    """Somebody is there to fulfil it, and may get new work."""
    if all(member.role in WATCHING_ROLES for member in people.matching(tx, unit_ids=[value])):
        raise Unreadable(_NOBODY)
    suspension.unit_may_get_work(tx, value)


def service_centre(tx: Tx, data: Data, value: int) -> None:
    """Only service centres are verified as such."""
    unit = people.unit_row(tx, value)
    if unit is None or unit.kind != UnitKind.SERVICE_CENTRE:
        raise Unreadable(_NO_CENTRE)
