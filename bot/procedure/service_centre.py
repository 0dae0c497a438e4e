"""Service centre: off-site, built by the company, verified every year with score and findings (R39, R40).

What a centre hears of its customers it passes on as customer information. Its verification looks at the company itself
and serves no customer: each finding is put right and confirmed, and a weighty one becomes an action (R48)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.forms import Form, ask, given, stamped
from bot.procedure.kinds import (
    AnyDay,
    CentreId,
    Evidence,
    OneOf,
    PersonId,
    Rows,
    SoonDay,
    Stamp,
    Text,
    UnitId,
    Whole,
    YesOrNo,
)
from bot.procedure.roles import Choice, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    CONFIRM,
    RETURN,
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Performer,
    Route,
    Spawn,
    Start,
    Step,
    in_order,
    leader_of,
    staff_of,
    unit_named,
)


class CentreState(Choice):
    """What a centre may do after its verification."""

    AUTHORISED = "authorised", N_("Authorised")
    CONDITIONAL = "conditional", N_("Authorised on conditions")
    SUSPENDED = "suspended", N_("Suspended")


class Finding(Form):
    """Something that is not as it should be."""

    finding: Text = ask("row", N_("Nonconformity"), N_("What is not as it should be?"))
    fix_by: SoonDay = ask("row", N_("Put right by"), N_("By when is it put right?"))


class CentreVerification(Form):
    """The verification of an external service centre."""

    title_fields = ("score", "centre_state")
    outcome_fields = ("score", "centre_state")

    centre_id: CentreId = ask("open", N_("Service centre"), N_("Which service centre?"), check="service_centre")
    verify_by: SoonDay = ask("open", N_("Verify by"), N_("By when is it verified?"), card=True)
    occasion: Text = ask(
        "open",
        N_("Occasion"),
        N_("Why is it verified?"),
        offers=(N_("Yearly"), N_("After a complaint"), N_("New centre")),
    )

    tools_valid: YesOrNo = ask("verify", N_("Tools calibrated"), N_("Are its tools and gauges calibrated and fit?"))
    staff_trained: YesOrNo = ask("verify", N_("Staff trained"), N_("Do its people hold valid trainings?"))
    stock_kept: YesOrNo = ask("verify", N_("Stock as agreed"), N_("Is the stock of spare parts as agreed?"))
    score: Annotated[int | None, Whole(0, 100, example=85)] = ask(
        "verify", N_("Verification score"), N_("Score, from 0 to 100?"), card=True
    )
    centre_state: Annotated[str | None, OneOf(CentreState)] = ask(
        "verify", N_("State of the centre"), N_("What may the centre do from now on?"), card=True
    )
    any_findings: YesOrNo = ask("verify", N_("Nonconformities found"), N_("Was anything not as it should be?"))
    findings: Annotated[list[Finding] | None, Rows(Finding)] = ask(
        "verify", N_("Nonconformities"), when=given("any_findings"), card=True
    )
    evidence: Evidence = ask("verify", N_("Photos and papers"), N_("Photos or papers? Just send them."), need="should")
    verified_by: PersonId = stamped(N_("Verified by"))
    verified_at: Stamp = stamped(N_("Verified on"))


class CentreFinding(Form):
    """A finding, and how it was put right."""

    title_fields = ("finding",)
    outcome_fields = ("finding", "fixed_how")

    centre_id: UnitId = stamped(N_("Service centre"))
    finding: Text = stamped(N_("Nonconformity"), card=True)
    fix_by: AnyDay = stamped(N_("Put right by"), card=True)
    fixed_how: Text = ask("fix", N_("Put right"), N_("What was done? One or two sentences."), card=True)
    fix_proof: Evidence = ask("fix", N_("Proof"), N_("What proves it? Photos or files, just send them."))
    fixed_by: PersonId = stamped(N_("Put right by whom"))
    fixed_at: Stamp = stamped(N_("Put right on"))


VERIFY = Action(
    "verify", N_("Record the verification"), N_("{name} verified the centre"), style="success", asks="verify",
    claims="verified_by", stamps=("verified_at",),
)  # fmt: skip
VERIFY_AGAIN = replace(
    RETURN, goes=Goes.TO, to="verify",
    reasons=(N_("Details are missing"), N_("Score and nonconformities do not fit"), N_("A nonconformity is missing")),
)  # fmt: skip
FIX = Action(
    "fix", N_("It is put right"), N_("{name} put it right"), style="success", asks="fix", claims="fixed_by",
    stamps=("fixed_at",),
)  # fmt: skip
NOT_FIXED = Action(
    "not_fixed", N_("Not put right"), N_("{name}: not put right yet"), Goes.TO, "danger", to="fix", reason=True,
    reasons=(N_("Proof is missing"), N_("Done in part only"), N_("Came again")),
    empties=("fixed_how", "fix_proof", "fixed_by", "fixed_at"),
)  # fmt: skip

QUALITY = staff_of(UnitKind.QUALITY_DEPT)
STAGES = in_order(
    Step("verify", N_("verification"), QUALITY, (VERIFY, TRANSFER),
         rule="R39", task=N_("verify the centre"), due_field="verify_by"),
    Step("approve", N_("quality leader"), leader_of(UnitKind.QUALITY_DEPT), (APPROVE, VERIFY_AGAIN, ASK, TRANSFER),
         rule="R39", task=N_("review"), deadline="approval_step", approval=True, not_by=("verified_by",),
         effects=("tell_centre",)),
)  # fmt: skip

SERVICE_CENTRE = Chapter(
    kind="service_centre",
    prefix="SC",
    emoji="🏢",
    title=N_("Service centre verification"),
    form=CentreVerification,
    rules=("R39", "R40"),
    opened_word=N_("planned"),
    starts=(Start("cpa", "corrective"), Start("cpa", "unit_action")),
    spawns=(
        Spawn("centre_finding", "centre_finding", at="approve", when=given("finding"), each="findings",
              for_applicant=True,
              carries=(("centre_id", "centre_id"), ("finding", "line.finding"), ("fix_by", "line.fix_by"))),
    ),
    routes=(
        Route("service_centre", N_("Service centre verification"),
              staff_of(UnitKind.QUALITY_DEPT, UnitKind.SERVICE_UNIT), STAGES, rule="R39"),
        Route("yearly", N_("Yearly verification of a centre"), QUALITY, STAGES, rule="R39", menu=False),
    ),
)  # fmt: skip

CENTRE_FINDING = Chapter(
    kind="centre_finding",
    prefix="SF",
    emoji="🏢",
    title=N_("Finding at a service centre"),
    form=CentreFinding,
    rules=("R39",),
    opened_word=N_("found"),
    withdrawable=False,  # what was found is put right
    routes=(
        Route("centre_finding", N_("Finding at a service centre"), Performer(), rule="R39", menu=False,
              stages=in_order(
                  Step("fix", N_("correction"), unit_named("centre_id"), (FIX, ASK, TRANSFER),
                       rule="R39", task=N_("put the finding right"), due_field="fix_by"),
                  Step("confirm", N_("quality"), QUALITY, (CONFIRM, NOT_FIXED, ASK, TRANSFER),
                       rule="R39", task=N_("confirm that it is put right"), deadline="approval_step",
                       not_by=("fixed_by",)),
              )),
    ),
)  # fmt: skip
