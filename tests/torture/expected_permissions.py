"""Who may do what: the requirements and the manuals, read once more for T8 and written down by hand.

Nothing here is computed from bot/procedure; where the two differ, one of them is wrong. The requirements have the first
word; where they name nobody, the manuals in docs/ do. Whoever is named:

    applicant        who opened the record
    leader           leader of the applicant's unit, or of the next one above; never the applicant (R45)
    unit:KIND        anybody who works in a unit of that kind        head:KIND      its leader
    role:ROLE        whoever has that role                           field:NAME     the person whom the form names
    in:NAME          anybody who works in the unit that the form names              head_of:NAME   its leader
    nobody           no person: another record brings it about

`but` names who may not, whatever they are: the applicant, or the person in that field of the form. An administrator or
an auditor does nothing of all this (1.2: they are no actors of the procedure)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class May:
    rule: str
    who: tuple[str, ...]
    but: tuple[str, ...] = ()


def may(rule: str, *who: str, but: str = "") -> May:
    return May(rule, who, tuple(but.split()))


QUALITY, SALES, HR = "unit:quality_dept", "in:tell_unit_id", "unit:hr_dept"
PRE, AFTER = ("research_institute", "market_dev_dept", "project_team"), (
    "sales_company", "branch_sales_dept", "service_unit", "service_centre",
)  # fmt: skip
"""R4; R5 with the units of R40 and R44."""
SUPPLIERS = ("make_ready", "buy_ready", "settle")

# The end of every case (R47, R48). The settled defaults: the owner (who opened it) proposes, the unit leader confirms;
# where leader or quality alone decide, they do.
CLOSING = {
    "determine": may("R47", "applicant"),
    "confirm_determination": may("R47", "leader", but="applicant"),
    "determine_leader": may("R47", "leader", but="applicant"),
    "determine_quality": may("R47", QUALITY),
    "await_action": may("R48", "nobody"),
}
# 8D: whoever opened it names its owner, who works on it and closes it once quality has verified it (never the owner);
# who reported the fault says whether it came back.
EIGHT_D = {
    "team": may("R48", "applicant"),
    "problem": may("R48", "field:owner_id"),
    "contain": may("R48", "field:owner_id"),
    "causes": may("R48", "field:owner_id"),
    "measures": may("R48", "field:owner_id"),
    "done": may("R48", "field:owner_id"),
    "prevent": may("R48", "field:owner_id"),
    "verify": may("R48", QUALITY, but="owner_id"),
    "close": may("R48", "field:owner_id"),
    "recurrence_30": may("R48", "field:reporter_id"),
    "recurrence_60": may("R48", "field:reporter_id"),
    "recurrence_90": may("R48", "field:reporter_id"),
}

STEPS: dict[str, dict[str, May]] = {
    "site_job": CLOSING
    | {
        "accept": may("R31", "field:engineer_id"),
        "work": may("R31", "field:engineer_id"),
        "report": may("T13", "field:engineer_id"),
        "sign_off": may("T12", "field:engineer_id"),
        "follow_up": may("T12", "field:engineer_id"),
    },
    "spare_part": CLOSING
    | {
        "review": may("R45", "leader", but="applicant"),
        "confirm": may("R46", QUALITY, but="applicant"),
        "sign": may("R36", QUALITY, but="applicant"),
        "approve": may("T4", "role:deputy_gm", but="applicant"),
        "make_ready": may("R37", "unit:manufacturing_dept"),
        "buy_ready": may("R37", "unit:purchasing_dept"),
        "settle": may("R37", "unit:finance_dept"),
        "ship": may("R37", "unit:manufacturing_dept", "unit:purchasing_dept"),
        "receive": may("T7", "applicant"),
        "send_old": may("T8", "applicant"),
        "confirm_waiver": may("T9", QUALITY, but="applicant"),
        "take_in": may("T10", QUALITY),
        "analyse_old": may("T10", QUALITY),
    },
    "late_delivery": CLOSING
    | {
        "tell": may("R33", SALES),
        "consent": may("R33", SALES),
        "revise": may("R33", "unit:manufacturing_dept"),
    },
    "quality_alert": {
        "acknowledge": may("R7", QUALITY),
        "contain": may("R7", "field:owner_id"),
        "analyse": may("R7", "field:owner_id"),
        "handle": may("R7", "field:owner_id"),
        "determine": may("R47", "field:owner_id"),
        "await_action": may("R48", "nobody"),
        "close": may("R7", "field:owner_id"),
    },
    "cpa": EIGHT_D,
    "customer_file": {
        "check": may("R15", "field:engineer_id", but="applicant"),
        "check_deputy": may("R15", "field:deputy_id", but="applicant"),
        "verify": may("R15", "in:care_unit_id"),
    },
    "visit": {
        "approve": may("R17", "role:management_rep", "role:general_manager", but="applicant"),
        "arrange": may("R18", "in:host_unit_id"),
        "report": may("R21", "applicant"),
        "answers": may("R20", "applicant"),
    },
    "customer_info": CLOSING
    | {
        "dispatch": may("R26", "unit:project_team"),
        "acknowledge": may("R24", "in:unit_id"),
        "reply": may("R24", "field:owner_id"),
        "await_alert": may("R25", "nobody"),
    },
    "data_request": CLOSING
    | {
        "research_institute": may("R9", "unit:research_institute"),
        "quality_dept": may("R30", QUALITY),
        "purchasing_dept": may("R10", "unit:purchasing_dept"),
        "branch_plant": may("R11", "unit:branch_plant"),
        "pass_on": may("R29", "unit:project_team"),
    },
    "training": {
        "plan": may("R12", HR),
        "agree": may("R12", "field:trainer_id"),
        "hold": may("R43", "field:trainer_id"),
        "effect": may("R43", "leader", but="trainer_id"),
    },
    "tool_loan": CLOSING
    | {
        "approve": may("R41", "head_of:owner_unit_id", but="applicant"),
        "hand_out": may("R41", "in:owner_unit_id"),
        "extension": may("R41", "head_of:owner_unit_id", but="applicant"),
        "return_tool": may("R41", "applicant"),
        "recheck": may("R41", QUALITY),
        "mend": may("R41", "in:owner_unit_id"),
    },
    "service_agreement": {
        "review": may("R39", "leader", but="applicant"),
        "approve": may("R39", "role:management_rep", but="applicant"),
        "end": may("R39", "applicant"),
    },
    "agreement_duty": {
        "fulfil": may("R39", "in:unit_id"),
        "verify": may("R39", QUALITY, but="fulfilled_by"),
    },
    "service_centre": {
        "verify": may("R39", QUALITY),
        "approve": may("R39", "head:quality_dept", but="applicant verified_by"),
    },
    "centre_finding": {
        "fix": may("R39", "in:centre_id"),
        "confirm": may("R39", QUALITY, but="fixed_by"),
    },
    "satisfaction": {"ask": may("T14", "field:asker_id"), "survey": may("T14", "field:asker_id")},
    "review": {
        "findings": may("R50", "head:quality_dept"),
        "approve": may("R50", "role:management_rep", but="applicant"),
    },
    "disposal": {
        "check": may("R51", "applicant"),
        "approve": may("R51", "role:management_rep", but="applicant"),
    },
}

# Which units open a record by themselves ("*": everybody who works; "head": whoever leads a unit); what is not named
# comes of another record.
OPENERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("site_job", "site_job"): ("*",),
    ("spare_part", "warranty_spare"): AFTER,
    ("spare_part", "oem_resupply"): ("research_institute", "market_dev_dept"),
    ("late_delivery", "late_delivery"): ("manufacturing_dept",),
    ("quality_alert", "quality_alert"): ("*",),
    ("cpa", "corrective"): ("quality_dept",),
    ("cpa", "unit_action"): ("head", "management"),
    ("customer_file", "new_customer"): ("project_team",),
    ("customer_file", "customer_change"): ("*",),
    ("visit", "visit"): ("project_team",),
    ("customer_info", "customer_info"): (*PRE, *AFTER),
    ("data_request", "data_request"): PRE,
    ("training", "own_training"): ("*",),
    ("training", "customer_training"): ("*",),
    ("tool_loan", "tool_loan"): (*PRE, *AFTER),
    ("service_agreement", "service_agreement"): ("sales_company", "branch_sales_dept", "service_unit", "project_team"),
    ("service_centre", "service_centre"): ("quality_dept", "service_unit"),
    ("disposal", "disposal"): ("quality_dept",),
}
