"""R47, R48: before a record is archived, somebody determines whether a corrective or preventive action is needed.

The owner proposes and the unit leader confirms, unless the house has either alone or quality determine (a setting); for
quality cases the quality department decides, in the alert. YES opens the action, or links to the one that the same
fault has already; the case is archived with that link, or stays open until the action is verified (a setting)."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.forms import Form, When, ask, given, stamped, unless
from bot.procedure.house_rules import Determination, follows
from bot.procedure.kinds import ActionId, Text, YesOrNo
from bot.procedure.roles import UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    ASK,
    CONFIRM,
    RETURN,
    TRANSFER,
    Action,
    Goes,
    Performer,
    Spawn,
    Step,
    applicant,
    leader_of_applicant,
    staff_of,
)

NO_ACTION_REASONS = (
    N_("One-off, solved"),
    N_("Cause known and already removed"),
    N_("Not a fault of ours"),
    N_("Nothing went wrong"),
)
ACTION_REASONS = (  # T15
    N_("Same fault came before"),
    N_("Safety"),
    N_("A whole batch is affected"),
    N_("OEM demands an 8D"),
    N_("Line stopped"),
    N_("Too many parts without a fault found"),
    N_("Delay caused by us"),
)


class Determined(Form):
    """The recorded decision of R47."""

    cpa_needed: YesOrNo = stamped(N_("Corrective or preventive action needed"), card=True)
    same_as: ActionId = ask(
        "determine",
        N_("Same fault as"),
        N_("This part has an action already. Is it the same fault? Then tap it, otherwise skip."),
        need="should",
        when=given("known_actions"),
        card=True,
    )
    cpa_reason: Text = stamped(N_("Reason of the determination"), card=True)
    action_was_closed: YesOrNo = stamped(N_("Came again after the action was closed"))


NO_ACTION_NEEDED = Action(
    "no_action",
    N_("No action needed"),
    N_("{name}: no action needed"),
    style="success",
    reason=True,
    reasons=NO_ACTION_REASONS,
    reason_to="cpa_reason",
    sets=(("cpa_needed", False),),
    empties=("same_as",),
)
ACTION_NEEDED = Action(
    "action_needed",
    N_("Action needed"),
    N_("{name}: action needed"),
    style="primary",
    asks="determine",
    reason=True,
    reasons=ACTION_REASONS,
    reason_to="cpa_reason",
    sets=(("cpa_needed", True),),
    empties=("same_as",),
)
# Only the determination is made anew: what was done, shipped and signed before it stays.
DETERMINE_AGAIN = replace(
    RETURN,
    goes=Goes.TO,
    to="determine",
    reasons=(N_("Details are missing"), N_("Same fault came before"), N_("A whole batch is affected")),
)
VERIFIED = Action("verified", N_("Verified"), N_("The action was verified"))

# R48: nobody is asked; the desk goes on once the action is verified.
AWAIT_ACTION = Step(
    "await_action",
    N_("action verified"),
    applicant(),
    (VERIFIED,),
    rule="R48",
    when=(given("cpa_needed", True), follows("cpa_keeps_case_open", True)),
    waits=True,
)

NOT_QUALITY = unless("quality_info", True)
BY_OWNER, BY_LEADER, BY_QUALITY = (follows("determination", who.value) for who in Determination)


def _alone(key: str, by: Performer, when: When) -> Step:
    """Somebody other than the owner determines, and nobody confirms it."""
    return Step(
        key,
        N_("determination"),
        by,
        (NO_ACTION_NEEDED, ACTION_NEEDED, ASK, TRANSFER),
        rule="R47",
        task=N_("determine whether action is needed"),
        deadline="cpa_determination",
        when=(NOT_QUALITY, when),
        effects=("link_action",),
    )


CLOSING = (
    Step(
        "determine",
        N_("determination"),
        applicant(),
        (NO_ACTION_NEEDED, ACTION_NEEDED),
        rule="R47",
        task=N_("determine whether action is needed"),
        deadline="cpa_determination",
        when=(NOT_QUALITY, BY_OWNER),
    ),
    Step(
        "confirm_determination",
        N_("confirmation"),
        leader_of_applicant(),
        (CONFIRM, DETERMINE_AGAIN, ASK, TRANSFER),
        rule="R47",
        task=N_("confirm the determination"),
        deadline="approval_step",
        when=(NOT_QUALITY, BY_OWNER),
        approval=True,
        effects=("link_action",),
    ),
    _alone("determine_leader", leader_of_applicant(), BY_LEADER),
    _alone("determine_quality", staff_of(UnitKind.QUALITY_DEPT), BY_QUALITY),
    AWAIT_ACTION,
)

_TITLES = ("title", "symptom_found", "symptom_told", "complaint", "cause", "duty", "cpa_reason")
"""What says best what the matter is, the first that there is."""

CARRIED = (
    ("customer_id", "customer_id"),
    ("site_id", "site_id"),
    ("part_id", "part_id"),
    ("product_id", "product_id"),
    ("failure_code", "failure_code"),
    ("safety", "safety"),
    ("trigger", "cpa_reason"),
    ("received_at", "received_at"),
    ("clock_at", "verified_at"),  # of a duty: that it does not work was found then, not when it was agreed
    ("clock_at", "created_at"),
    ("contained_at", "contained_at"),
    ("reporter_id", "engineer_id"),
    ("reporter_id", "created_by"),
    ("repeat_of", "same_as"),
    *(("title", field) for field in _TITLES),
)


def opens_action(at: str) -> tuple[Spawn, ...]:
    """What a confirmed YES brings about: an action, or a further one if that of the same fault is closed already."""
    needed = given("cpa_needed", True)
    first, again = unless("same_as"), given("action_was_closed", True)
    return (
        Spawn("cpa", "from_case", at, needed, CARRIED, also=(first,), anew=True),
        Spawn("cpa", "again", at, needed, CARRIED, also=(again,), anew=True),
    )


OPENS_ACTION = tuple(
    spawn for at in ("confirm_determination", "determine_leader", "determine_quality") for spawn in opens_action(at)
)
"""Every chapter that ends with CLOSING."""
