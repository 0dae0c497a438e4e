"""Who sees a record of a service centre (R40)."""

from __future__ import annotations

from bot.procedure.chapters import chapter
from bot.procedure.people import Member
from bot.procedure.permissions import Seen, may_see
from bot.procedure.roles import Role, UnitKind

CENTRE, OTHER_CENTRE, SERVICE = 4, 5, 3


def member(unit_id: int, kind: UnitKind, role: Role = Role.FIELD_STAFF) -> Member:
    return Member(90 + unit_id, "某人", None, unit_id, "", None, kind, SERVICE, role, None, "en", "Asia/Shanghai")


def test_a_centre_sees_its_own_records_and_no_others() -> None:
    of_centre, of_unit = Seen(7, CENTRE, SERVICE, ()), Seen(8, SERVICE, None, ())
    part = chapter("spare_part")
    colleague, elsewhere = member(CENTRE, UnitKind.SERVICE_CENTRE), member(OTHER_CENTRE, UnitKind.SERVICE_CENTRE)
    assert may_see(colleague, part, of_centre)
    assert not may_see(colleague, part, of_unit)
    assert not may_see(elsewhere, part, of_centre)
    assert may_see(member(SERVICE, UnitKind.SERVICE_UNIT, Role.UNIT_LEADER), part, of_centre)
    assert not may_see(member(SERVICE, UnitKind.SERVICE_UNIT), part, of_unit)


def test_quality_information_stays_with_quality_in_a_centre_too() -> None:
    alert = Seen(7, CENTRE, SERVICE, ())
    assert not may_see(member(CENTRE, UnitKind.SERVICE_CENTRE), chapter("quality_alert"), alert)
