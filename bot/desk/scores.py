"""What a customer's low score brings about: the unit's leader learns of it, and may begin an action from it (T14)."""

from __future__ import annotations

from bot.desk import post
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.roles import Role
from bot.procedure.satisfaction import LOW
from bot.procedure.words import N_
from bot.storage import people, records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

FOUR = ("quality", "delivery", "service", "price")
_LOW = N_("The customer gave {score} of 5. {words}\nIf something must be done, begin an action from its details.")


def weigh_scores(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The lowest of a survey's scores is kept with them. The leader of whoever asked learns of a low one."""
    four = [record.data[name] for name in FOUR if record.data.get(name)]
    if four:
        record = records.change(tx, record, data={**record.data, "lowest": min(four)})
    lowest = min(four, default=record.data.get("score"))
    if lowest in LOW:
        _tell(tx, record, actor, lowest)
    return record


def _tell(tx: Tx, record: RecordRow, actor: Actor, score: int) -> None:
    words = post.excerpt(record.data.get("words") or record.data.get("opinion"))
    unit_ids = [actor.member.unit_id] if actor.member.unit_id else []
    leaders = people.matching(tx, unit_ids=unit_ids, roles=[Role.UNIT_LEADER.value]) if unit_ids else []
    for leader in leaders:
        if leader.id != actor.member.id:
            key = f"low:{record.id}"
            post.tell(tx, leader.id, key, _LOW, record_id=record.id, score=score, words=words)
