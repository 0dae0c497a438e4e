"""Service agreements: every duty is verified for its effectiveness in time, or that is a finding (R39)."""

from __future__ import annotations

from datetime import date

from bot.desk import post
from bot.desk.casework import holders
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Member, Refused
from bot.procedure.engine import DONE, OPEN
from bot.procedure.roles import Role
from bot.procedure.service_agreement import AGREEMENT_DUTY, EARLY_END, SERVICE_AGREEMENT
from bot.procedure.words import N_
from bot.storage import people, records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

_UNVERIFIED = N_("Not verified yet: {numbers}. An agreement ends only when each of its duties has its verification.")
_FINDING = N_("It was to be verified by {day} and was not: that is a finding. Next: {next}.")
_FROM_THERE = N_("Please open the details of the agreement that is to end, and start from there.")
_HOLDERS_ONLY = N_("Only who holds the agreement, or the leader of their unit, ends it early. Please tell one of them.")
_ASKED_ALREADY = N_("{number} asks for its end already.")
_USELESS = N_("Verified: it does not work. {how}\nQuality begins a corrective action.")


def agreement_verified(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """No agreement ends with a duty that was not verified (section 1.4, rule 8)."""
    lacking = [duty.number for duty in duties_of(tx, record) if not _is_verified(duty)]
    if lacking:
        raise Refused(_UNVERIFIED, numbers=", ".join(lacking))
    return record


def duty_verified(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The agreement says how many of its duties are verified. Who agreed on one that does not work, and who fulfilled
    it, are told."""
    agreement = records.get(tx, record.origin_id) if record.origin_id else None
    if agreement is not None:
        _count(tx, house, agreement)
    if record.data.get("effective") is False:
        how = post.excerpt(record.data.get("verified_how"))
        for person_id in {record.created_by, record.data["fulfilled_by"]} - {actor.member.id}:
            post.tell(tx, person_id, f"useless:{record.id}", _USELESS, record_id=record.id, how=how)
    return record


def sweep_agreements(tx: Tx, house: House) -> int:
    """Put down as findings what was not verified in time. How many agreements changed."""
    running = (a for a in records.of_kind(tx, SERVICE_AGREEMENT.kind) if a.state == OPEN)
    return sum(_count(tx, house, agreement) for agreement in running)


def unverified(tx: Tx, until: date) -> int:
    """How many duties were to be verified before `until` and are not: findings for the review (R50)."""
    found = (duty for duty in records.of_kind(tx, AGREEMENT_DUTY.kind) if duty.state == OPEN)
    return sum(not _is_verified(duty) and duty.data["verify_on"] < until.isoformat() for duty in found)


def ends_early(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """An early end says of which agreement it is. Refused unless it was begun from one in force, by who holds it or
    leads their unit, once."""
    agreement = records.get(tx, record.origin_id) if record.origin_id else None
    if agreement is None or agreement.state != OPEN or not agreement.data.get("in_force_at"):
        raise Refused(_FROM_THERE)
    leads = actor.member.role is Role.UNIT_LEADER and actor.member.unit_id == agreement.unit_id
    if actor.member.id != agreement.created_by and not leads:
        raise Refused(_HOLDERS_ONLY)
    before = [r for r in _ends_of(tx, agreement) if r.state in {OPEN, DONE} and r.id != record.id]
    if before:
        raise Refused(_ASKED_ALREADY, number=before[0].number)
    whose = {"customer_id": agreement.data["customer_id"]}
    return records.change(tx, record, data={**record.data, **whose, "ends": agreement.number}, **whose)


def approved_end(tx: Tx, agreement: RecordRow) -> RecordRow | None:
    """Its early end, if one was approved."""
    return next((r for r in _ends_of(tx, agreement) if r.state == DONE), None)


def _ends_of(tx: Tx, agreement: RecordRow) -> list[RecordRow]:
    return [r for r in records.spawned(tx, agreement.id) if r.kind == agreement.kind and r.route == EARLY_END]


def duties_of(tx: Tx, agreement: RecordRow) -> list[RecordRow]:
    """The duties of an agreement, as the records that they are."""
    return [r for r in records.spawned(tx, agreement.id) if r.kind == AGREEMENT_DUTY.kind]


def _is_verified(duty: RecordRow) -> bool:
    return duty.state == DONE  # which only its verification makes it


def _was_verified(duty: RecordRow) -> bool:
    """Once at least: what goes on for years is verified again."""
    return bool(duty.data.get("verified_at")) or _is_verified(duty)


def _late(tx: Tx, house: House, duty: RecordRow) -> bool:
    verify_by = house.company_calendar(tx).closing_from(date.fromisoformat(duty.data["verify_on"]))
    return not _is_verified(duty) and verify_by < tx.now


def _count(tx: Tx, house: House, agreement: RecordRow) -> bool:
    """Whether what the agreement says of its duties changed."""
    duties = duties_of(tx, agreement)
    late = [duty for duty in duties if _late(tx, house, duty)]
    found = {"duties_verified": sum(map(_was_verified, duties)), "findings": len(late) or None}
    if not duties or all(agreement.data.get(name) == value for name, value in found.items()):
        return False
    data = {name: value for name, value in {**agreement.data, **found}.items() if value is not None}
    post.redraw(tx, records.change(tx, agreement, data=data))
    for duty in late:
        _tell(tx, agreement, duty)
    return True


def _tell(tx: Tx, agreement: RecordRow, duty: RecordRow) -> None:
    """The applicant and the management representative learn of a finding, once."""
    above = [member.id for member in people.matching(tx, roles=[Role.MANAGEMENT_REP.value])]
    verify_on = date.fromisoformat(duty.data["verify_on"])
    for reader in people.by_ids(tx, {agreement.created_by, *above}).values():
        said = {"day": tongue_of(reader, tx).day(verify_on), "next": _next_up(tx, reader, duty)}
        post.tell(tx, reader.id, f"finding:{duty.id}:{verify_on}", _FINDING, record_id=duty.id, **said)


def _next_up(tx: Tx, reader: Member, duty: RecordRow) -> str:
    """Verify the effectiveness (Quality): what is owed of a duty and by whom, as `reader` says it."""
    t = tongue_of(reader, tx)
    for item in records.items(tx, duty.id, only_open=True):
        step = AGREEMENT_DUTY.step(duty.route, item.step)
        found = [h.member for h in holders(tx, duty, item, step) if h.behalf is None]
        names = [m.called(reader.language) if len(found) == 1 else m.unit_called(reader.language) for m in found[:1]]
        return t.aside(t(step.owed), names[0]) if names else t(step.owed)
    return ""
