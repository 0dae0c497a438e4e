"""Records by what somebody types: words in them, and the people who have to do with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, or_, select

from bot.storage import people, records
from bot.storage.rows import RecordRow
from bot.storage.tables import person, record
from bot.storage.tx import Tx

ENOUGH = 300
"""Not all that is found is for everybody's eyes: this leaves room for those who may see few."""
NAMESAKES = 8


def matching(tx: Tx, text: str) -> list[RecordRow]:
    """Records whose number or search text contains all words of `text`, newest first."""
    words = text.casefold().split()
    conditions = [
        or_(record.c.search.contains(word, autoescape=True), record.c.number.contains(word.upper(), autoescape=True))
        for word in words
    ]
    return _rows(tx, select(record).where(*conditions)) if words else []


def of_people(tx: Tx, text: str) -> list[RecordRow]:
    """What people of this name opened or have to do now, alone or with their unit, newest first."""
    ids = _called(tx, text.strip())
    if not ids:
        return []
    owed = {item.record_id for item in records.owed_by(tx, list(people.by_ids(tx, ids).values()))}
    return _rows(tx, select(record).where(or_(record.c.created_by.in_(ids), record.c.id.in_(owed))))


def _called(tx: Tx, name: str) -> Collection[int]:
    """Whose name contains `name`, those who have left among them; nobody for a single letter."""
    if len(name) < 2:
        return []
    found = or_(*(of.icontains(name, autoescape=True) for of in (person.c.name, person.c.name_en)))
    return tx.conn.execute(select(person.c.id).where(found).limit(NAMESAKES)).scalars().all()


def _rows(tx: Tx, statement: Select[Any]) -> list[RecordRow]:
    newest = statement.order_by(record.c.updated_at.desc()).limit(ENOUGH)
    return [RecordRow.of(row) for row in tx.conn.execute(newest)]
