"""The register of briefings: who may be sent to a site with which product, and what a training adds (R28, R43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.desk.house import House
from bot.desk.model import Actor, Member, Refused
from bot.procedure.chapters import chapter
from bot.procedure.forms import Data, is_empty
from bot.procedure.people import called
from bot.procedure.training import BRIEFS, OWN, Outcome, Topic
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter, Step
from bot.storage import briefings, master, people
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

COUNTS_NOT: Final = N_("A training counts only with its content and its result. Please record both.")
NEVER: Final = N_(
    "{name} has no briefing for {product}. You can hand this in all the same: the job is marked, and a training can be "
    "started from it."
)
RAN_OUT: Final = N_(
    "{name}'s briefing for {product} was valid until {day}. You can hand this in all the same: the job is marked, and "
    "a training can be started from it."
)
FLAGS: Final = ("unbriefed_id", "unbriefed_since")
"""The fields that keep on a record that somebody was sent without a valid briefing."""


@dataclass(frozen=True)
class Lacking:
    """Somebody without a valid briefing for a product. until: when the last one ran out; None: never had one."""

    person_id: int
    product_id: int
    until: date | None


def lacking(tx: Tx, of: Chapter, data: Data, applicant_id: int, today: date) -> Lacking | None:
    """Whether the one who is sent (the applicant, if nobody is named) lacks a briefing that is valid on that day."""
    who, product, on = of.sends
    product_id = data.get(product)
    if not product_id:
        return None
    person_id = data.get(who) or applicant_id
    day = max(today, date.fromisoformat(data.get(on) or today.isoformat()))
    until = briefings.valid_until(tx, person_id, product_id)
    return None if until and until >= day else Lacking(person_id, product_id, until)


def flagged(tx: Tx, house: House, of: Chapter, data: Data, applicant_id: int) -> dict[str, Any]:
    """The answers, and that somebody is sent without a valid briefing: no bar, but the record keeps it (R28)."""
    found = lacking(tx, of, data, applicant_id, house.calendar.local_date(tx.now)) if of.sends[0] else None
    plain = {name: value for name, value in data.items() if name not in FLAGS}
    if found is None:
        return plain
    since = {"unbriefed_since": found.until.isoformat()} if found.until else {}
    return {**plain, "unbriefed_id": found.person_id, **since}


def passed_on(tx: Tx, house: House, record: RecordRow, step: Step, to_id: int) -> dict[str, Any]:
    """The answers of a record of which somebody else takes the journey over, flagged for them."""
    of = chapter(record.kind)
    if not of.sends[0] or step.by.person_field != of.sends[0]:
        return record.data
    found = flagged(tx, house, of, {**record.data, of.sends[0]: to_id}, to_id)
    return {**record.data, **dict.fromkeys(FLAGS), **{name: found[name] for name in FLAGS if name in found}}


def warning(tx: Tx, member: Member, of: Chapter, data: Data, applicant_id: int) -> tuple[str, dict[str, Any]] | None:
    """Who lacks which briefing since when, as a sentence (msgid and values) for the one who sends them."""
    sent = {**data, of.sends[0]: data["transfer_to"]} if data.get("transfer_to") else data
    today = tx.now.astimezone(ZoneInfo(member.zone)).date()
    found = lacking(tx, of, sent, applicant_id, today) if of.sends[0] else None
    if found is None:
        return None
    name = called(*people.names(tx, [found.person_id])[found.person_id], member.language)
    product = master.labels(tx, [("product", found.product_id)], member.language)["product", found.product_id]
    return (RAN_OUT if found.until else NEVER), {"name": name, "product": product, "day": found.until}


def keep_briefings(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """A training that was held goes into the register, for those who passed; without content or result it does not
    count, and is not taken as held (R43)."""
    data = record.data
    if is_empty(data.get("content")) or is_empty(data.get("result")):
        raise Refused(COUNTS_NOT)
    if record.route == OWN and Topic(data["topic"]) in BRIEFS:
        for line in data["attendees"]:
            if line["outcome"] == Outcome.PASSED:
                _keep(tx, record, line["person_id"])
    return record


def _keep(tx: Tx, record: RecordRow, person_id: int) -> None:
    briefings.add(
        tx,
        person_id=person_id,
        product_id=record.data["product_id"],
        record_id=record.id,
        since=date.fromisoformat(record.data["held_on"]),
        valid_until=date.fromisoformat(record.data["valid_until"]),
    )
