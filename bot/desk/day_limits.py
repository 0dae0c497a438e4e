"""What one person may open and send a day, counted where it is stored at the moment of the deed (security.md)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from bot.desk import rules
from bot.desk.house import House
from bot.desk.model import FileIn, Member, Refused
from bot.procedure.forms import Data
from bot.procedure.house_rules import MEGABYTES_A_DAY, RECORDS_A_DAY
from bot.procedure.roles import Urgency
from bot.procedure.words import N_
from bot.storage import evidence, records
from bot.storage.tx import Tx

MEGABYTE: Final = 2**20
TOO_MANY: Final = N_(
    "You have opened {most} records today, as many as one person may in a day. The form is kept: please hand it in "
    "tomorrow, or ask an administrator for a higher limit."
)
TOO_MUCH: Final = N_(
    "With this file you would have sent more than {most} MB today, which is the most in a day. Please send it smaller "
    "or tomorrow, or ask an administrator for a higher limit."
)


def may_open(tx: Tx, house: House, member: Member, data: Data) -> None:
    """Refused to whoever opened as many today as one may. With a stopped line nobody is kept waiting."""
    most = rules.a_day(tx, house, RECORDS_A_DAY)
    if not most or data.get("urgency") == Urgency.LINE_DOWN:
        return
    if records.opened_since(tx, member.id, _midnight(tx, house)) >= most:
        raise Refused(TOO_MANY, most=most)


def may_send(tx: Tx, house: House, member: Member, sent: FileIn, urgency: str | None) -> None:
    """Refused if the file is more than one may still send today. The same file sent again counts once."""
    most = rules.a_day(tx, house, MEGABYTES_A_DAY)
    if not most or urgency == Urgency.LINE_DOWN:
        return
    before = evidence.sent_since(tx, member.id, _midnight(tx, house), besides=sent.telegram_unique_id)
    if before + (sent.size or 0) > most * MEGABYTE:
        raise Refused(TOO_MUCH, most=most)


def _midnight(tx: Tx, house: House) -> datetime:
    """When the company's day began."""
    return datetime.combine(house.calendar.local_date(tx.now), time.min, house.calendar.zone)
