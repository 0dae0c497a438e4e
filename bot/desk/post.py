"""What people are told of a change: cards to those who owe, redraws of every open card, the applicant's own picture.

Everything is queued in the transaction of the change; the courier renders it when it sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.desk.casework import holders
from bot.procedure.chapters import chapter
from bot.procedure.engine import DONE, OPEN, REJECTED, WITHDRAWN
from bot.storage import deliveries, outbox, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

SAID = 300  # characters of what somebody wrote, in a notice


def send_cards(tx: Tx, record: RecordRow, item_ids: Iterable[int]) -> set[int]:
    """A card to everybody who may act on these items; the ids of those people."""
    told: set[int] = set()
    for item_id in item_ids:
        item = records.item(tx, item_id)
        if item is None or item.state != "open":
            continue
        told |= {send_card(tx, record, item, holder.member.id) for holder in item_holders(tx, record, item)}
    return told


def item_holders(tx: Tx, record: RecordRow, item: ItemRow) -> list[Any]:
    """Everybody who may act on the item."""
    return holders(tx, record, item, chapter(record.kind).step(record.route, item.step))


def send_card(
    tx: Tx, record: RecordRow, item: ItemRow, person_id: int, *, again: str = "", gap: Mapping[str, str] | None = None
) -> int:
    """One person's card of one item; `again` makes a further one of the same version. The person's id.

    gap: from when to when (ISO) what they pressed did not arrive; the card says so."""
    outbox.enqueue(
        tx,
        key=f"card:{item.id}:{item.version}:{person_id}{again}",
        kind="card",
        person_id=person_id,
        record_id=record.id,
        work_item_id=item.id,
        params={"gap": gap} if gap else None,
    )
    return person_id


def redraw(tx: Tx, record: RecordRow) -> None:
    """Redraw every open card of this record, and what was shown of it, as it stands after this change."""
    for delivery in deliveries.open_ones(tx, record.id):
        _redraw(tx, record, delivery, f"redraw:{delivery.id}:{record.version}")


def take_back(tx: Tx, record: RecordRow, item: ItemRow, person_id: int | None = None) -> None:
    """The cards of an item that is sent anew (to that person, or to all) lose their buttons: there is one to press."""
    for delivery in deliveries.open_ones(tx, record.id):
        if delivery.work_item_id == item.id and person_id in (None, delivery.person_id):
            _redraw(tx, record, delivery, f"replaced:{delivery.id}:{record.version}", replaced=True)
            deliveries.close(tx, delivery.chat_id, delivery.message_id)


def _redraw(tx: Tx, record: RecordRow, delivery: Any, key: str, **how: Any) -> None:
    outbox.enqueue(
        tx,
        key=key,
        kind="redraw",
        chat_id=delivery.chat_id,
        person_id=delivery.person_id,
        record_id=record.id,
        work_item_id=delivery.work_item_id,
        params={"delivery": delivery.id, "message_id": delivery.message_id, **how},
    )


def redraw_for(tx: Tx, record: RecordRow, item: ItemRow, person_id: int) -> None:
    """Redraw what one person still sees of an item that is settled (their card may have missed the change)."""
    for delivery in deliveries.of_item(tx, item.id, person_id):
        _redraw(tx, record, delivery, f"redraw:{delivery.id}:{record.version}:{tx.now.timestamp():.0f}")


def urge(tx: Tx, record: RecordRow, item: ItemRow, person_id: int, *, by: int | None = None) -> None:
    """Tell one person who owes an item that the applicant waits for it, or that `by`, above them, does."""
    turn = item.urged + 1 if by is None else f"{by}@{tx.now.timestamp():.0f}"
    outbox.enqueue(
        tx,
        key=f"urge:{item.id}:{turn}:{person_id}",
        kind="urge",
        person_id=person_id,
        record_id=record.id,
        work_item_id=item.id,
        params={"by": by or record.created_by},
    )


def tell_applicant(tx: Tx, record: RecordRow, told: set[int]) -> None:
    """The applicant's picture of the record, unless a card of theirs shows it. A refusal is a message of its own."""
    if record.created_by in told:
        return
    shown = any(d.kind == "progress" for d in deliveries.open_ones(tx, record.id))
    if shown and record.state != REJECTED:
        return
    outbox.enqueue(
        tx,
        key=f"progress:{record.id}:{record.state}:{record.round}",
        kind="progress",
        person_id=record.created_by,
        record_id=record.id,
    )


def excerpt(said: Any) -> str:
    """What somebody wrote, as long as a notice bears it."""
    return str(said or "")[:SAID]


def tell(tx: Tx, person_id: int, key: str, msgid: str, *, record_id: int | None = None, **values: Any) -> bool:
    """A notice to one person: a text of the catalogue with its values, written in the reader's language when sent.
    False if it was said before."""
    return outbox.enqueue(
        tx,
        key=f"notice:{key}:{person_id}",
        kind="notice",
        person_id=person_id,
        record_id=record_id,
        params={"msgid": msgid, "values": values},
    )


def after_change(tx: Tx, record: RecordRow, opened: Iterable[int], by: int | None = None) -> None:
    """All that people are told once a record has moved. by: who moved it, and sees their card change."""
    redraw(tx, record)
    told = send_cards(tx, record, opened)
    if record.state == OPEN:
        told |= {h.member.id for i in records.items(tx, record.id, only_open=True) for h in item_holders(tx, record, i)}
    if record.state == WITHDRAWN:  # who withdrew it has just pressed it away, and sees the card change
        return
    if record.state == DONE and record.created_by == by and _has_card(tx, record):
        return
    tell_applicant(tx, record, told)


def _has_card(tx: Tx, record: RecordRow) -> bool:
    """Whether a message shows the applicant how the record stands."""
    shown = (d for d in deliveries.open_ones(tx, record.id) if d.person_id == record.created_by)
    return any(d.kind in {"card", "progress"} for d in shown)
