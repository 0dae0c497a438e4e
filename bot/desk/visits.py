"""What a visit brings about beside its own steps: who hosts it and by when, answers that are still due (R17 to R21)."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.desk import post
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.people import called
from bot.procedure.roles import UnitKind
from bot.procedure.spans import WorkingDays
from bot.procedure.visit_form import Reply
from bot.procedure.words import N_
from bot.storage import people, records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

NO_HOST = N_("There is no department of the kind that hosts visits. Please ask your administrator to set it up.")
LEAVES_TOO_EARLY = N_("They arrive on {arrival}. Please enter that day or a later one.")
EVE = WorkingDays(-1)
APPROVED = N_("The visit is approved. You can confirm it to the customer; {host} arranges the reception.")
ARRANGED = N_("The reception is arranged.\nLodging: {lodging}\nTravel: {travel}\nMeals: {meals}\nRoom: {room}")


def plan_visit(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """Who hosts (a house rule) and by when it is to be arranged; whether the visit was applied for late: those who
    approve it are told, and nobody is kept from coming."""
    host = people.first_unit(tx, UnitKind(house.rule("visit_host")))
    if host is None:
        raise Refused(NO_HOST)
    calendar = house.company_calendar(tx)
    arrival = calendar.closing(date.fromisoformat(data["arrives_on"]))
    late = house.limit("visit_application").after(arrival, calendar) < tx.now
    return {
        **data,
        "host_unit_id": host,
        "arrange_by": calendar.local_date(EVE.after(arrival, calendar)).isoformat(),
        "short_notice": late or None,
        "approve_by": calendar.local_date(tx.now).isoformat() if late else None,
    }


def not_before_arrival(tx: Tx, data: Data, value: str) -> None:
    """Visitors do not leave before they come."""
    arrival = data.get("arrives_on")
    if arrival and value < arrival:
        raise Unreadable(LEAVES_TOO_EARLY, arrival=date.fromisoformat(arrival))


def questions_of_visit(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The first answer that is still owed sets the date by which the open questions are answered (R20); the card of
    that step names them."""
    owed = [line for line in record.data.get("questions") or [] if line["reply"] == Reply.LATER]
    if not owed:
        return record
    named = " / ".join(line["question"] for line in owed)
    due = min(line["due_on"] for line in owed)
    return records.change(tx, record, data={**record.data, "answers_due": due, "still_open": named})


def tell_visit_approved(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Whoever applied can invite the customer now, and knows who hosts (R18)."""
    applicant, host = people.by_id(tx, record.created_by), people.unit_row(tx, record.data["host_unit_id"])
    if applicant is not None and host is not None:
        named = called(host.name, host.name_en, applicant.language)
        key = f"visit_approved:{record.id}:{record.round}"
        post.tell(tx, applicant.id, key, APPROVED, record_id=record.id, host=named)
    return record


def tell_visit_arranged(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Whoever applied can tell the visitors where they stay and how they come (R18)."""
    said = {name: record.data[name] for name in ("lodging", "travel", "meals", "room")}
    key = f"visit_arranged:{record.id}:{record.round}"
    post.tell(tx, record.created_by, key, ARRANGED, record_id=record.id, **said)
    return record
