"""Who watches takes a record out with its proof: whether they may, now, and that they did."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from bot.desk import views
from bot.desk.archive import files_of
from bot.desk.house import House
from bot.desk.ledger import note
from bot.desk.model import Actor, Refused
from bot.procedure.permissions import may_export
from bot.procedure.words import N_
from bot.storage import evidence, idempotency, records, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

EXPORTED: Final = "exported"
"""The entry that says who took a record out."""
DAILY: Final = 20
LARGEST: Final = 45 * 1024 * 1024  # bytes; a bot may send 50 MB
TOO_BIG: Final = N_(
    "{number} with its files is larger than Telegram lets me send. Please ask whoever runs me for it: "
    "fieldclerk export --records {number}"
)


def allow(tx: Tx, house: House, actor: Actor, number: str) -> str:
    """Note that this person takes a record out; its number as it is on file. Refused for who may not, or not see it,
    for one that is too big to be sent, and for more than DAILY on one day of the company's calendar."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return str(before["number"])
    if not may_export(actor.member):
        raise Refused(N_("Only auditors and administrators take records out. Please ask one of them."))
    found = records.by_number(tx, number)
    record = views.visible(tx, actor.member, found.id if found else 0)
    if _size(tx, record) > LARGEST:
        raise Refused(TOO_BIG, number=record.number)
    if trail.count(tx, EXPORTED, actor.member.id, _midnight(tx, house)) >= DAILY:
        raise Refused(
            N_("You have taken out {most} records today, and that is the limit. Please go on tomorrow."), most=DAILY
        )
    note(tx, actor, EXPORTED, record)
    idempotency.keep(tx, actor.key, {"number": record.number})
    return record.number


def _size(tx: Tx, record: RecordRow) -> int:
    return sum(row.size or 0 for row in evidence.of_ids(tx, files_of(tx, record)))


def _midnight(tx: Tx, house: House) -> datetime:
    return datetime.combine(house.calendar.local_date(tx.now), time(), house.calendar.zone)
