"""The register of briefings to read, before anybody is sent to a site (R28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.cards.briefings_card import Briefing, briefings_card
from bot.cards.model import Card
from bot.desk.house import House, tongue_of
from bot.desk.model import Member
from bot.procedure.people import called
from bot.procedure.roles import Role, UnitKind
from bot.storage import briefings, loading, people
from bot.storage.tx import Tx


def page(tx: Tx, house: House, member: Member) -> Card:
    """Every product with those who can be sent or were briefed for it; people of a service centre see their own."""
    today = house.calendar.local_date(tx.now)
    until = {(line.person_id, line.product_id): line.valid_until for line in briefings.register(tx)}
    shown = _shown(tx, member, {person_id for person_id, _ in until})
    products = {
        called(row.name, row.name_en, member.language): list(_held(shown, row.id, until, today, member.language))
        for row in loading.rows(tx, "product")
    }
    return briefings_card(products, tongue_of(member, tx))


def _shown(tx: Tx, member: Member, known: set[int]) -> list[Member]:
    field_staff = {m.id: m for m in people.matching(tx, roles=[Role.FIELD_STAFF.value])}
    everybody = {**field_staff, **people.by_ids(tx, known)}
    own_only = member.unit_kind is UnitKind.SERVICE_CENTRE
    return [m for _, m in sorted(everybody.items()) if not own_only or m.unit_id == member.unit_id]


def _held(
    shown: list[Member], product_id: int, until: dict[tuple[int, int], date], today: date, language: str
) -> Iterator[Briefing]:
    found = [(m, until.get((m.id, product_id))) for m in shown]
    lines = [Briefing(m.called(language), day, day is not None and day >= today) for m, day in found]
    needed = [line for (m, day), line in zip(found, lines, strict=True) if day or m.role is Role.FIELD_STAFF]
    yield from sorted(needed, key=lambda line: (not line.valid, line.until is None))
