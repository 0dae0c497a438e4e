"""Service agreement: what was agreed with a customer is fulfilled, and verified for its effectiveness (R39).

Each duty is a record of its own. Its verification is the determination of R47 as well: a duty that did not work opens
an action. The agreement itself is their register; it ends only when every duty has its verification (section 1.4).

The procedure says nothing of an end before its day. What two have approved, the same two release from: whoever holds
the agreement, or the leader of their unit, applies for it with a reason, and the open duties end with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.closing import Determined, opens_action
from bot.procedure.forms import Form, ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    Count,
    CustomerId,
    Day,
    Evidence,
    OneOf,
    PersonId,
    Rows,
    ShortText,
    SoonDay,
    Stamp,
    Text,
    UnitId,
    YesOrNo,
)
from bot.procedure.roles import AFTER_SALE_UNITS, Choice, Role, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    REJECT,
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
    applicant,
    holder_of,
    in_order,
    leader_of_applicant,
    staff_of,
    unit_named,
)

EARLY_END = "early_end"
AGREED, ENDING = unless("route", EARLY_END), given("route", EARLY_END)
LaterDay = Annotated[str | None, Day("future", near=(30, 60, 90, 180))]
YearsOn = Annotated[str | None, Day("future", near=(179, 363, 729))]
"""Days that are often meant of an agreement: the last of half a year, of one and of two, counted from its second."""


class DutyKind(Choice):
    """What an agreement obliges the company to."""

    RESPONSE = "response", N_("Response time")
    TRAINING = "training", N_("Training")
    TOOLS = "tools", N_("Tools and gauges")
    SPARES = "spares", N_("Spare-part stock")
    VISITS = "visits", N_("Regular visits")
    OTHER = "other", N_("Other")


class Duty(Form):
    """One duty of an agreement."""

    duty_kind: Annotated[str | None, OneOf(DutyKind)] = ask("row", N_("Duty"), N_("Which duty is it?"))
    duty: Text = ask("row", N_("What was agreed"), N_("What exactly was agreed?"))
    unit_id: UnitId = ask("row", N_("Responsible unit"), N_("Which unit is responsible?"), check="unit_at_work")
    fulfil_by: SoonDay = ask("row", N_("Fulfil by"), N_("By when is it fulfilled?"), check="within_agreement")
    verify_on: LaterDay = ask(
        "row", N_("Verify on"), N_("When is it verified whether it works?"), check="after_fulfilment"
    )


class ServiceAgreement(Form):
    """The after-sale service agreement (售后服务协定)."""

    title_fields = ("content", "findings", "reason")
    outcome_fields = ("ends", "result")

    customer_id: CustomerId = ask("open", N_("Customer"), N_("With which customer?"))
    content: Text = ask("open", N_("Content"), N_("What was agreed? One or two sentences."), card=True, when=AGREED)
    valid_from: AnyDay = ask("open", N_("Valid from"), N_("From when is it valid?"), when=AGREED)
    valid_to: YearsOn = ask(
        "open", N_("Valid to"), N_("Until when is it valid?"), card=True, check="after_beginning", when=AGREED
    )
    duties: Annotated[list[Duty] | None, Rows(Duty)] = ask("open", N_("Duties"), card=True, when=AGREED)
    papers: Evidence = ask("open", N_("Papers"), N_("The agreement itself? Just send it."), need="should", when=AGREED)
    contract_no: ShortText = ask("open", N_("Contract no."), N_("Number of the contract?"), need="may", when=AGREED)
    reason: Text = ask(
        "open", N_("Reason"), N_("Why does it end early? Tap a reason or write one."), card=True, when=ENDING,
        offers=(
            N_("The customer terminates it"), N_("Another agreement replaces it"), N_("Nothing is supplied any more"),
        ),
    )  # fmt: skip

    route: ShortText = stamped(N_("Route"))
    ends: ShortText = stamped(N_("Ends early"), card=True)
    in_force_at: Stamp = stamped(N_("In force since"))
    duties_verified: Count = stamped(N_("Duties verified"), card=True)
    findings: Count = ask("", N_("Finding: duties not verified in time"), need="may", card=True)
    result: Text = ask(
        "end", N_("What follows"), N_("What comes after it?"),
        offers=(N_("Renewed as it is"), N_("Renewed with changes"), N_("Not renewed")),
    )  # fmt: skip


class AgreementDuty(Determined):
    """A duty, its proof, and whether it works."""

    title_fields = ("duty",)
    outcome_fields = ("duty", "effective", "verified_how")

    customer_id: CustomerId = stamped(N_("Customer"))
    duty_kind: Annotated[str | None, OneOf(DutyKind)] = ask("", N_("Duty"), need="may", card=True)
    duty: Text = stamped(N_("What was agreed"), card=True)
    unit_id: UnitId = stamped(N_("Responsible unit"))
    fulfil_by: AnyDay = stamped(N_("Fulfil by"))
    verify_on: AnyDay = stamped(N_("Verify on"), card=True)
    done: Text = ask("fulfil", N_("Fulfilled"), N_("What was done? One or two sentences."), card=True)
    proof: Evidence = ask("fulfil", N_("Proof"), N_("What proves it? Photos or files, just send them."))
    fulfilled_by: PersonId = stamped(N_("Fulfilled by"))
    fulfilled_at: Stamp = stamped(N_("Fulfilled on"))
    valid_to: AnyDay = stamped(N_("Valid to"))
    verified_how: Text = ask(
        "verify again", N_("Verified how"), N_("How was it verified, and what did it show?"), card=True
    )
    next_verify_on: LaterDay = ask(
        "again", N_("Next verification"), N_("When is it verified again?"), check="within_agreement"
    )
    verify_proof: Evidence = ask(
        "verify again", N_("Proof of the verification"), N_("Anything to show it?"), need="may"
    )
    effective: YesOrNo = stamped(N_("Effective"), card=True)
    verified_by: PersonId = stamped(N_("Verified by"))
    verified_at: Stamp = stamped(N_("Verified on"))


INCOMPLETE = replace(
    RETURN, reasons=(N_("Details are missing"), N_("A duty is missing"), N_("The dates cannot be kept"))
)
REFUSE = replace(REJECT, reasons=(N_("We cannot keep it"), N_("Costs too much"), N_("Not needed")))
END = Action("end", N_("End the agreement"), N_("{name} ended the agreement"), style="success", asks="end")
INTO_FORCE = replace(APPROVE, stamps=("in_force_at",))
FULFIL = Action(
    "fulfil", N_("Record the fulfilment"), N_("{name} fulfilled it"), style="success", asks="fulfil",
    claims="fulfilled_by", stamps=("fulfilled_at",),
)  # fmt: skip
EFFECTIVE = Action(
    "effective", N_("It works"), N_("{name} verified it: it works"), style="success", asks="verify",
    claims="verified_by", stamps=("verified_at",), sets=(("effective", True), ("cpa_needed", False)),
    copies=(("cpa_reason", "verified_how"),),
)  # fmt: skip
SO_FAR = replace(
    EFFECTIVE, name="effective_again", label=N_("It works so far"), done=N_("{name} verified it: it works so far"),
    goes=Goes.TO, to="verify", asks="again", style="primary",
    copies=(*EFFECTIVE.copies, ("verify_on", "next_verify_on")),
)  # fmt: skip
NOT_EFFECTIVE = replace(
    EFFECTIVE, name="not_effective", label=N_("It does not work"), style="danger",
    done=N_("{name} verified it: it does not work, action needed"), sets=(("effective", False), ("cpa_needed", True)),
)  # fmt: skip

HOLDERS = staff_of(*AFTER_SALE_UNITS - {UnitKind.SERVICE_CENTRE}, UnitKind.PROJECT_TEAM)


def _approved(final: Action) -> tuple[Step, Step]:
    """The leader reviews, the management representative approves."""
    return (
        Step("review", N_("unit leader"), leader_of_applicant(), (APPROVE, INCOMPLETE, REFUSE, ASK, TRANSFER),
             rule="R39", task=N_("review"), deadline="approval_step", approval=True),
        Step("approve", N_("management representative"), holder_of(Role.MANAGEMENT_REP),
             (final, INCOMPLETE, REFUSE, ASK, TRANSFER),
             rule="R39", task=N_("give final approval"), deadline="approval_step", approval=True),
    )  # fmt: skip


SERVICE_AGREEMENT = Chapter(
    kind="service_agreement",
    prefix="SA",
    emoji="📜",
    title=N_("Service agreement"),
    form=ServiceAgreement,
    rules=("R39",),
    retention="part_life_plus_1y",
    starts=(
        Start("service_agreement", "service_agreement", AGREED),
        Start("service_agreement", EARLY_END, given("in_force_at"), also=(unless("result"),)),
    ),
    spawns=(
        Spawn("agreement_duty", "agreement_duty", at="approve", when=given("duty"), each="duties", for_applicant=True,
              carries=(("customer_id", "customer_id"), ("duty_kind", "line.duty_kind"), ("duty", "line.duty"),
                       ("unit_id", "line.unit_id"), ("fulfil_by", "line.fulfil_by"), ("verify_on", "line.verify_on"),
                       ("valid_to", "valid_to"))),
    ),
    routes=(
        Route(
            "service_agreement", N_("Service agreement"), HOLDERS, rule="R39",
            stages=in_order(
                *_approved(INTO_FORCE),
                Step("end", N_("in force"), applicant(), (END, TRANSFER), rule="R39", task=N_("end the agreement"),
                     due_field="valid_to", sleeps_until="valid_to", effects=("agreement_verified",)),
            ),
        ),
        # desk/agreement_ends.py ends the agreement and its open duties once this is approved
        Route(
            EARLY_END, N_("Early end of an agreement"), HOLDERS, in_order(*_approved(APPROVE)), rule="R39",
            fixed=(("route", EARLY_END),), menu=False, effects=("ends_early",),
        ),
    ),
)  # fmt: skip

AGREEMENT_DUTY = Chapter(
    kind="agreement_duty",
    prefix="AD",
    emoji="📜",
    title=N_("Duty of an agreement"),
    form=AgreementDuty,
    rules=("R39", "R47"),
    retention="part_life_plus_1y",
    opened_word=N_("agreed"),
    withdrawable=False,  # what was agreed is fulfilled
    spawns=opens_action("verify"),
    starts=(
        Start("tool_loan", "tool_loan", given("duty_kind", DutyKind.TOOLS)),
        Start("training", "customer_training", given("duty_kind", DutyKind.TRAINING)),  # R42
    ),
    routes=(
        Route(
            "agreement_duty", N_("Duty of an agreement"), Performer(), rule="R39", menu=False,
            stages=in_order(
                Step("fulfil", N_("fulfilment"), unit_named("unit_id"), (FULFIL, ASK, TRANSFER),
                     rule="R39", task=N_("fulfil the duty"), due_field="fulfil_by"),
                Step("verify", N_("effectiveness"), staff_of(UnitKind.QUALITY_DEPT),
                     (EFFECTIVE, SO_FAR, NOT_EFFECTIVE, TRANSFER), rule="R39", task=N_("verify the effectiveness"),
                     due_field="verify_on", sleeps_until="verify_on", not_by=("fulfilled_by",),
                     effects=("duty_verified",)),
            ),
        ),
    ),
)  # fmt: skip
