"""Corrective and preventive action, as an 8D (R47, R48, T15): D0 to D8, each with its own clock.

Whoever did not own it verifies it; 30, 60 and 90 days after its end the one who reported the fault is asked whether it
came back. What came back goes to D4 again: the causes were not the right ones."""

from __future__ import annotations

from typing import Any

from bot.procedure.cpa_form import CORRECTIVE, ActionType, CorrectiveAction
from bot.procedure.forms import given
from bot.procedure.roles import Role, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Route,
    Stage,
    Start,
    Step,
    applicant,
    holder_of,
    in_order,
    named,
    staff_of,
)

# What is found out anew when the action did not help: nothing of the last round may pass for its proof.
ANEW = (
    "occurrence_whys", "escape_whys", "evidence", "occurrence_cause", "escape_cause", "measures", "error_proof",
    "error_proof_why", "done_on", "proof", "break_point", "fmea_reviewed", "fmea_what", "fmea_why_not", "read_across",
    "effective", "verified_how", "verified_proof", "verified_at", "accepted", "accepted_proof", "finished_at",
    "disproved_by",
)  # fmt: skip


def _report(name: str, label: str, done: str) -> tuple[Action, Action]:
    """The one button of a D, and passing it on."""
    return (Action(name, label, done, style="success", asks=name), TRANSFER)


def _anew(name: str, label: str, done: str, **more: Any) -> Action:
    """Back to D4: the causes were not the right ones. The clocks start anew."""
    return Action(name, label, done, Goes.TO, "danger", to="causes", stamps=("clock_at",), empties=ANEW, **more)


EFFECTIVE = Action(
    "effective",
    N_("Effective"),
    N_("{name} verified that it works"),
    style="success",
    asks="verify",
    sets=(("effective", True),),
    stamps=("verified_at",),
)
NOT_EFFECTIVE = _anew(
    "not_effective",
    N_("Not effective"),
    N_("{name}: not effective, back to the causes"),
    reason=True,
    reasons=(N_("The fault still occurs"), N_("Not done as planned"), N_("Not proved")),
)
CLOSE = Action(
    "close",
    N_("Close the action"),
    N_("{name} closed the action (D8)"),
    style="success",
    asks="close",
    stamps=("finished_at",),
)
REFUSED = _anew(
    "refused",
    N_("Customer refuses it"),
    N_("{name}: the customer refused the report"),
    reason=True,
    reasons=(N_("Root cause not convincing"), N_("Measures do not suffice"), N_("Proof is missing")),
)
STAYED_AWAY = Action("stayed_away", N_("Did not come back"), N_("{name}: it did not come back"), style="success")
CAME_BACK = _anew("came_back", N_("It came back"), N_("{name}: it came back"), asks="recurrence")

OWNER = named("owner_id")
QUALITY = staff_of(UnitKind.QUALITY_DEPT)
SLOWER = (given("sub_supplier", True), "root_cause_sub_supplier")


def _asked_after(days: int, title: str) -> Step:
    return Step(
        f"recurrence_{days}",
        title,
        named("reporter_id"),
        (STAYED_AWAY, CAME_BACK, TRANSFER),
        rule="R48",
        task=N_("say whether the fault came back"),
        deadline="recurrence_answer",
        clock_field="finished_at",
        sleeps=f"recurrence_{days}",
    )


MEASURE = Step(
    "measure",
    N_("measure"),
    named("person_id"),
    (Action("measure_done", N_("Measure is done"), N_("{name}: the measure is done"), style="success"), TRANSFER),
    rule="R48",
    task=N_("carry out the measure"),
    due_field="due_on",
    line_of="measures",
    chain=False,
)


def _d(key: str, title: str, task: str, actions: tuple[Action, ...], deadline: str, **more: Any) -> Step:
    """A D of the owner, counted from when the fault was received, or from when the causes were sought anew."""
    return Step(key, title, OWNER, actions, "R48", deadline, clock_field="clock_at", task=task, **more)


TEAM = Step(
    "team",
    N_("D1 team"),
    applicant(),
    _report("team", N_("Name the team"), N_("{name} named the team")),
    rule="R48",
    task=N_("name owner and team (D1)"),
    deadline="approval_step",
    effects=("call_team",),
)
PROBLEM = Step(
    "problem",
    N_("D2 problem"),
    OWNER,
    _report("problem", N_("Describe the problem"), N_("{name} described the problem")),
    rule="R48",
    task=N_("describe the problem (D2)"),
    deadline="approval_step",
)
RECURRENCE = (_asked_after(30, N_("30 days")), _asked_after(60, N_("60 days")), _asked_after(90, N_("90 days")))
REST = (
    _d(
        "contain",
        N_("D3 containment"),
        N_("contain the fault (D3)"),
        _report("contain", N_("Record containment"), N_("{name} recorded the containment")),
        "containment",
        slower=(given("contained_at"), "root_cause"),  # the alert kept the 24 hours; here are the places of stock
        when=(CORRECTIVE,),
    ),
    _d(
        "causes",
        N_("D4 causes"),
        N_("find the root causes (D4)"),
        _report("causes", N_("Find the causes"), N_("{name} found the root causes")),
        "root_cause",
        slower=SLOWER,
        effects=("root_causes",),
    ),
    _d(
        "measures",
        N_("D5 measures"),
        N_("choose the measures (D5)"),
        _report("measures", N_("Choose the measures"), N_("{name} chose the measures")),
        "root_cause",
        slower=SLOWER,
    ),
    _d(
        "done",
        N_("D6 in place"),
        N_("put the measures in place (D6)"),
        _report("done", N_("Measures are in place"), N_("{name}: the measures are in place")),
        "actions_done",
        parts=(MEASURE,),  # each by its own day; the owner says with a proof that all are in place
    ),
    _d(
        "prevent",
        N_("D7 prevention"),
        N_("prevent it elsewhere (D7)"),
        _report("prevent", N_("Record the prevention"), N_("{name} recorded the prevention")),
        "closed",
    ),
    Step(
        "verify",
        N_("effectiveness"),
        QUALITY,
        (EFFECTIVE, NOT_EFFECTIVE, TRANSFER),
        rule="R48",
        task=N_("verify the effectiveness"),
        deadline="closed",
        clock_field="clock_at",
        not_by=("owner_id",),
    ),
    _d(
        "close",
        N_("D8 close"),
        N_("close the action (D8)"),
        (CLOSE, REFUSED, TRANSFER),
        "closed",
    ),
    *RECURRENCE,
)
EIGHT_D: tuple[Stage, ...] = in_order(TEAM, PROBLEM, *REST)
IS_CORRECTIVE = (("action_type", ActionType.CORRECTIVE.value),)

CPA = Chapter(
    kind="cpa",
    prefix="CA",
    emoji="🧭",
    title=N_("Corrective or preventive action"),
    form=CorrectiveAction,
    opened_word=N_("D0"),
    rules=("R1", "R3", "R47", "R48", "T15"),
    retention="cpa_3y",
    opening_effects=("begin_action",),
    withdrawable=False,  # what was determined is carried out (R48)
    starts=(
        Start("site_job", "site_job"),
        Start("quality_alert", "quality_alert"),
        Start("training", "own_training"),
        Start("training", "customer_training"),
    ),
    routes=(
        Route(
            "corrective",
            N_("Corrective action (8D)"),
            QUALITY,
            EIGHT_D,
            rule="R48",
            fixed=IS_CORRECTIVE,
        ),
        Route(
            "unit_action",
            N_("Corrective or preventive action"),
            holder_of(Role.UNIT_LEADER, Role.MANAGEMENT_REP, Role.DEPUTY_GM, Role.GENERAL_MANAGER),
            EIGHT_D,
            rule="R48",
        ),
        Route("from_case", N_("Corrective action"), QUALITY, EIGHT_D, "R47", IS_CORRECTIVE, menu=False),
        # The same fault after the action was closed: owner, team and problem are known, the rest is done anew.
        Route("again", N_("Corrective action"), QUALITY, in_order(*REST), "R48", IS_CORRECTIVE, menu=False),
    ),
)
