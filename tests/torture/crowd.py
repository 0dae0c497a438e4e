"""Whom the expected table means, read off the rows of the company and not through the bot's own code."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.torture.expected_permissions import OPENERS, May
from tests.torture.forgery import ADMIN, DEPUTY, LEADER, LEFT, QUALITY_LEADER, STRANGER, Forgery, Owed

WATCHING = frozenset({"admin", "auditor"})
STANDS_IN = ((LEADER, DEPUTY), (QUALITY_LEADER, ADMIN))
PEOPLE = """SELECT a.telegram_id, p.id, p.unit_id, u.kind, u.parent_id, p.role, p.supervisor_id FROM account a
    JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = p.unit_id WHERE p.active"""
CENTRE, ALERTS = "service_centre", "quality_dept"


@dataclass(frozen=True)
class Somebody:
    account: int
    id: int
    unit: int
    kind: str
    above: int | None
    role: str
    supervisor: int | None

    @property
    def works(self) -> bool:
        return self.role not in WATCHING


class Crowd:
    def __init__(self, house: Forgery) -> None:
        self.all = {row[0]: Somebody(*row) for row in house.rows(PEOPLE)}
        self._by_id = {person.id: person for person in self.all.values()}
        self._parents = dict(house.rows("SELECT id, parent_id FROM unit"))
        self._kinds = dict(house.rows("SELECT id, kind FROM unit"))

    @property
    def accounts(self) -> tuple[int, ...]:
        """Everybody who can press, those included who have no business here."""
        return (*self.all, LEFT, STRANGER)

    def workers(self, *kinds: str) -> list[int]:
        return [p.account for p in self.all.values() if p.works and (not kinds or p.kind in kinds)]

    def openers(self, kind: str, route: str) -> set[int]:
        """Who begins a record by themselves."""
        named = OPENERS.get((kind, route), ())
        if "*" in named:
            return set(self.workers())
        heads = {p.account for p in self.all.values() if "head" in named and p.role == "unit_leader"}
        return heads | (set(self.workers(*named)) if set(named) - {"head"} else set())

    def named_in(self, kind: str, fields: dict[str, str], dice: Random) -> dict[str, Any]:
        """Somebody, or some unit, for each of a form's fields; an alert's owner is of quality, a centre a centre."""
        found: dict[str, Any] = {}
        for name, entity in fields.items():
            if entity == "person":
                among = self.workers(*([ALERTS] if kind == "quality_alert" else []))
                found[name] = self.all[dice.choice(among)].id
            else:
                centres = [unit for unit, is_kind in self._kinds.items() if is_kind == CENTRE]
                found[name] = dice.choice(centres if name == "centre_id" else sorted(self._kinds))
        return found

    def allowed(self, expected: May, owed: Owed) -> set[int]:
        """The accounts that may, deputies among them."""
        barred = {self._field(owed, name) for name in expected.but}
        base = {a for who in expected.who for a in self._meant(who, owed)} - barred
        base = {account for account in base if self.all[account].works}
        deputies = {deputy for away, deputy in STANDS_IN if away in base and self.all[deputy].works}
        return base | (deputies - barred)

    def _field(self, owed: Owed, name: str) -> int | None:
        if name == "applicant":
            return owed.applicant
        found = self._by_id.get(owed.data.get(name, 0))
        return found.account if found else None

    def _meant(self, who: str, owed: Owed) -> set[int]:
        sort, _, what = who.partition(":")
        match sort:
            case "applicant":
                return {owed.applicant}
            case "leader":
                return self._leaders(self.all[owed.applicant].unit, owed)
            case "unit":
                return {p.account for p in self.all.values() if p.kind == what}
            case "head":
                return {p.account for p in self.all.values() if (p.kind, p.role) == (what, "unit_leader")}
            case "role":
                return {p.account for p in self.all.values() if p.role == what}
            case "field":
                return {found} if (found := self._field(owed, what)) is not None else set()
            case "in":
                return {p.account for p in self.all.values() if p.unit == owed.data[what]}
            case "head_of":
                return self._leaders(owed.data[what], owed)
        return set()

    def _leaders(self, unit: int | None, owed: Owed) -> set[int]:
        """The leader of the unit, or of the next one above that has one other than the applicant; else whom the
        applicant answers to."""
        while unit is not None:
            heads = {p.account for p in self.all.values() if (p.unit, p.role) == (unit, "unit_leader")}
            if heads - {owed.applicant}:
                return heads
            unit = self._parents[unit]
        above = self._by_id.get(self.all[owed.applicant].supervisor or 0)
        if above is not None:
            return {above.account}
        return {p.account for p in self.all.values() if p.role == "management_rep"}
