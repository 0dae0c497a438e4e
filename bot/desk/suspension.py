"""A service centre that is suspended: its people get no new work until it is verified again (R39, R40)."""

from __future__ import annotations

from typing import Any

from bot.desk.model import Member
from bot.procedure.engine import DONE
from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.roles import UnitKind
from bot.procedure.service_centre import SERVICE_CENTRE, CentreState
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter
from bot.storage import people, records
from bot.storage.tx import Tx

NO_WORK = N_(
    "This person works at a service centre that is suspended ({number}): nothing new is assigned there until it is "
    "verified again. Please choose somebody else."
)
NO_DUTY = N_(
    "This service centre is suspended ({number}): nothing new is assigned to it until it is verified again. "
    "Please choose another unit."
)
NO_JOB = N_(
    "Your service centre is suspended ({number}): you begin no new job until it is verified again. "
    "Please tell the after-sale service unit."
)


def suspended(tx: Tx) -> dict[int, str]:
    """The units that are suspended, and the number of the verification that says so: the last one counts."""
    found: dict[int, tuple[str, str]] = {}
    for record in records.of_kind(tx, SERVICE_CENTRE.kind):
        if record.state == DONE:
            found.setdefault(record.data["centre_id"], (record.data.get("centre_state") or "", record.number))
    return {unit: number for unit, (state, number) in found.items() if state == CentreState.SUSPENDED}


def may_get_work(tx: Tx, person_id: Any) -> None:
    """Raises Unreadable if this is somebody of a suspended centre."""
    member = people.by_id(tx, person_id) if isinstance(person_id, int) else None
    number = _number(tx, member) if member else None
    if number:
        raise Unreadable(NO_WORK, number=number)


def unit_may_get_work(tx: Tx, unit_id: Any) -> None:
    """Raises Unreadable if this is a suspended centre."""
    unit = people.unit_row(tx, unit_id) if isinstance(unit_id, int) else None
    if unit is not None and unit.kind == UnitKind.SERVICE_CENTRE and unit.id in (out := suspended(tx)):
        raise Unreadable(NO_DUTY, number=out[unit.id])


def may_begin(tx: Tx, member: Member, of: Chapter, data: Data) -> None:
    """Raises Unreadable if somebody of a suspended centre would go to a site themselves."""
    who = of.sends[0]
    number = _number(tx, member) if who and data.get(who) in (None, member.id) else None
    if number:
        raise Unreadable(NO_JOB, number=number)


def _number(tx: Tx, member: Member) -> str | None:
    if member.unit_kind is not UnitKind.SERVICE_CENTRE or member.unit_id is None:
        return None
    return suspended(tx).get(member.unit_id)
