"""What else happens when a record is handed in or a step is done, beyond the record itself. Chapters name these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.desk import (
    agreements,
    archive,
    briefings,
    centre_verdicts,
    cpa,
    customer_files,
    data_requests,
    post,
    scores,
    tools,
    visits,
)
from bot.desk.casework import facts
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.desk.warranty import judge_warranty
from bot.procedure.house_rules import Informs
from bot.procedure.late_delivery import Consent
from bot.procedure.roles import Role, UnitKind
from bot.procedure.spare_part_form import Received
from bot.procedure.words import N_
from bot.storage import master, people, records, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

Preparing = Callable[[Tx, House, dict[str, Any]], dict[str, Any]]
Effect = Callable[[Tx, House, RecordRow, Actor], RecordRow]


def take_order_line(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """A delay notice knows its customer, part, responsible unit and promised date from the order line (R33)."""
    line = master.line(tx, data["order_line_id"])
    if line is None or line.delivered_on is not None:
        raise Refused(N_("This order line is delivered or gone. Please pick another one."))
    calendar = house.company_calendar(tx)
    latest = house.limit("delay_notice_latest").after(calendar.closing(line.promised_date), calendar)
    return {
        **data,
        **({"short_notice": True} if latest < tx.now else {}),
        "customer_id": line.customer_id,
        "part_id": line.part_id,
        "tell_unit_id": _informs(tx, house, line.unit_id),
        "promised_date": line.promised_date.isoformat(),
    }


def _informs(tx: Tx, house: House, sales_unit: int | None) -> int | None:
    """The unit that tells the customer; where the order names none, the project team."""
    match house.rule("delay_notice_by"):
        case Informs.MANUFACTURING:
            return people.first_unit(tx, UnitKind.MANUFACTURING_DEPT)
        case Informs.PROJECT_TEAM:
            return people.first_unit(tx, UnitKind.PROJECT_TEAM)
    return sales_unit or people.first_unit(tx, UnitKind.PROJECT_TEAM)


def judge_amount(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """Whether a warranty part's amount needs the deputy general manager (T4; off until an amount is set)."""
    price = master.part_price(tx, data["part_id"]) or 0
    limit = house.rule("deputy_gm_amount")
    return {**data, "over_limit": limit > 0 and price * data["qty"] > limit}


def receive_info(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """Where nobody said when information was received, it is now: the clocks to the customer run from then (R22)."""
    return {"received_at": tx.now.isoformat(), **data}


def customer_answer(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The customer's answer to a delay: consent moves the promised date, a refusal leaves it and goes to the management
    representative (R33)."""
    if record.data.get("consent") == Consent.REFUSED:
        to = [Role.MANAGEMENT_REP.value] if facts(record)["rule.refusal_escalates"] else []
        told = {"reason": "refusal_reason", "action": "next_action"}
        said = {name: post.excerpt(record.data.get(field)) or "–" for name, field in told.items()}
        for member in people.matching(tx, roles=to) if to else []:
            post.tell(tx, member.id, f"refused:{record.id}:{record.round}", _REFUSED, record_id=record.id, **said)
        return record
    line_id = record.data["order_line_id"]
    moved = date.fromisoformat(record.data["new_date"])
    master.change_line(tx, line_id, promised_date=moved, asked_t5_at=None, asked_t2_at=None, **master.UNANSWERED)
    trail.append(
        tx,
        "promised_date_moved",
        actor_id=actor.member.id,
        record_id=record.id,
        data={"line": line_id, "from": record.data["promised_date"], "to": record.data["new_date"]},
    )
    return records.get(tx, record.id) or record


def receipt_in_doubt(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """What arrives damaged or incomplete is said to who shipped it; what is missing, to quality too, which gets an
    alert of what is damaged (T7)."""
    said = _ARRIVED.get(record.data.get("received_state") or "")
    if said is None:
        return record
    told = {i.done_by for i in records.items(tx, record.id) if i.step == "ship" and i.done_by}
    if said is _SHORT:
        told |= {m.id for m in people.matching(tx, unit_kinds=[UnitKind.QUALITY_DEPT.value])}
    for person_id in told - {actor.member.id}:
        key = f"receipt:{record.id}:{record.round}"
        post.tell(tx, person_id, key, said, record_id=record.id, what=post.excerpt(record.data.get("receipt_fault")))
    return record


_SHORT = N_("It arrived incomplete: {what}\nPlease check what was sent. The applicant can open a further notice.")
_DAMAGED = N_("It arrived damaged: {what}\nPlease check packing and carrier. Quality has an alert about it.")
_ARRIVED = {Received.SHORT.value: _SHORT, Received.DAMAGED.value: _DAMAGED}
_REFUSED = N_(
    "The customer refused the new date: {reason}\nNext action: {action}\n"
    "The promised date stays. Manufacturing decides how it goes on."
)

PREPARING: dict[str, Preparing] = {
    "list_past_due": archive.list_past_due,
    "take_order_line": take_order_line,
    "judge_amount": judge_amount,
    "judge_warranty": judge_warranty,
    "compare_with_file": customer_files.compare_with_file,
    "begin_action": cpa.begin_action,
    "plan_visit": visits.plan_visit,
    "know_tool": tools.know_tool,
    "route_lines": data_requests.route_lines,
    "receive_info": receive_info,
}
EFFECTS: dict[str, Effect] = {
    "dispose": archive.dispose,
    "place_hold": archive.place_hold,
    "lift_hold": archive.lift_hold,
    "customer_answer": customer_answer,
    "receipt_in_doubt": receipt_in_doubt,
    "file_in_force": customer_files.file_in_force,
    "file_verified": customer_files.file_verified,
    "link_action": cpa.link_action,
    "call_team": cpa.call_team,
    "weigh_scores": scores.weigh_scores,
    "tell_centre": centre_verdicts.tell_centre,
    "root_causes": cpa.root_causes,
    "questions_of_visit": visits.questions_of_visit,
    "tell_visit_approved": visits.tell_visit_approved,
    "tell_visit_arranged": visits.tell_visit_arranged,
    "agreement_verified": agreements.agreement_verified,
    "ends_early": agreements.ends_early,
    "duty_verified": agreements.duty_verified,
    "tool_out": tools.tool_out,
    "tool_back": tools.tool_back,
    "tool_checked": tools.tool_checked,
    "tool_written_off": tools.tool_written_off,
    "log_provided": data_requests.log_provided,
    "log_passed_on": data_requests.log_passed_on,
    "call_trainees": briefings.call_trainees,
    "keep_briefings": briefings.keep_briefings,
    "end_briefings": briefings.end_briefings,
}
