"""Continual improvement: the monthly and yearly review of what is archived and of what is overdue (R50, T16).

The bot opens it with its figures when the period is over; quality's leader says what is found, the management
representative approves it, and each finding that needs one becomes an action. A review is no case (R47)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.forms import Form, ask, given, stamped
from bot.procedure.kinds import AnyDay, Count, MonthOrYear, OneOf, PartId, Rows, ShortText, Text, UnitId, YesOrNo
from bot.procedure.roles import Choice, Role, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    RETURN,
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Performer,
    Route,
    Spawn,
    Step,
    holder_of,
    in_order,
    leader_of,
)

MONTHLY, YEARLY = "monthly", "yearly"


class Counted(Choice):
    """The chapters whose trend a review shows."""

    SITE_JOB = "site_job", N_("On-site job")
    SPARE_PART = "spare_part", N_("Spare part")
    LATE_DELIVERY = "late_delivery", N_("Late delivery")
    QUALITY_ALERT = "quality_alert", N_("Quality alert")
    CUSTOMER_INFO = "customer_info", N_("Customer information")
    CPA = "cpa", N_("Corrective or preventive action")


class Trend(Form):
    """How many of one chapter were opened, and how many in the period before."""

    of: Annotated[str | None, OneOf(Counted)] = ask("row", N_("Kind"))
    now: Count = ask("row", N_("This period"))
    before: Count = ask("row", N_("Period before"))


class Again(Form):
    """A fault that came again."""

    part_id: PartId = ask("row", N_("Part"))
    failure: ShortText = ask("row", N_("Failure code"))
    times: Count = ask("row", N_("Times"))
    in_all: Count = ask("row", N_("In all"))


class Late(Form):
    """What a unit owes past its date."""

    unit_id: UnitId = ask("row", N_("Unit"))
    overdue: Count = ask("row", N_("Overdue"))


class Finding(Form):
    """What the figures tell, and whether something is done about it."""

    what: Text = ask("row", N_("Finding"), N_("What was found? One sentence."))
    needs_action: YesOrNo = ask("row", N_("Action"), N_("Does it need an action?"))


class Review(Form):
    """The report of one month or year."""

    title_fields = ("period",)
    outcome_fields = ("period", "conclusion")

    period: MonthOrYear = stamped(N_("Period"))
    opened: Count = stamped(N_("Cases"), card=True)
    opened_before: Count = stamped(N_("Period before"), card=True)
    until: AnyDay = stamped(N_("Up to and including"))
    first_time_fix: ShortText = stamped(N_("First-time fix"), card=True)
    satisfaction: ShortText = stamped(N_("Satisfaction"), card=True)
    low_scores: Count = stamped(N_("Scores of 3 or less"))
    approval_hours: Count = stamped(N_("Approval (working h)"), card=True)
    notice_days: Count = stamped(N_("Notice of delay (days)"), card=True)
    no_trouble_found: ShortText = stamped(N_("No trouble found"), card=True)
    overdue: Count = stamped(N_("Overdue"), card=True)
    unverified: Count = stamped(N_("Duties of agreements not verified"), card=True)
    repeated: Count = stamped(N_("Repeats"), card=True)
    trends: Annotated[list[Trend] | None, Rows(Trend)] = stamped(N_("Trends"))
    repeats: Annotated[list[Again] | None, Rows(Again)] = stamped(N_("Came again"))
    overdue_units: Annotated[list[Late] | None, Rows(Late)] = stamped(N_("Overdue by unit"))

    conclusion: Text = ask(
        "findings", N_("Conclusion"), N_("What do the figures say? One sentence."), card=True,
        offers=(N_("Nothing striking"), N_("Getting better"), N_("Getting worse")),
    )  # fmt: skip
    found: YesOrNo = ask("findings", N_("Findings made"), N_("Is there something to be noted as a finding?"))
    findings: Annotated[list[Finding] | None, Rows(Finding)] = ask(
        "findings", N_("Findings"), when=given("found", True), card=True
    )
    customers_figure: Text = ask(
        "findings", N_("Customers' own figures"), N_("What do the customers' portals say, and where do they differ?"),
        need="may",
    )  # fmt: skip


RECORD_FINDINGS = Action(
    "record_findings", N_("Record the findings"), N_("{name} recorded the findings"), style="success", asks="findings"
)
APPROVE_REVIEW = replace(APPROVE, label=N_("Approve the review"), done=N_("{name} approved the review"))
RETURN_REVIEW = replace(
    RETURN, goes=Goes.TO, to="findings",
    reasons=(N_("A finding is missing"), N_("An action is missing"), N_("Please explain the figures")),
)  # fmt: skip

STAGES = in_order(
    Step("findings", N_("findings"), leader_of(UnitKind.QUALITY_DEPT), (RECORD_FINDINGS, TRANSFER), rule="R50",
         task=N_("record the findings"), deadline="review_findings"),
    Step("approve", N_("management representative"), holder_of(Role.MANAGEMENT_REP),
         (APPROVE_REVIEW, RETURN_REVIEW, ASK, TRANSFER), rule="R50", task=N_("approve the review"),
         deadline="approval_step", approval=True),
)  # fmt: skip

REVIEW = Chapter(
    kind="review",
    prefix="MR",
    emoji="📈",
    title=N_("Review"),
    form=Review,
    opened_word=N_("figures"),
    rules=("R50", "T16"),
    withdrawable=False,
    private_to=frozenset({UnitKind.QUALITY_DEPT}),
    spawns=(
        Spawn("cpa", "unit_action", at="approve", when=given("needs_action", True), each="findings",
              carries=(("title", "line.what"), ("trigger", "conclusion")),
              says=(("action_type", "improvement"),), for_applicant=True),
    ),
    routes=(
        Route(MONTHLY, N_("Monthly review"), Performer(), STAGES, rule="R50", menu=False),
        Route(YEARLY, N_("Yearly review"), Performer(), STAGES, rule="R50", menu=False),
    ),
)  # fmt: skip
