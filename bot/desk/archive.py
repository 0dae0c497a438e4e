"""What is closed is filed: until when it is kept, whether it may be disposed of, and its disposal (R49, R51, T16)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from bot.desk import post
from bot.desk.history import REMARKED
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.chapters import chapter
from bot.procedure.engine import DONE
from bot.procedure.forms import Data, Form, references, rows_form
from bot.procedure.kinds import Photos, Rows
from bot.procedure.retention import Kept, RecordDates, longest
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter
from bot.storage import archive, evidence, records, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

MOST: Final = 80
"""So many records one disposal lists: as many as an approver can read."""
SAFETY: Final = "safety_15y"
NOTHING_DUE = N_("No record is past its date. There is nothing to dispose of.")

_STILL_COMING = N_("A photo or file of this record is still being stored. Please try again in a moment.")


def filed(tx: Tx, house: House, of: Chapter, data: Data, closed_at: datetime) -> dict[str, Any]:
    """By which class a closed record is kept and until when, as columns of the record. The longest that applies wins:
    its chapter's, that of safety, and what its customer demands."""
    kept = _kept(tx, house, of, data, closed_at)
    return {"retention": kept.rule, "keep_until": kept.until}


def _kept(tx: Tx, house: House, of: Chapter, data: Data, closed_at: datetime) -> Kept:
    parts = {row_id for entity, row_id in references(of.form, data) if entity == "part"}
    life, production = archive.ends_of_parts(tx, parts)
    years = archive.demanded_years(tx, data.get("customer_id"))
    dates = RecordDates(house.calendar.local_date(closed_at), life, production, years)
    return longest([of.retention, *([SAFETY] if data.get("safety") else [])], dates)


def past_due(tx: Tx, house: House) -> list[RecordRow]:
    """What may be disposed of today, the oldest first, by what is known today of parts and customers."""
    found = archive.perhaps_past_due(tx, house.calendar.local_date(tx.now))
    return [now for now in (_filed_anew(tx, house, row) for row in found) if may_go(tx, house, now)]


def _filed_anew(tx: Tx, house: House, row: RecordRow) -> RecordRow:
    assert row.closed_at is not None
    columns = filed(tx, house, chapter(row.kind), row.data, row.closed_at)
    if columns == {"retention": row.retention, "keep_until": row.keep_until}:
        return row
    return records.change(tx, row, **columns)


def may_go(tx: Tx, house: House, row: RecordRow) -> bool:
    """Whether a record is closed, past its date, under no legal hold, and still there."""
    today = house.calendar.local_date(tx.now)
    past = row.keep_until is not None and row.keep_until < today
    return row.closed_at is not None and past and row.held_by is None and row.disposed_in is None


def list_past_due(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """What a disposal lists, by class. Refused if there is nothing."""
    found = past_due(tx, house)
    if not found:
        raise Refused(NOTHING_DUE)
    by_class: dict[str, list[str]] = {}
    for row in found[:MOST]:
        by_class.setdefault(row.retention or "", []).append(row.number)
    return {
        **data,
        "count": len(found[:MOST]),
        "later": len(found[MOST:]) or None,
        "classes": [{"retention": key, "count": len(numbers)} for key, numbers in by_class.items()],
        "listed": [{"retention": key, "numbers": ", ".join(numbers)} for key, numbers in by_class.items()],
    }


def dispose(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Remove the content of what was listed and approved. What came under a legal hold meanwhile, or has to be kept
    longer after all, stays."""
    numbers = [n for line in record.data.get("listed") or [] for n in line["numbers"].split(", ")]
    rows = [_filed_anew(tx, house, row) for row in (records.by_number(tx, n) for n in numbers) if row and row.closed_at]
    going = [row for row in rows if may_go(tx, house, row)]
    files = {file_id for row in going for file_id in files_of(tx, row)}
    for row in going:
        archive.empty(tx, row, record.id)
        trail.empty(tx, row.id)
        kept = {"disposal": record.number, "retention": row.retention, "until": _iso(row.keep_until)}
        trail.append(tx, trail.DISPOSED, actor_id=actor.member.id, record_id=row.id, data=kept)
        post.redraw(tx, records.get(tx, row.id) or row)
    archive.forget_files(tx, files - _still_used(tx) if files else files)
    spared = [n for n in numbers if n not in {row.number for row in going}]
    data = {**record.data, "disposed": len(going), "spared": ", ".join(spared) or None}
    return records.change(tx, record, data={name: value for name, value in data.items() if value is not None})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def files_of(tx: Tx, row: RecordRow) -> set[int]:
    """Every file of a record: among its answers and in its notes."""
    noted = (e.data.get("files") or () for e in trail.of_record(tx, row.id) if e.action == REMARKED)
    return {*_files(chapter(row.kind).form, row.data), *(file_id for ids in noted for file_id in ids)}


def nothing_outstanding(tx: Tx, record_id: int | None) -> None:
    """No record is completed while a file of it is still being fetched. Refused, if this transaction completed it so;
    a file that was given up is waited for no longer."""
    row = records.get(tx, record_id) if record_id else None
    if row is None or row.state != DONE or row.closed_at != tx.now:
        return
    if evidence.are_coming(tx, files_of(tx, row)):
        raise Refused(_STILL_COMING)


def _still_used(tx: Tx) -> set[int]:
    """The files of all other records: one photo may be in several."""
    answered = (file_id for row in archive.with_content(tx) for file_id in _files(chapter(row.kind).form, row.data))
    return {*answered, *(file_id for data in archive.noted(tx, REMARKED) for file_id in data.get("files") or ())}


def _files(form: type[Form], data: Data) -> Iterable[int]:
    for field in form.all_fields():
        value = data.get(field.name) or []
        if isinstance(field.kind, Photos):
            yield from value
        elif isinstance(field.kind, Rows):
            for row in value:
                yield from _files(rows_form(field), row)


def place_hold(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """From now on the record that this one was opened from is not disposed of."""
    held = _concerned(tx, record)
    if held.held_by is not None:
        raise Refused(N_("{number} is under a legal hold already."), number=held.number)
    return _set_hold(tx, record, held, actor, record.id, "held")


def lift_hold(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """From now on the record that this one was opened from may be disposed of when its date has come."""
    held = _concerned(tx, record)
    if held.held_by is None:
        raise Refused(N_("{number} is under no legal hold."), number=held.number)
    return _set_hold(tx, record, held, actor, None, "hold_lifted")


def _concerned(tx: Tx, record: RecordRow) -> RecordRow:
    held = records.get(tx, record.origin_id) if record.origin_id else None
    if held is None:
        raise Refused(N_("Please open the details of the record that it concerns, and start from there."))
    if held.disposed_in is not None:
        raise Refused(N_("The content of {number} was disposed of."), number=held.number)
    return held


def _set_hold(tx: Tx, record: RecordRow, held: RecordRow, actor: Actor, hold_id: int | None, deed: str) -> RecordRow:
    changed = records.change(tx, held, held_by=hold_id)
    reason = record.data.get("reason") or record.data.get("lifted_because")
    trail.append(tx, deed, actor_id=actor.member.id, record_id=held.id, reason=reason, data={"record": record.number})
    post.redraw(tx, changed)
    return records.change(tx, record, data={**record.data, "held": held.number})
