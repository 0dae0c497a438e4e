"""People, their accounts, invitations and absences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.procedure.people import Member
from bot.procedure.roles import Role, UnitKind
from bot.storage.dialect import insert
from bot.storage.tables import absence, account, invitation, person, unit
from bot.storage.tx import Tx

_MEMBER = (
    select(
        person.c.id,
        person.c.name,
        person.c.name_en,
        person.c.unit_id,
        unit.c.name.label("unit_name"),
        unit.c.name_en.label("unit_name_en"),
        unit.c.kind.label("unit_kind"),
        unit.c.parent_id.label("unit_parent_id"),
        person.c.role,
        person.c.supervisor_id,
        person.c.language,
        person.c.zone,
    )
    .select_from(person.outerjoin(unit, unit.c.id == person.c.unit_id))
    .where(person.c.active)
)


def _member(row: Any) -> Member:
    found = dict(row._mapping)
    found["unit_name"] = found["unit_name"] or ""
    found["unit_kind"] = UnitKind(found["unit_kind"]) if found["unit_kind"] else None
    found["role"] = Role(found["role"])
    return Member(**found)


def _members(tx: Tx, statement: Select[Any]) -> list[Member]:
    return [_member(row) for row in tx.conn.execute(statement.order_by(person.c.id))]


# Read with every update or card: built once, which costs several times what running it does.
_BY_ACCOUNT = _MEMBER.join(account, account.c.person_id == person.c.id).where(
    account.c.telegram_id == bindparam("telegram_id")
)
_BY_ID = _MEMBER.where(person.c.id == bindparam("person_id"))
_BY_IDS = _MEMBER.where(person.c.id.in_(bindparam("ids", expanding=True))).order_by(person.c.id)
_NAMES = select(person.c.id, person.c.name, person.c.name_en).where(person.c.id.in_(bindparam("ids", expanding=True)))
_DEPUTIES = (
    select(absence.c.person_id, absence.c.deputy_id)
    .where(
        absence.c.person_id.in_(bindparam("ids", expanding=True)),
        absence.c.starts_at <= bindparam("at"),
        absence.c.ends_at > bindparam("at"),
    )
    .order_by(absence.c.id)
)
_UNIT = select(unit).where(unit.c.id == bindparam("unit_id"))
_FILTERS = {
    "unit_ids": person.c.unit_id.in_(bindparam("unit_ids", expanding=True)),
    "unit_kinds": unit.c.kind.in_(bindparam("unit_kinds", expanding=True)),
    "roles": person.c.role.in_(bindparam("roles", expanding=True)),
    "not_roles": person.c.role.not_in(bindparam("not_roles", expanding=True)),
}


def by_account(tx: Tx, telegram_id: int) -> Member | None:
    """The person who writes from this account; None for a stranger or somebody who left."""
    row = tx.conn.execute(_BY_ACCOUNT, {"telegram_id": telegram_id}).first()
    return _member(row) if row else None


def by_id(tx: Tx, person_id: int | None) -> Member | None:
    """The person of that id, if they are still there."""
    if person_id is None:
        return None
    row = tx.conn.execute(_BY_ID, {"person_id": person_id}).first()
    return _member(row) if row else None


def by_ids(tx: Tx, ids: Iterable[int]) -> dict[int, Member]:
    """People by id; those who left are not in it."""
    wanted = set(ids)
    rows = tx.conn.execute(_BY_IDS, {"ids": list(wanted)}) if wanted else ()
    return {row.id: _member(row) for row in rows}


def names(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """Both names of people by id, those who left included."""
    wanted = set(ids)
    rows = tx.conn.execute(_NAMES, {"ids": list(wanted)}) if wanted else ()
    return {row.id: (row.name, row.name_en) for row in rows}


def matching(
    tx: Tx,
    *,
    unit_ids: Collection[int] = (),
    unit_kinds: Collection[str] = (),
    roles: Collection[str] = (),
    not_roles: Collection[str] = (),
) -> list[Member]:
    """Everybody in one of these units or kinds of unit who has one of these roles; an empty filter is no filter."""
    asked = {"unit_ids": unit_ids, "unit_kinds": unit_kinds, "roles": roles, "not_roles": not_roles}
    filters = {name: list(values) for name, values in asked.items() if values}
    rows = tx.conn.execute(_filtered(tuple(filters)), filters) if filters else ()
    return [_member(row) for row in rows]


@cache
def _filtered(by: tuple[str, ...]) -> Select[Any]:
    return _MEMBER.where(*(_FILTERS[name] for name in by)).order_by(person.c.id)


def where(tx: Tx, condition: ColumnElement[bool]) -> list[Member]:
    """Everybody of whom a condition on `person` holds."""
    return _members(tx, _MEMBER.where(condition))


def like(tx: Tx, text: str, limit: int = 8) -> list[Member]:
    """People whose name or unit contains `text`."""
    pattern = f"%{text}%"
    found = _MEMBER.where(
        or_(person.c.name.ilike(pattern), person.c.name_en.ilike(pattern), unit.c.name.ilike(pattern))
    )
    return _members(tx, found.limit(limit))


def deputies(tx: Tx, person_ids: Collection[int], at: datetime) -> dict[int, int]:
    """Who stands in for whom at that instant: absent person → deputy."""
    if not person_ids:
        return {}
    rows = tx.conn.execute(_DEPUTIES, {"ids": list(person_ids), "at": at})
    return {row.person_id: row.deputy_id for row in rows}


def principals(tx: Tx, deputy_id: int, at: datetime) -> list[int]:
    """For whom this person stands in at that instant."""
    rows = tx.conn.execute(
        select(absence.c.person_id).where(
            absence.c.deputy_id == deputy_id, absence.c.starts_at <= at, absence.c.ends_at > at
        )
    )
    return [row.person_id for row in rows]


def current_absence(tx: Tx, person_id: int) -> tuple[int, datetime, datetime] | None:
    """Deputy, beginning and end of the absence that runs or is to come."""
    row = tx.conn.execute(
        select(absence.c.deputy_id, absence.c.starts_at, absence.c.ends_at)
        .where(absence.c.person_id == person_id, absence.c.ends_at > tx.now)
        .order_by(absence.c.starts_at)
    ).first()
    return (row.deputy_id, row.starts_at, row.ends_at) if row else None


def end_absences(tx: Tx, person_id: int) -> None:
    """Whoever is away is back, and whoever will be away stays."""
    tx.conn.execute(
        update(absence).where(absence.c.person_id == person_id, absence.c.ends_at > tx.now).values(ends_at=tx.now)
    )


def add_absence(tx: Tx, **values: Any) -> None:
    """Note an absence (columns of `absence`)."""
    tx.conn.execute(absence.insert().values(**values))


def add_person(tx: Tx, **values: Any) -> int:
    """A new person (columns of `person`); their id."""
    return insert(tx, person, created_at=tx.now, **values)


def change_person(tx: Tx, person_id: int, **values: Any) -> None:
    """Change columns of a person."""
    tx.conn.execute(update(person).where(person.c.id == person_id).values(**values))


def link_account(tx: Tx, telegram_id: int, person_id: int) -> None:
    """From now on this account is that person's."""
    tx.conn.execute(account.insert().values(telegram_id=telegram_id, person_id=person_id, linked_at=tx.now))


def account_exists(tx: Tx, telegram_id: int) -> bool:
    """Whether the account belongs to anybody, be they active or not."""
    return tx.conn.execute(select(account.c.person_id).where(account.c.telegram_id == telegram_id)).first() is not None


def has_admin(tx: Tx) -> bool:
    """Whether there is an administrator who can write to the bot."""
    found = select(person.c.id).join(account, account.c.person_id == person.c.id)
    return tx.conn.execute(found.where(person.c.role == Role.ADMIN.value, person.c.active).limit(1)).first() is not None


def mark_reachable(tx: Tx, telegram_id: int, reachable: bool) -> None:
    """The person blocked the bot, or let it in again."""
    tx.conn.execute(
        update(account).where(account.c.telegram_id == telegram_id).values(blocked_at=None if reachable else tx.now)
    )


def add_invitation(tx: Tx, **values: Any) -> None:
    """Note an invitation (columns of `invitation`); its token only as a hash."""
    tx.conn.execute(invitation.insert().values(created_at=tx.now, **values))


def invitation_of(tx: Tx, token_hash: str) -> Any | None:
    """The invitation with that token, be it open, used or expired."""
    return tx.conn.execute(select(invitation).where(invitation.c.token_hash == token_hash)).first()


def use_invitation(tx: Tx, invitation_id: int, telegram_id: int) -> bool:
    """Take the invitation; False when somebody else was first. One statement decides."""
    taken = tx.conn.execute(
        update(invitation)
        .where(invitation.c.id == invitation_id, invitation.c.used_at.is_(None), invitation.c.expires_at > tx.now)
        .values(used_at=tx.now, used_by=telegram_id)
    )
    return taken.rowcount == 1


def units(tx: Tx) -> list[Any]:
    """Every unit, by name."""
    return list(tx.conn.execute(select(unit).order_by(unit.c.id)))


def first_unit(tx: Tx, kind: str) -> int | None:
    """The id of the first unit of a kind; None if there is none."""
    return tx.conn.execute(select(unit.c.id).where(unit.c.kind == kind).order_by(unit.c.id)).scalar()


def unit_row(tx: Tx, unit_id: int | None) -> Any | None:
    """The unit of that id."""
    return tx.conn.execute(_UNIT, {"unit_id": unit_id}).first() if unit_id is not None else None


def count_people(tx: Tx) -> int:
    """How many people there are."""
    return int(tx.conn.execute(select(func.count()).select_from(person)).scalar_one())
