"""Who may open, see and do what. Denied unless a line here allows it; read afresh at every press."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.procedure.forms import Data
from bot.procedure.people import Member
from bot.procedure.roles import MANAGEMENT_ROLES, WATCHING_ROLES, Role, UnitKind
from bot.procedure.workflow import Chapter, Performer, Route


@dataclass(frozen=True)
class Seen:
    """What decides who may see a record: who opened it, in which unit, who has or had to do with it, what it holds."""

    created_by: int
    unit_id: int | None
    unit_parent_id: int | None
    involved: Collection[int]
    data: Data = field(default_factory=dict)


def may_open(member: Member, route: Route) -> bool:
    """Whether `member` may open a record on `route` (R4, R5, R34, R44). Those who only watch open nothing."""
    if member.role in WATCHING_ROLES:
        return False
    return fits(member, route.opened_by)


def fits(member: Member, performer: Performer) -> bool:
    """Whether unit and role of `member` are those of `performer`; a performer without either is anybody."""
    if performer.unit_kinds and member.unit_kind not in performer.unit_kinds:
        return False
    return not performer.roles or member.role in performer.roles


def may_see(member: Member, chapter: Chapter, seen: Seen) -> bool:
    """Whether `member` may see a record; quality information only those of quality and who took part (R25)."""
    if member.id == seen.created_by or member.id in seen.involved:
        return True
    if member.role in MANAGEMENT_ROLES or member.role is Role.AUDITOR:
        return True
    if is_private(chapter, seen.data):
        return member.unit_kind in chapter.private_to
    if member.unit_kind is UnitKind.QUALITY_DEPT or member.unit_kind in chapter.open_to:
        return True
    return _leads(member, seen) or _of_centre(member, seen)


def is_private(chapter: Chapter, data: Data) -> bool:
    """Whether a record is for some units only: quality information (R25), the review."""
    return bool(chapter.private_to) and (chapter.private_when is None or chapter.private_when.holds(data))


def _of_centre(member: Member, seen: Seen) -> bool:
    """Whether it is a record of the service centre in which `member` works (R40)."""
    return member.unit_kind is UnitKind.SERVICE_CENTRE and member.unit_id == seen.unit_id


def _leads(member: Member, seen: Seen) -> bool:
    units = {seen.unit_id, seen.unit_parent_id} - {None}
    return member.role is Role.UNIT_LEADER and member.unit_id in units


def hidden_from(member: Member, chapter: Chapter) -> frozenset[str]:
    """The fields of a chapter that `member` does not read: a service centre is a firm outside (R40)."""
    return chapter.kept_inside if member.unit_kind is UnitKind.SERVICE_CENTRE else frozenset()


def may_read_file(member: Member, *, strict: bool, dealings: bool) -> bool:
    """Whether `member` may read of a customer's file what is not hidden from them: everybody inside; a service centre
    too, but that of a customer who is strictly confidential only where it has `dealings` with them (R40)."""
    return member.unit_kind is not UnitKind.SERVICE_CENTRE or not strict or dealings


def may_set_rules(member: Member) -> bool:
    """Administrators settle what the procedure leaves open (section 3)."""
    return member.role is Role.ADMIN


def may_invite(member: Member) -> bool:
    """Administrators invite anybody, unit leaders into their own unit."""
    return member.role in {Role.ADMIN, Role.UNIT_LEADER}


def may_invite_as(member: Member, unit_id: int | None, role: str) -> bool:
    """Whom: leaders engineers and staff of their own unit, never somebody beside or above themselves."""
    if member.role is Role.ADMIN:
        return True
    return may_invite(member) and unit_id == member.unit_id and role in {Role.FIELD_STAFF, Role.STAFF}


def may_export(member: Member) -> bool:
    """Whoever watches takes out what they may see, with its proof; nobody of a firm outside, for an export hides
    nothing of a record (R40)."""
    return member.role in WATCHING_ROLES and member.unit_kind is not UnitKind.SERVICE_CENTRE


def may_shut_out(member: Member) -> bool:
    """Administrators, at once and without a second one: a lost phone does not wait."""
    return member.role is Role.ADMIN
