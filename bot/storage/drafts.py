"""Half-filled forms, kept until they are handed in or thrown away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.storage.dialect import insert
from bot.storage.rows import DraftRow, ItemRow, RecordRow
from bot.storage.tables import draft
from bot.storage.tx import Tx


def add(tx: Tx, **values: Any) -> int:
    """A new draft (columns of `draft`); its id."""
    return insert(tx, draft, created_at=tx.now, updated_at=tx.now, **values)


# Read with every tap: built once.
_ONE = select(draft).where(draft.c.id == bindparam("draft_id"), draft.c.person_id == bindparam("person_id"))


_CHANGING = update(draft).where(draft.c.id == bindparam("of_draft"))


def get(tx: Tx, draft_id: int, person_id: int) -> DraftRow | None:
    """The draft of that id, if it is this person's."""
    row = tx.conn.execute(_ONE, {"draft_id": draft_id, "person_id": person_id}).first()
    return DraftRow.of(row) if row else None


def add_for_item(
    tx: Tx, person_id: int, record: RecordRow, item: ItemRow, action: str, data: dict[str, Any], skipped: list[str]
) -> int:
    """A new draft for an action on a work item as it stands; its id."""
    return add(
        tx,
        person_id=person_id,
        purpose="act",
        kind=record.kind,
        route=record.route,
        work_item_id=item.id,
        item_version=item.version,
        action=action,
        data=data,
        skipped=skipped,
    )


def of_person(tx: Tx, person_id: int) -> list[DraftRow]:
    """A person's drafts, the latest first."""
    statement = select(draft).where(draft.c.person_id == person_id).order_by(draft.c.updated_at.desc())
    return [DraftRow.of(row) for row in tx.conn.execute(statement)]


def of_action(tx: Tx, person_id: int, item_id: int, action: str) -> DraftRow | None:
    """What this person has begun to write for an action on a work item."""
    row = tx.conn.execute(
        select(draft).where(draft.c.person_id == person_id, draft.c.work_item_id == item_id, draft.c.action == action)
    ).first()
    return DraftRow.of(row) if row else None


def change(tx: Tx, draft_id: int, **values: Any) -> None:
    """Change columns of a draft."""
    tx.conn.execute(_CHANGING, {"of_draft": draft_id, "updated_at": tx.now, **values})


def remove(tx: Tx, draft_id: int) -> None:
    """Throw a draft away, or clear it once it is handed in."""
    tx.conn.execute(delete(draft).where(draft.c.id == draft_id))


def writers(tx: Tx, item_ids: list[int]) -> set[int]:
    """Who has begun to write for one of these items."""
    rows = tx.conn.execute(select(draft.c.person_id).where(draft.c.work_item_id.in_(item_ids))) if item_ids else ()
    return {row.person_id for row in rows}


def remove_of_items(tx: Tx, item_ids: list[int]) -> None:
    """Nobody needs what was begun for items that are owed no longer."""
    if item_ids:
        tx.conn.execute(delete(draft).where(draft.c.work_item_id.in_(item_ids)))


def fallen_asleep(tx: Tx, before: Any) -> list[DraftRow]:
    """Drafts untouched since `before` of which their writer has not been reminded."""
    statement = select(draft).where(draft.c.updated_at < before, draft.c.reminded_at.is_(None))
    return [DraftRow.of(row) for row in tx.conn.execute(statement)]


def note_reminded(tx: Tx, draft_id: int) -> None:
    """Its writer was reminded of it; it does not count as touched."""
    tx.conn.execute(update(draft).where(draft.c.id == draft_id).values(reminded_at=tx.now))
