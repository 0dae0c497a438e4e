"""How a customer is reached: the channels of the customer file, for whoever has to tell them something (R23)."""

from __future__ import annotations

from typing import Any, Final

from bot.cards.view import Reach
from bot.desk.model import Member
from bot.procedure.late_delivery import Channel
from bot.procedure.people import called
from bot.storage.customer_master import reachable
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

MOST: Final = 3


def reach(tx: Tx, member: Member, record: RecordRow) -> tuple[Reach, ...]:
    """The contacts with the channel that each prefers; the portal as well, where nobody names it."""
    if record.customer_id is None:
        return ()
    portal, rows = reachable(tx, record.customer_id, record.site_id)
    found = [_reach(row, portal or "", member.language) for row in rows[:MOST]]
    if portal and all(one.address != portal for one in found):
        found.append(Reach("", Channel.PORTAL.label, portal))
    return tuple(found)


def _reach(row: Any, portal: str, language: str) -> Reach:
    name = called(row.name, row.name_en, language)
    match row.channel:
        case Channel.EMAIL:
            return Reach(name, Channel.EMAIL.label, row.email or row.phone or "")
        case Channel.PORTAL:
            return Reach(name, Channel.PORTAL.label, portal)
        case None:
            return Reach(name, Channel.PHONE.label, row.phone or "")
    return Reach(name, Channel(row.channel).label, row.phone or "")
