"""One person, wherever the tables hold something of them: to be shown to them, and to be taken out when they left."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from bot.storage import trail
from bot.storage.dump import plain
from bot.storage.tables import (
    absence,
    account,
    courier_pause,
    delivery,
    dialog_state,
    draft,
    event,
    idempotency,
    inbox,
    invitation,
    metadata,
    outbox,
    person,
    record,
    snooze,
    work_item,
)
from bot.storage.tx import Tx

KEPT: Final[dict[str, tuple[str, ...]]] = {
    "account.person_id": ("telegram_id", "linked_at", "blocked_at"),
    "absence.person_id": ("starts_at", "ends_at", "deputy_id"),
    "absence.deputy_id": ("starts_at", "ends_at", "person_id"),
    "absence.set_by": ("starts_at", "ends_at", "person_id"),
    "briefing.person_id": ("product_id", "record_id", "since", "valid_until"),
    "customer.engineer_id": ("code", "name"),
    "customer.deputy_id": ("code", "name"),
    "customer_version.person_id": ("customer_id", "version", "at"),
    "delivery.person_id": ("kind", "record_id", "sent_at"),
    "draft.person_id": ("kind", "route", "purpose", "data", "created_at", "updated_at"),
    "file.person_id": ("id", "kind", "name", "mime", "size", "sha256", "sent_at", "stored_at"),
    "invitation.person_id": ("created_at", "expires_at", "used_at", "used_by"),
    "invitation.invited_by": ("created_at", "expires_at", "used_at", "unit_id", "role"),
    "invitation.supervisor_id": ("created_at", "unit_id", "role"),
    "order_line.answered_by": ("id", "answer", "answered_at"),
    "outbox.person_id": ("kind", "record_id", "state", "created_at", "sent_at"),
    "person.supervisor_id": ("id",),
    "record.created_by": ("number", "kind", "route", "state", "title", "created_at", "closed_at"),
    "setting.set_by": ("key", "value", "set_at"),
    "snooze.person_id": ("work_item_id", "until"),
    "work_item.assignee_id": ("record_id", "step", "state", "opened_at", "due_at", "done_at"),
    "work_item.done_by": ("record_id", "step", "outcome", "reason", "done_at"),
    "work_item.done_for": ("record_id", "step", "outcome", "done_at"),
}
"""By the column that names a person: what is theirs of such a row. The trail is read apart (`entries`)."""
BY_ACCOUNT: Final[dict[str, tuple[str, ...]]] = {
    "invitation.used_by": ("name", "created_at", "used_at"),
    "inbox.lane": ("received_at", "state", "raw"),
    "outbox.chat_id": ("kind", "state", "created_at", "sent_at"),
    "dialog_state.user_id": ("state", "updated_at"),
}
"""The same by the number of their Telegram account."""


def found(tx: Tx, words: str) -> list[Any]:
    """Who is meant: by the number of the person or of their account, else by either name. Those who left, too."""
    if words.isdecimal() and len(words) <= len(str(2**53)):
        of_account = select(account.c.person_id).where(account.c.telegram_id == int(words))
        meant: ColumnElement[bool] = or_(person.c.id == int(words), person.c.id.in_(of_account))
    else:
        meant = or_(person.c.name == words, person.c.name_en == words)
    return list(tx.conn.execute(select(person).where(meant).order_by(person.c.id)))


def accounts(tx: Tx, person_id: int) -> list[int]:
    """The numbers of their Telegram accounts."""
    rows = tx.conn.execute(select(account.c.telegram_id).where(account.c.person_id == person_id))
    return sorted(rows.scalars())


def rows(tx: Tx, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What lies in the tables, by the column that names them; instants and days in ISO 8601."""
    of_person = {name: _rows(tx, name, columns, [person_id]) for name, columns in KEPT.items()}
    numbers = accounts(tx, person_id)
    return of_person | {name: _rows(tx, name, columns, numbers) for name, columns in BY_ACCOUNT.items()}


def _rows(tx: Tx, name: str, columns: Collection[str], keys: Collection[int]) -> list[dict[str, Any]]:
    table, _, column = name.partition(".")
    of = metadata.tables[table]
    wanted = select(*(of.c[c] for c in columns)).where(of.c[column].in_(keys))
    return [plain(row._mapping) for row in tx.conn.execute(wanted.order_by(*of.primary_key.columns))]


def entries(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """The entries of the trail that are theirs, by name or by account, or about them."""
    numbers = set(accounts(tx, person_id))
    said = ("seq", "at", "telegram_id", "action", "record_id", "work_item_id", "version", "reason", "data")
    return [
        {name: entry[name] for name in said}
        for entry in trail.entries(tx)
        if entry["actor_id"] == person_id
        or entry["telegram_id"] in numbers
        or (entry["record_id"] is None and entry["data"].get("person") == person_id)
    ]


def concerned(tx: Tx, person_id: int) -> set[int]:
    """The records that they opened, owe or owed, or did something to."""
    theirs = or_(*(work_item.c[name] == person_id for name in ("assignee_id", "done_by", "done_for")))
    of_items = select(work_item.c.record_id).where(theirs)
    done = select(event.c.record_id).where(event.c.actor_id == person_id, event.c.record_id.is_not(None))
    opened = select(record.c.id).where(record.c.created_by == person_id)
    return {row_id for query in (of_items, done, opened) for row_id in tx.conn.execute(query).scalars()}


def rename(tx: Tx, person_id: int, name: str, name_en: str, language: str, zone: str) -> None:
    """What the profile says of somebody goes; unit and role stay, for they say what a person was to a record."""
    values = {"name": name, "name_en": name_en, "phone": None, "language": language, "zone": zone}
    tx.conn.execute(update(person).where(person.c.id == person_id).values(values))


def note_search(tx: Tx, record_id: int, text: str) -> None:
    """By what a record is found from now on."""
    tx.conn.execute(update(record).where(record.c.id == record_id).values(search=text))


def remove_traces(tx: Tx, person_id: int, names: Collection[str]) -> None:
    """Everything that serves nobody but them: accounts, updates, messages, windows, drafts, absences, the names in
    invitations; and what messages to others that are out say of them. Records and trail stay."""
    numbers = accounts(tx, person_id)
    for table, whose in _theirs(person_id, numbers):
        tx.conn.execute(delete(table).where(whose))
    invited = or_(invitation.c.used_by.in_(numbers), invitation.c.person_id == person_id)
    tx.conn.execute(update(invitation).where(invited).values(name=None, used_by=None))
    tx.conn.execute(
        update(invitation).where(invited, invitation.c.used_at.is_(None), invitation.c.expires_at > tx.now)
        .values(expires_at=tx.now)
    )  # fmt: skip
    for row_id in _naming(tx, {*names, *map(str, numbers)}):
        tx.conn.execute(update(outbox).where(outbox.c.id == row_id).values(params={}))


def _theirs(person_id: int, numbers: Collection[int]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    yield inbox, inbox.c.lane.in_(numbers)
    yield outbox, or_(outbox.c.person_id == person_id, outbox.c.chat_id.in_(numbers))
    yield delivery, delivery.c.person_id == person_id
    yield dialog_state, or_(dialog_state.c.user_id.in_(numbers), dialog_state.c.chat_id.in_(numbers))
    yield courier_pause, courier_pause.c.chat_id.in_(numbers)
    yield draft, draft.c.person_id == person_id
    yield snooze, snooze.c.person_id == person_id
    yield absence, absence.c.person_id == person_id
    for number in numbers:
        yield idempotency, idempotency.c.key.startswith(f"u:{number}:")
    yield account, account.c.person_id == person_id


def _naming(tx: Tx, words: Collection[str]) -> list[int]:
    """Messages that are out, or never will be, and name them."""
    over = select(outbox.c.id, outbox.c.params).where(outbox.c.state.not_in(("queued", "sending")))
    said = ((row.id, json.dumps(row.params, ensure_ascii=False)) for row in tx.conn.execute(over))
    return [row_id for row_id, text in said if any(word in text for word in words)]
