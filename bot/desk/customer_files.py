"""Customer files: a change is seen beside the version in force, and comes into force when checked (R13 to R15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.customer_file import ANSWERS, CHANGE, CUSTOMER_FILE, NEW, VERIFY
from bot.procedure.customer_terms import PLAIN, is_strict, parts_of
from bot.procedure.file_versions import changed, differences, merged
from bot.procedure.kinds import Unreadable
from bot.procedure.people import Member, called
from bot.procedure.permissions import hidden_from, may_read_file
from bot.procedure.words import N_
from bot.storage import customer_files as files
from bot.storage import people, records, trail
from bot.storage.customer_master import in_master, put_in_force, tidied
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

ON_FILE_ALREADY = N_("This customer has a customer file already. Please report a change instead: /new.")
CLOSED_TO_YOU = N_(
    "The file of this customer is strictly confidential, and you have no dealings with them. Please tell the project "
    "team what changed."
)
AS_ON_FILE = N_("This is what is on file. Change what is new, or hand it in as it is: whoever checks it corrects it.")

NOT_CHECKED_YET = N_(
    "{name} reported a change of this file already: {number}. It is not checked yet; hand this in only if something "
    "else changed."
)


def readable(tx: Tx, member: Member, customer_id: int) -> dict[str, Any]:
    """What `member` may read of the file in force, as its answers (R40); {} if there is none, or not for them."""
    if files.version_in_force(tx, customer_id) is None or not is_open_to(tx, member, customer_id):
        return {}
    found, hidden = in_master(tx, customer_id), hidden_from(member, CUSTOMER_FILE)
    return {name: value for name, value in found.items() if name not in hidden}


def is_open_to(tx: Tx, member: Member, customer_id: int) -> bool:
    """Whether `member` may learn of this customer at all (R40)."""
    strict, dealings = is_strict(in_master(tx, customer_id)), files.known_to(tx, customer_id, member.unit_id)
    return may_read_file(member, strict=strict, dealings=dealings)


def closed_to(tx: Tx, member: Member) -> frozenset[int]:
    """The customers of whom `member` may not even learn that there is such a one (R40)."""
    if may_read_file(member, strict=True, dealings=False):
        return frozenset()
    return files.strict_strangers(tx, member.unit_id)


def known_file(tx: Tx, member: Member, customer_id: int) -> dict[str, Any]:
    """The file in force as answers, as far as `member` may read it; None for those that it does not have. Raises
    Unreadable for a file that is closed to them: the record of a change would show it."""
    if not is_open_to(tx, member, customer_id):
        raise Unreadable(CLOSED_TO_YOU)
    found = readable(tx, member, customer_id)
    return {name: found.get(name) for name in ANSWERS}


def compare_with_file(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """What a change would change, for whoever checks it. What it does not speak of stays as it is on file."""
    if data.get("route") == NEW:
        return data
    customer_id = data["customer_id"]
    number = data.get("base_version") or files.version_in_force(tx, customer_id)
    base = _version(tx, customer_id, number)
    full = {**data, **{name: data.get(name, base.get(name)) for name in ANSWERS}, "code": base.get("code")}
    compared = _compared(base, full) | {"code": None}  # who reads of a change knows the customer by its name
    care = _unit_of(tx, full.get("engineer_id")) if data.get("route") == VERIFY else None
    found = {"care_unit_id": care, **full, **compared, "base_version": number}
    return {name: value for name, value in found.items() if value is not None}


def not_changed_yet(tx: Tx, member: Member, route: str, data: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """What is said to whoever reports a change: that one is being checked already, or that they have entered none."""
    if route != CHANGE or not data.get("customer_id"):
        return None
    if (found := files.open_change(tx, data["customer_id"])) and (by := people.by_id(tx, found[1])):
        return NOT_CHECKED_YET, {"name": called(by.name, by.name_en, member.language), "number": found[0]}
    base = in_master(tx, data["customer_id"])
    named = [name for name in ANSWERS if name in data]
    return None if changed(base, data, named) else (AS_ON_FILE, {})


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    names = changed(before, after, ANSWERS)
    return {
        "changed": parts_of(names) or None,
        "differences": differences(before, after, ANSWERS, PLAIN) or None,
        "nothing_changed": True if not names else None,
    }


def _version(tx: Tx, customer_id: int, number: int | None) -> dict[str, Any]:
    found = files.version(tx, customer_id, number) if number else None
    return found.data if found else {}


def _unit_of(tx: Tx, person_id: int | None) -> int | None:
    member = people.by_id(tx, person_id)
    return member.unit_id if member else None


def file_in_force(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """What was checked is in force from now on, as a new version if it says anything new (R15)."""
    customer_id, before, after = _checked(tx, record)
    names = changed(before, after, ANSWERS)
    today = house.calendar.local_date(tx.now)
    if names:
        customer_id = put_in_force(tx, customer_id, after)
        kept = in_master(tx, customer_id)  # with the rows that its lines are from now on
        files.keep(tx, customer_id, kept, names, today, record_id=record.id, person_id=actor.member.id)
    elif customer_id is not None:
        files.verified(tx, customer_id, today)
    assert customer_id is not None
    version = files.version_in_force(tx, customer_id)
    _note(tx, actor, record, version, names)
    found = _compared(before, after) if before else {}
    told = {name: value for name, value in found.items() if value is not None}
    data = {n: v for n, v in record.data.items() if n not in {"changed", "differences", "nothing_changed"}}
    data |= told | {"customer_id": customer_id, "version": version}
    return records.change(tx, record, data=data, customer_id=customer_id)


def _checked(tx: Tx, record: RecordRow) -> tuple[int | None, dict[str, Any], dict[str, Any]]:
    """The customer, the file in force, and the file as it is to be: what came into force meanwhile is kept."""
    answers = {name: record.data.get(name) for name in ANSWERS}
    if record.route == NEW:
        customer_id = files.find(tx, record.data["code"])
        if customer_id is not None and files.version_in_force(tx, customer_id) is not None:
            raise Refused(ON_FILE_ALREADY)
        return customer_id, {}, tidied(answers)
    customer_id = record.data["customer_id"]
    current, base = in_master(tx, customer_id), _version(tx, customer_id, record.data.get("base_version"))
    theirs = answers | {"code": base.get("code")}
    return customer_id, current, tidied(merged(base, theirs, current, ANSWERS))


def _note(tx: Tx, actor: Actor, record: RecordRow, version: int | None, names: list[str]) -> None:
    trail.append(
        tx,
        "file_in_force",
        actor_id=actor.member.id,
        record_id=record.id,
        data={"version": version, "changed": names},
    )


def file_verified(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Found right: for another year. What was not right goes its own way as a change (R15)."""
    if record.data.get("nothing_changed") and not record.data.get("change"):
        files.verified(tx, record.data["customer_id"], house.calendar.local_date(tx.now))
    return record
