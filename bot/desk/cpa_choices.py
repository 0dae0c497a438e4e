"""The actions that a determination may link to instead of opening another one (R48)."""

from __future__ import annotations

from bot.desk import cpa, views
from bot.desk.model import Member, Option
from bot.procedure.engine import OPEN
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

FEW = 6


def known_actions(tx: Tx, member: Member, record: RecordRow, query: str = "") -> list[Option]:
    """The actions on the record's part that this person may see: those of the same failure, of the same customer and
    that are open first."""
    found = [a for a in cpa.on_part(tx, record.data.get("part_id")) if views.allowed(tx, member, a)]
    likely = sorted(found, key=lambda a: (not _same(a, record, "failure_code"), not _same(a, record, "customer_id"),
                                          a.state != OPEN))  # fmt: skip
    options = [Option(a.id, f"{a.number} · {a.data.get('title') or ''}"[:60]) for a in likely]
    return [o for o in options if query.casefold() in o.label.casefold()][:FEW]


def in_doubt(tx: Tx, member: Member, record: RecordRow) -> bool:
    """Whether somebody has to say if it is the same fault: the part has an action, and no failure code says it."""
    return cpa.same_fault(tx, record) is None and bool(known_actions(tx, member, record))


def _same(action: RecordRow, record: RecordRow, name: str) -> bool:
    return bool(record.data.get(name)) and action.data.get(name) == record.data[name]
