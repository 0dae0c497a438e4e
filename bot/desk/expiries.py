"""Briefings that are about to run out: who has them and the leader above them are told in time (R28, R43)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.desk import post
from bot.desk.chasing import leaders_above
from bot.desk.house import House, tongue_of
from bot.procedure.people import Member
from bot.procedure.words import N_
from bot.storage import briefings, master, people
from bot.storage.briefings import Briefed
from bot.storage.tx import Tx

AHEAD: Final = timedelta(days=30)
"""So long before a briefing runs out it is said: time enough for a training."""
OWN: Final = N_("Your briefing for {product} is valid until {day}. Please ask for a training in time: /new.")
OTHERS: Final = N_(
    "{name}'s briefing for {product} is valid until {day}. Without a training before then, nobody should send them to "
    "a site with it: /new."
)


def sweep_briefings(tx: Tx, house: House) -> int:
    """Tell of what runs out within a month, in working hours. How many people were told; each of each briefing once,
    for what was said is in the rows."""
    calendar = house.company_calendar(tx)
    if not calendar.is_working(tx.now):
        return 0
    today = calendar.local_date(tx.now)
    ending = [line for line in briefings.register(tx) if today <= line.valid_until <= today + AHEAD]
    staff = people.by_ids(tx, [line.person_id for line in ending])
    return sum(_tell(tx, staff[line.person_id], line) for line in ending if line.person_id in staff)


def _tell(tx: Tx, member: Member, line: Briefed) -> int:
    told = [(member, OWN), *((leader, OTHERS) for leader in leaders_above(tx, [member]))]
    return sum(_tell_one(tx, reader, member, line, msgid) for reader, msgid in told)


def _tell_one(tx: Tx, reader: Member, member: Member, line: Briefed, msgid: str) -> bool:
    product = master.labels(tx, [("product", line.product_id)], reader.language)["product", line.product_id]
    key = f"briefing:{line.person_id}:{line.product_id}:{line.valid_until}"
    day, name = tongue_of(reader, tx).dated(line.valid_until), member.called(reader.language)
    return post.tell(tx, reader.id, key, msgid, product=product, day=day, name=name)
