"""The register of briefings: who may be sent to a site with which product, and what a training adds (R28, R43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.desk import post
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Member, Option, Refused
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
CALLED: Final = N_("A training for you: {topic}.\n{day}, {place}. {trainer} trains.\nPlease keep the time free.")
FIXED: Final = N_("The day of the training is fixed: {topic}.\n{day}, {place}. {trainer} trains.")
WITHOUT: Final = N_("not briefed")
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


def flags_of(of: Chapter) -> tuple[str, ...]:
    """The fields of a chapter that are judged anew when a form is amended."""
    return FLAGS if of.sends[0] else ()


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
    plain = {name: value for name, value in record.data.items() if name not in FLAGS}
    return plain | {name: found[name] for name in FLAGS if name in found}


def warning(tx: Tx, member: Member, of: Chapter, data: Data, applicant_id: int) -> tuple[str, dict[str, Any]] | None:
    """Who lacks which briefing since when, as a sentence (msgid and values) for the one who sends them."""
    sent = {**data, of.sends[0]: data["transfer_to"]} if data.get("transfer_to") else data
    found = lacking(tx, of, sent, applicant_id, _today(tx, member)) if of.sends[0] else None
    if found is None:
        return None
    name = called(*people.names(tx, [found.person_id])[found.person_id], member.language)
    product = master.labels(tx, [("product", found.product_id)], member.language)["product", found.product_id]
    return (RAN_OUT if found.until else NEVER), {"name": name, "product": product, "day": found.until}


def _today(tx: Tx, member: Member) -> date:
    return tx.now.astimezone(ZoneInfo(member.zone)).date()


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


def end_briefings(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """A training that had no effect briefs nobody any longer (R43)."""
    if not record.data["effective"]:
        briefings.end(tx, record.id, house.calendar.local_date(tx.now) - timedelta(days=1))
    return record


def call_trainees(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Our own people learn when and where they are trained, and by whom; so does whoever asked for it."""
    called_up = {line["person_id"] for line in record.data.get("trainees") or []}
    for person_id in sorted((called_up | {record.created_by}) - {actor.member.id}):
        member = people.by_id(tx, person_id)
        if member is not None:
            said = _appointment(tx, record.data, member)
            text = CALLED if person_id in called_up else FIXED
            post.tell(tx, member.id, f"trainee:{record.id}:{record.round}", text, record_id=record.id, **said)
    return record


def _appointment(tx: Tx, data: Data, reader: Member) -> dict[str, str]:
    """What is taught, on which day, where and by whom, as `reader` reads it."""
    t, trainer = tongue_of(reader, tx), people.by_id(tx, data["trainer_id"])
    return {
        "topic": t(Topic(data["topic"]).label),
        "day": t.dated(date.fromisoformat(data["planned_on"])),
        "place": data["place"],
        "trainer": trainer.called(reader.language) if trainer else "",
    }


def marked(tx: Tx, member: Member, of: Chapter, field: str, data: Data, offered: list[Option]) -> list[Option]:
    """People who can be sent; of each who has no valid briefing for the product that it is so, in place of the unit."""
    if field != of.sends[0]:
        return offered
    t, today = tongue_of(member, tx), _today(tx, member)
    lacks = {o.value for o in offered if lacking(tx, of, {**data, field: o.value}, member.id, today)}
    without = t(WITHOUT)
    names = {o.value: o.label.split(" · ")[0] for o in offered}
    return [Option(o.value, f"{names[o.value]} · {without}") if o.value in lacks else o for o in offered]
