"""People: the first administrator, invitations, languages, absences."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.desk import newcomers
from bot.desk.house import House
from bot.desk.model import Absence, Actor, Member, Option, Refused
from bot.procedure.people import called
from bot.procedure.permissions import may_invite, may_invite_as, may_shut_out
from bot.procedure.roles import LEADING_ROLES, WATCHING_ROLES, Role
from bot.procedure.words import N_
from bot.storage import keys, people, trail
from bot.storage.tx import Tx

ADMIN_CODE = "admin_code"
INVITATION_LIFE = timedelta(hours=24)
LONGEST_ABSENCE = timedelta(days=366)


def token_hash(token: str) -> str:
    """Only this is kept of a token: whoever reads the database cannot use it."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def new_admin_code(tx: Tx) -> str | None:
    """A one-time code for the first administrator, a new one at each start; None when there is one already."""
    if people.has_admin(tx):
        return None
    code = secrets.token_urlsafe(12)
    keys.put(tx, ADMIN_CODE, token_hash(code))
    return code


def claim_admin(tx: Tx, house: House, telegram_id: int, name: str, language: str, code: str) -> Member:
    """Whoever sends the one-time code becomes the first administrator. Refused for everybody after."""
    if people.has_admin(tx) or keys.get(tx, ADMIN_CODE) != token_hash(code):
        raise Refused(
            N_("This code is not valid. As long as there is no administrator, each start of the bot prints a new one.")
        )
    keys.remove(tx, ADMIN_CODE)
    return _join(tx, house, telegram_id, name, language, unit_id=None, role=Role.ADMIN.value, supervisor_id=None)


def _join(tx: Tx, house: House, telegram_id: int, name: str, language: str, **post: int | str | None) -> Member:
    if people.account_exists(tx, telegram_id):
        raise Refused(N_("You have joined already. /menu shows what you can do."))
    person_id = people.add_person(tx, name=name, language=language, zone=house.calendar.zone.key, active=True, **post)
    return _link(tx, telegram_id, person_id)


def _link(tx: Tx, telegram_id: int, person_id: int) -> Member:
    people.link_account(tx, telegram_id, person_id)
    trail.append(tx, "joined", actor_id=person_id, telegram_id=telegram_id)
    member = people.by_id(tx, person_id)
    assert member is not None
    return member


def join(tx: Tx, house: House, telegram_id: int, name: str, language: str, token: str) -> Member:
    """Use an invitation: once, in time, and only it says who one is. Refused names the way out."""
    found = people.invitation_of(tx, token_hash(token))
    if found is None:
        raise Refused(N_("This invitation is not valid. Please ask your administrator for a new link."))
    if found.used_at is not None:
        raise _void(tx, found, language, N_("This invitation was used already. Please ask {name} for a new link."))
    if found.expires_at <= tx.now:
        raise _void(tx, found, language, N_("This invitation has expired. Please ask {name} for a new link."))
    if not _still_stands(tx, found):
        raise Refused(N_("This invitation is no longer valid. Please ask your administrator for a new link."))
    if people.account_exists(tx, telegram_id):
        raise Refused(N_("You have joined already. /menu shows what you can do."))
    if not people.use_invitation(tx, found.id, telegram_id):
        raise _void(tx, found, language, N_("This invitation was used already. Please ask {name} for a new link."))
    post = {"unit_id": found.unit_id, "role": found.role, "supervisor_id": found.supervisor_id}
    joined = (
        _link(tx, telegram_id, found.person_id)
        if found.person_id is not None
        else _join(tx, house, telegram_id, found.name or name, language, **post)
    )
    newcomers.announce(tx, joined, telegram_id, name, found.invited_by)
    return joined


def _still_stands(tx: Tx, invitation: Any) -> bool:
    """Whether whoever invited may still do so: what somebody who left or changed posts has given out is void."""
    inviter = people.by_id(tx, invitation.invited_by)
    return inviter is not None and may_invite_as(inviter, invitation.unit_id, invitation.role)


def _void(tx: Tx, invitation: Any, language: str, msgid: str) -> Refused:
    """Names who invited: it may have been a unit leader."""
    (both,) = people.names(tx, [invitation.invited_by]).values()
    return Refused(msgid, name=called(*both, language))


def invite(tx: Tx, actor: Actor, name: str, unit_id: int, role: str, supervisor_id: int | None) -> str:
    """A token for somebody's link, valid once and for a day. Leaders invite into their own unit, never above it."""
    member = actor.member
    if not may_invite(member):
        raise Refused(N_("Only administrators and unit leaders invite people."))
    if not may_invite_as(member, unit_id, role):
        raise Refused(
            N_("You can invite engineers and staff of your own unit. Others are invited by an administrator.")
        )
    token = secrets.token_urlsafe(16)
    people.add_invitation(
        tx,
        token_hash=token_hash(token),
        name=name,
        unit_id=unit_id,
        role=Role(role).value,
        supervisor_id=supervisor_id,
        invited_by=member.id,
        expires_at=tx.now + INVITATION_LIFE,
    )
    trail.append(tx, "invited", actor_id=member.id, telegram_id=actor.telegram_id, data={"unit": unit_id, "role": role})
    return token


def set_absence(tx: Tx, actor: Actor, person_id: int, deputy_id: int, starts_at: datetime, ends_at: datetime) -> None:
    """Who stands in, from when until when: for oneself, or by a superior for somebody of theirs."""
    person, deputy = people.by_id(tx, person_id), people.by_id(tx, deputy_id)
    if person is None or not _may_set(actor.member, person):
        raise Refused(N_("You can set this for yourself and for those you lead."))
    if deputy is None or deputy.id == person.id or deputy.role in WATCHING_ROLES:
        raise Refused(N_("This person cannot stand in. Please choose somebody else."))
    if not tx.now - timedelta(days=1) <= starts_at < ends_at <= tx.now + LONGEST_ABSENCE:
        raise Refused(N_("Please choose days from today on, the last one at most a year ahead."))
    people.end_absences(tx, person_id)
    people.add_absence(
        tx, person_id=person_id, deputy_id=deputy_id, starts_at=starts_at, ends_at=ends_at, set_by=actor.member.id
    )
    trail.append(
        tx,
        "away",
        actor_id=actor.member.id,
        telegram_id=actor.telegram_id,
        data={"person": person_id, "deputy": deputy_id},
    )
    newcomers.stands_in(tx, actor.member, person, deputy, starts_at, ends_at)


def _may_set(member: Member, person: Member) -> bool:
    leads = member.role is Role.UNIT_LEADER and member.unit_id in {person.unit_id, person.unit_parent_id}
    return member.id in {person.id, person.supervisor_id} or leads or member.role is Role.ADMIN


def absence(tx: Tx, member: Member) -> Absence | None:
    """The absence that runs or is to come."""
    found = people.current_absence(tx, member.id)
    if found is None:
        return None
    deputy_id, since, until = found
    return Absence(called(*people.names(tx, [deputy_id])[deputy_id], member.language), since, until, since > tx.now)


def options(tx: Tx, member: Member, query: str) -> list[Option]:
    """Colleagues to choose from: the own unit first, or who is found."""
    if query:
        found = people.like(tx, query)
    else:
        found = people.matching(tx, unit_ids=[member.unit_id]) if member.unit_id else people.like(tx, "")
    able = [m for m in found if m.id != member.id and m.role not in WATCHING_ROLES]
    return [_option(m, member) for m in able]


def everybody(tx: Tx, member: Member, query: str) -> list[Option]:
    """Everybody but this person; none for those who may not shut anybody out."""
    words = query.strip().casefold()
    found = people.matching(tx, roles=[role.value for role in Role]) if may_shut_out(member) else []
    others = [m for m in found if m.id != member.id]
    return [_option(m, member) for m in others if words in f"{m.name} {m.name_en or ''} {m.unit_name}".casefold()]


def shut_out(tx: Tx, actor: Actor, person_id: int) -> None:
    """From now on each update of this person is a stranger's; who owes what was theirs by name is asked of
    administrators. An import (active: yes) undoes it."""
    if not may_shut_out(actor.member):
        raise Refused(N_("Only administrators can shut somebody out. Please ask yours."))
    person = people.by_id(tx, person_id)
    if person is None or person.id == actor.member.id:
        raise Refused(N_("This person cannot be shut out. Please choose somebody else."))
    people.change_person(tx, person_id, active=False)
    trail.append(tx, "shut_out", actor_id=actor.member.id, telegram_id=actor.telegram_id, data={"person": person_id})
    newcomers.shut_out(tx, actor.member, person)
    tx.wake("work")


def supervisors(tx: Tx, member: Member, unit_id: int, query: str) -> list[Option]:
    """Who can lead somebody in that unit: those who lead, the unit's own first, then this person."""
    words = query.strip().casefold()
    found = people.matching(tx, roles=[role.value for role in LEADING_ROLES])
    found.sort(key=lambda m: (m.unit_id != unit_id, m.id != member.id, m.unit_id != member.unit_id))
    return [_option(m, member) for m in found if words in f"{m.name} {m.name_en or ''} {m.unit_name}".casefold()]


def _option(found: Member, reader: Member) -> Option:
    return Option(found.id, f"{found.called(reader.language)} · {found.unit_called(reader.language)}")


def units(tx: Tx, member: Member) -> list[Option]:
    """The units into which this person may invite."""
    rows = people.units(tx)
    mine = rows if member.role is Role.ADMIN else [row for row in rows if row.id == member.unit_id]
    return [Option(row.id, called(row.name, row.name_en, member.language)) for row in mine]


def set_language(tx: Tx, actor: Actor, language: str) -> None:
    """From now on this person reads `language`."""
    people.change_person(tx, actor.member.id, language=language)
