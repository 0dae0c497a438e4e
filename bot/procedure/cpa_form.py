"""What a corrective or preventive action asks, D by D (forms.md, "CAPA / 8D")."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import ACTION_REASONS
from bot.procedure.forms import Form, ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    Count,
    CustomerId,
    FutureDay,
    OneOf,
    OwnerId,
    PartId,
    PastDay,
    PastMoment,
    PersonId,
    Pictures,
    ProductId,
    RecordId,
    Rows,
    SerialNo,
    ShortText,
    SiteId,
    Stamp,
    Text,
    YesOrNo,
)
from bot.procedure.roles import Choice
from bot.procedure.words import N_


class ActionType(Choice):
    """What the action is for."""

    CORRECTIVE = "corrective", N_("Corrective action")
    PREVENTIVE = "preventive", N_("Preventive action")
    IMPROVEMENT = "improvement", N_("Improvement")


class StockPlace(Choice):
    """Where parts may lie that have the fault (D3)."""

    OURS = "ours", N_("Our stock")
    TRANSIT = "transit", N_("In transit")
    OEM = "oem", N_("At the OEM")
    SERVICE_CENTRE = "service_centre", N_("Service centre")
    FIELD = "field", N_("Field")


class Side(Choice):
    """Which of the two causes a measure takes away."""

    OCCURRENCE = "occurrence", N_("Occurrence")
    ESCAPE = "escape", N_("Escape")


class Acceptance(Choice):
    """What the customer said to the report (D8)."""

    ACCEPTED = "accepted", N_("Accepted")
    NOT_ASKED = "not_asked", N_("No report was asked for")


class Teammate(Form):
    """One of the team (D1)."""

    person_id: PersonId = ask("row", N_("Member"), N_("Who is in the team?"))
    role: ShortText = ask(
        "row", N_("Role in the team"), N_("What for?"), offers=(N_("Quality assurance"), N_("Process"), N_("Design"))
    )


class Contained(Form):
    """What was found at one place of stock (D3)."""

    place: Annotated[str | None, OneOf(StockPlace)] = ask("row", N_("Place"), N_("Which place of stock?"))
    checked: Count = ask("row", N_("Checked"), N_("How many were checked?"))
    not_good: Count = ask("row", N_("Not good"), N_("How many were not good?"), check="no_more_than_checked")
    person_id: PersonId = ask("row", N_("Owner"), N_("Who sees to it there?"))


class Occurred(Form):
    """One answer to why it occurred (D4)."""

    because: ShortText = ask("row", N_("Because"), N_("Why did it occur? Answer in a few words."))


class Escaped(Form):
    """One answer to why it was not caught (D4)."""

    because: ShortText = ask("row", N_("Because"), N_("Why was it not caught here? Answer in a few words."))


class Measure(Form):
    """One chosen action (D5)."""

    what: ShortText = ask("row", N_("Measure"), N_("What is done?"))
    against: Annotated[str | None, OneOf(Side)] = ask("row", N_("Against"), N_("Against which of the two causes?"))
    person_id: PersonId = ask("row", N_("Responsible"), N_("Who does it?"))
    due_on: FutureDay = ask("row", N_("Due by"), N_("By when?"))


class Repeat(Form):
    """One more occurrence of the same fault."""

    record_id: RecordId = ask("row", N_("Record"))
    on: AnyDay = ask("row", N_("Date"))


def _five_whys(form: type[Form]) -> Rows:
    further = N_("“{before}”. And why that? Write it, or say that it is the root cause.")
    return Rows(form, most=5, further=further, enough=N_("That is the root cause"))


CORRECTIVE = given("action_type", ActionType.CORRECTIVE)
PARTS = given("part_id")  # else it is about a service, a delivery, a paper: there is no stock and no batch


class CorrectiveAction(Form):
    """The 8D report (8D报告) and the corrective/preventive action sheet (纠正/预防措施报告) in one."""

    title_fields = ("title",)
    outcome_fields = ("title", "occurrence_cause", "effective")

    action_type: Annotated[str | None, OneOf(ActionType)] = ask(
        "open", N_("Kind of action"), N_("What kind of action is it?")
    )
    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"), need="should")
    site_id: SiteId = stamped(N_("Site"))
    product_id: ProductId = stamped(N_("Product"))
    part_id: PartId = ask("open", N_("Part"), N_("Which part?"), need="should")
    title: Text = ask("open", N_("Problem"), N_("What is the problem? A few words."), card=True)
    trigger: Text = ask("open", N_("Reason"), N_("Why is an action needed?"), offers=ACTION_REASONS, card=True)
    safety: YesOrNo = ask(
        "open team", N_("Safety at stake"), N_("Is safety at stake?"), when=unless("safety_known"), card=True
    )
    safety_known: YesOrNo = stamped(N_("Safety judged before"))
    failure_code: ShortText = ask("open", N_("Failure code"), N_("Failure code?"), need="may")
    portal_at: PastMoment = ask(
        "open", N_("In the OEM's portal since"), N_("Since when is it in the OEM's portal?"), need="may"
    )
    received_at: Stamp = stamped(N_("Information received"))
    contained_at: Stamp = stamped(N_("Contained"))
    clock_at: Stamp = stamped(N_("Time limits count from"))
    reporter_id: PersonId = stamped(N_("Reported by"))
    repeat_of: RecordId = stamped(N_("Follows on"))
    repeats: Annotated[list[Repeat] | None, Rows(Repeat)] = stamped(N_("Came again"))
    times: Count = stamped(N_("Times it came again"), card=True)
    disproved_by: RecordId = stamped(N_("Came again as"))

    # The procedure names nobody (R48: the responsible unit), so it is asked. Offered first are the customer's engineer,
    # who knows the customer, and the leader of the unit whose case it is.
    owner_id: OwnerId = ask("team", N_("Owner"), N_("Who leads the team and owns the action?"), check="may_work")
    team: Annotated[list[Teammate] | None, Rows(Teammate)] = ask("team", N_("Team"))

    who_found: ShortText = ask("problem", N_("Who"), N_("Who found it?"))
    what: ShortText = ask("problem", N_("What"), N_("What exactly is wrong, against which requirement?"))
    first_on: PastDay = ask("problem", N_("When"), N_("When was it found first?"))
    where: ShortText = ask("problem", N_("Where"), N_("Where exactly was it found?"))
    why_bad: ShortText = ask("problem", N_("Why"), N_("Why is it a problem for the customer?"))
    how: ShortText = ask("problem", N_("How"), N_("How was it found?"))
    how_many: Count = ask("problem", N_("How many"), N_("How many parts have it?"), when=PARTS)
    sub_supplier: YesOrNo = ask("problem", N_("Bought part"), N_("Does it come from a part that we buy?"), when=PARTS)

    stock: Annotated[list[Contained] | None, Rows(Contained, most=10)] = ask(
        "contain", N_("Places of stock"), when=PARTS
    )
    containment: Text = ask(
        "contain", N_("Containment"), N_("What keeps the fault from the customer from now on?"), card=True
    )

    occurrence_whys: Annotated[list[Occurred] | None, _five_whys(Occurred)] = ask("causes", N_("5-why, occurrence"))
    escape_whys: Annotated[list[Escaped] | None, _five_whys(Escaped)] = ask(
        "causes", N_("5-why, escape"), when=CORRECTIVE
    )
    evidence: Text = ask("causes", N_("Evidence"), N_("How are the causes proved?"), need="should")
    occurrence_cause: Text = stamped(N_("Cause of occurrence"), card=True)
    escape_cause: Text = stamped(N_("Cause of escape"), card=True)

    measures: Annotated[list[Measure] | None, Rows(Measure, plain=True)] = ask("measures", N_("Measures"), card=True)
    error_proof: YesOrNo = ask("measures", N_("Error-proof"), N_("Do they make the error impossible?"))
    error_proof_why: ShortText = ask(
        "measures", N_("Why not error-proof"), N_("Why is that not possible?"), when=given("error_proof", False)
    )

    done_on: PastDay = ask("done", N_("Done on"), N_("When was the last measure in place?"), card=True)
    proof: Pictures = ask("done", N_("Proof"), N_("Pictures or files that prove it? Just send them."))
    break_point: SerialNo = ask(
        "done", N_("Break point"), N_("From which batch or serial number on is it good?"), when=CORRECTIVE, also=PARTS
    )

    fmea_reviewed: YesOrNo = ask(
        "prevent", N_("FMEA / control plan reviewed"), N_("Were FMEA and control plan reviewed?")
    )
    fmea_what: Text = ask(
        "prevent",
        N_("Changed there"),
        N_("What was changed, to which version? Or why was nothing to be changed?"),
        when=given("fmea_reviewed", True),
        offers=(N_("Nothing to change, the failure was rated already"),),
    )
    fmea_why_not: Text = ask(
        "prevent", N_("Why not reviewed"), N_("Why were they not reviewed?"), when=given("fmea_reviewed", False)
    )
    read_across: Text = ask(
        "prevent",
        N_("Similar products"),
        N_("Which similar products or processes were looked at, and what came of it?"),
        offers=(N_("There are none"),),
    )
    documents: Text = ask("prevent", N_("Documents changed"), N_("Which further documents were changed?"), need="may")

    effective: YesOrNo = stamped(N_("Effective"), card=True)
    verified_how: Text = ask("verify", N_("Verified how"), N_("How was it verified, on how many parts?"))
    verified_proof: Pictures = ask(
        "verify", N_("Proof of effect"), N_("Pictures or files? Just send them."), need="should"
    )
    verified_at: Stamp = stamped(N_("Verified"))

    accepted: Annotated[str | None, OneOf(Acceptance)] = ask(
        "close", N_("Customer's acceptance"), N_("What does the customer say to the report?")
    )
    accepted_proof: Pictures = ask(
        "close", N_("Proof of acceptance"), N_("A picture of the customer's answer? Just send it."),
        when=given("accepted", Acceptance.ACCEPTED), need="should",
    )  # fmt: skip
    lessons: Text = ask("close", N_("Lesson"), N_("What should everybody learn from it?"), need="should")
    finished_at: Stamp = stamped(N_("Closed (D8)"))
    came_back: Text = ask("recurrence", N_("Came back"), N_("Where and how did it come back?"), card=True)
