"""In whose name the bot opens what falls due by the calendar."""

from __future__ import annotations

from collections.abc import Iterable

from bot.procedure.people import Member
from bot.procedure.roles import WATCHING_ROLES, Role, UnitKind
from bot.storage import people, surveys
from bot.storage.tx import Tx


def owner_among(tx: Tx, kinds: Iterable[UnitKind], named: Iterable[int] = ()) -> Member | None:
    """The first of those `named` who is still there, else somebody of units of these kinds, rather not a leader, who
    may have to approve it; None if there is nobody."""
    there = (people.by_id(tx, person_id) for person_id in named)
    found = next((member for member in there if member is not None), None)
    return found or min(_staff(tx, kinds), key=lambda member: member.role is Role.UNIT_LEADER, default=None)


def _staff(tx: Tx, kinds: Iterable[UnitKind]) -> list[Member]:
    watching = [role.value for role in WATCHING_ROLES]
    return people.matching(tx, unit_kinds=[kind.value for kind in kinds], not_roles=watching)


def owner_for_customer(tx: Tx, customer_id: int, *kinds: UnitKind) -> Member | None:
    """The customer's responsible engineer, else the deputy, else somebody of units of these kinds."""
    return owner_among(tx, kinds, surveys.responsible(tx, customer_id))
