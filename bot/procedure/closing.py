"""R47, R48: before a record is archived, somebody determines whether a corrective or preventive action is needed.

The owner proposes and the unit leader confirms; for quality cases the quality department decides, in the alert."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.forms import Form, stamped, unless
from bot.procedure.kinds import Text, YesOrNo
from bot.procedure.words import N_
from bot.procedure.workflow import ASK, CONFIRM, RETURN, TRANSFER, Action, Goes, Step, applicant, leader_of_applicant

NO_ACTION_REASONS = (N_("One-off, solved"), N_("Cause known and already removed"), N_("Not a fault of ours"))


class Determined(Form):
    """The recorded decision of R47."""

    cpa_needed: YesOrNo = stamped(N_("Corrective or preventive action needed"))
    cpa_reason: Text = stamped(N_("Reason of the determination"))


NO_ACTION_NEEDED = Action(
    "no_action",
    N_("No action needed"),
    N_("{name}: no action needed"),
    style="success",
    reason=True,
    reasons=NO_ACTION_REASONS,
    reason_to="cpa_reason",
    sets=(("cpa_needed", False),),
)
ACTION_NEEDED = Action(
    "action_needed",
    N_("Action needed"),
    N_("{name}: action needed"),
    style="primary",
    reason=True,
    reasons=(N_("Same fault came before"), N_("Safety"), N_("A whole batch is affected")),
    reason_to="cpa_reason",
    sets=(("cpa_needed", True),),
)
# Only the determination is made anew: what was done, shipped and signed before it stays.
DETERMINE_AGAIN = replace(
    RETURN,
    goes=Goes.TO,
    to="determine",
    reasons=(N_("Details are missing"), N_("Same fault came before"), N_("A whole batch is affected")),
)

CLOSING = (
    Step(
        "determine",
        N_("determination"),
        applicant(),
        (NO_ACTION_NEEDED, ACTION_NEEDED),
        rule="R47",
        task=N_("determine the action"),
        deadline="cpa_determination",
        when=(unless("quality_info", True),),
    ),
    Step(
        "confirm_determination",
        N_("confirmation"),
        leader_of_applicant(),
        (CONFIRM, DETERMINE_AGAIN, ASK, TRANSFER),
        rule="R47",
        task=N_("confirm the determination"),
        deadline="approval_step",
        when=(unless("quality_info", True),),
        approval=True,
    ),
)
