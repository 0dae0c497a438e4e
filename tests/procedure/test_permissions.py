"""Who opens what, who sees a record of a service centre (R40), and who lets whom in."""

from __future__ import annotations

from bot.procedure.chapters import chapter
from bot.procedure.people import Member
from bot.procedure.permissions import Seen, may_export, may_invite_as, may_open, may_see
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


def test_who_only_watches_opens_nothing() -> None:
    route = chapter("quality_alert").routes[0]
    assert may_open(member(6, UnitKind.QUALITY_DEPT, Role.STAFF), route)
    assert not may_open(member(6, UnitKind.QUALITY_DEPT, Role.AUDITOR), route)


def test_a_leader_lets_in_their_own_and_nobody_above() -> None:
    leader, admin = (member(SERVICE, UnitKind.SERVICE_UNIT, role) for role in (Role.UNIT_LEADER, Role.ADMIN))
    assert may_invite_as(leader, SERVICE, Role.FIELD_STAFF)
    assert not may_invite_as(leader, CENTRE, Role.FIELD_STAFF)
    assert not may_invite_as(leader, SERVICE, Role.UNIT_LEADER)
    assert may_invite_as(admin, CENTRE, Role.UNIT_LEADER)
    assert not may_invite_as(member(SERVICE, UnitKind.SERVICE_UNIT), SERVICE, Role.FIELD_STAFF)


def test_only_those_who_watch_take_records_out_and_never_a_firm_outside() -> None:
    for role in Role:
        assert may_export(member(6, UnitKind.QUALITY_DEPT, role)) == (role in {Role.AUDITOR, Role.ADMIN})
        assert not may_export(member(CENTRE, UnitKind.SERVICE_CENTRE, role))
