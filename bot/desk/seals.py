"""The trail's end, told every day to people who keep it outside the bot's reach (reliability.md 4.2)."""

from __future__ import annotations

from bot.desk.house import House, tongue_of
from bot.desk.model import Member
from bot.procedure.ladder import next_allowed
from bot.procedure.roles import Role, UnitKind
from bot.procedure.words import N_
from bot.storage import anchors, outbox, people
from bot.storage.tx import Tx

SEAL = N_(
    "🔏 Seal of the records, {day}: entry {seq}\n<code>{hash}</code>\n"
    "Please keep this message. It proves later that nothing before it was changed."
)


def seal(tx: Tx, house: House) -> int:
    """Note where the trail stands tonight and tell it in the morning; nothing when it has not moved. How many are
    told."""
    day = house.calendar.local_date(tx.now)
    noted = anchors.drop_anchor(tx, day)
    return sum(_tell(tx, house, keeper, *noted) for keeper in _keepers(tx)) if noted else 0


def _keepers(tx: Tx) -> list[Member]:
    """The management representative and quality's leader."""
    quality = people.matching(tx, unit_kinds=[UnitKind.QUALITY_DEPT.value], roles=[Role.UNIT_LEADER.value])
    return [*people.matching(tx, roles=[Role.MANAGEMENT_REP.value]), *quality]


def _tell(tx: Tx, house: House, keeper: Member, seq: int, digest: str) -> int:
    day = house.calendar.local_date(tx.now)
    values = {"day": tongue_of(keeper, tx).dated(day), "seq": seq, "hash": digest}
    return outbox.enqueue(
        tx,
        key=f"seal:{day}:{keeper.id}",
        kind="notice",
        person_id=keeper.id,
        params={"msgid": SEAL, "values": values},
        not_before=next_allowed(tx.now, house.personal_calendar(tx, keeper)),
    )
