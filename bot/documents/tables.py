"""Which tables an export has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from bot.documents.readable import Readable
from bot.documents.sheets import Sheet, as_csv, as_workbook, columns

__all__ = ["as_csv", "as_workbook", "of_files", "of_records", "of_trail"]

RECORDS = ("number", "kind", "state", "title", "applicant", "opened", "closed", "keep_until")
ANSWERS = ("number", "question", "answer")
STEPS = ("number", "step", "who", "opened", "due", "done", "outcome", "reason")
FILES = ("file", "records", "name", "mime", "size", "sha256", "path", "sent_at")
TRAIL = ("seq", "at", "actor_id", "action", "record_id", "work_item_id", "version", "reason", "data", "hash")


def of_records(found: Iterable[Readable]) -> tuple[Sheet, Sheet, Sheet]:
    """Records, answers and steps, a line each."""
    records, answers, steps = Sheet("records", RECORDS), Sheet("answers", ANSWERS), Sheet("steps", STEPS)
    for one in found:
        row = one.row
        dates = [_iso(day) for day in (row.created_at, row.closed_at, row.keep_until)]
        records.rows.append([row.number, one.title, one.state, row.title, one.view.applicant, *dates])
        answers.rows += [[row.number, question, answer] for question, answer in one.answers]
        steps.rows += [
            [row.number, s.title, s.who, *map(_iso, (s.opened, s.due, s.done)), s.outcome, s.reason] for s in one.steps
        ]
    return records, answers, steps


def of_files(rows: Iterable[dict[str, Any]]) -> Sheet:
    """The evidence, a line a file."""
    listed = [columns(FILES, {**row, "records": ", ".join(row["records"])}) for row in rows]
    return Sheet("evidence", FILES, listed)


def of_trail(entries: Iterable[dict[str, Any]], canonical: Callable[[Any], bytes]) -> Sheet:
    """The trail, a line an entry."""
    return Sheet("trail", TRAIL, [columns(TRAIL, {**e, "data": canonical(e["data"]).decode()}) for e in entries])


def _iso(at: date | None) -> str | None:
    return at.isoformat() if at else None
