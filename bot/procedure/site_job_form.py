"""The on-site service report (现场服务报告单)."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import Determined
from bot.procedure.forms import Form, ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    ContactId,
    Count,
    CustomerId,
    EngineerId,
    Evidence,
    FutureDay,
    Kilometres,
    Minutes,
    OneOf,
    OneToFive,
    PartOfProduct,
    PastDay,
    PersonId,
    PhoneNo,
    Photos,
    Pictures,
    ProductId,
    Reason,
    Rows,
    SerialNo,
    ShortText,
    SiteId,
    Stamp,
    Text,
    YesOrNo,
)
from bot.procedure.roles import Choice, Urgency
from bot.procedure.words import N_

BeforeAndAfter = Annotated[
    list[int] | None, Photos(shots=(N_("a photo before the work"), N_("a photo after the work")))
]


class ServiceType(Choice):
    """What is done on site (R31)."""

    REPAIR = "repair", N_("Repair")
    INSTALLATION = "installation", N_("Installation")
    COMMISSIONING = "commissioning", N_("Commissioning")
    OTHER = "other", N_("Other")


WITHOUT_FAULT = (ServiceType.INSTALLATION.value, ServiceType.COMMISSIONING.value)
"""Work that begins with an order, not with something that is wrong."""


class CauseClass(Choice):
    """Where the cause lies."""

    PRODUCT = "product", N_("Product")
    ASSEMBLY = "assembly", N_("Assembly")
    USE = "use", N_("Use")
    TRANSPORT = "transport", N_("Transport")
    UNKNOWN = "unknown", N_("Unknown")


class Result(Choice):
    """How the site was left (T12)."""

    SOLVED = "solved", N_("Solved")
    TEMPORARY = "temporary", N_("Temporary fix")
    UNSOLVED = "unsolved", N_("Not solved")


class SwappedPart(Form):
    """One part swapped: both serials, so that neither gets lost."""

    old_serial: SerialNo = ask(
        "row", N_("Old serial no."), N_("Serial number of the old part? Type it or send a photo of the label.")
    )
    new_serial: SerialNo = ask(
        "row", N_("New serial no."), N_("Serial number of the new part?"), check="not_the_old_serial"
    )
    old_part_kept: YesOrNo = ask("row", N_("Old part kept"), N_("Was the old part kept for analysis?"))


class CheckedItem(Form):
    """One thing that was checked when something was installed or commissioned."""

    item: ShortText = ask("row", N_("Item"), N_("What was checked?"))
    standard: ShortText = ask("row", N_("Standard"), N_("What should it be?"))
    measured: ShortText = ask("row", N_("Measured"), N_("What was measured?"))
    good: YesOrNo = ask("row", N_("Good"), N_("Is that good?"))


class SiteJob(Determined):
    """The on-site service report (现场服务报告单)."""

    outcome_fields = ("result", "follow_up_result", "score")

    service_type: Annotated[str | None, OneOf(ServiceType)] = ask(
        "open", N_("Type of work"), N_("What kind of work is it?"), card=True
    )
    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"))
    site_id: SiteId = ask("open", N_("Site"), N_("Which plant or line?"))
    contact_id: ContactId = ask("open", N_("Contact"), N_("Who is the contact on site?"))
    contact_phone: PhoneNo = ask("open", N_("Phone"), N_("Phone number of the contact?"), taken=("contact_id", "phone"))
    product_id: ProductId = ask("open", N_("Product"), N_("Which product?"))
    part_id: PartOfProduct = ask("open", N_("Part"), N_("Which part?"))
    symptom_told: Text = ask(
        "open",
        N_("As told by the customer"),
        N_("What does the customer report or ask for? One or two sentences."),
        card=True,
    )
    urgency: Annotated[str | None, OneOf(Urgency)] = ask(
        "open", N_("Urgency"), N_("How urgent is it?"), card=True, assumed=Urgency.NORMAL.value
    )
    engineer_id: EngineerId = ask("open", N_("Engineer"), N_("Who goes there?"), when=unless("own_job"), card=True)
    serial_no: SerialNo = ask(
        "open report",
        N_("Serial or batch no."),
        N_("Serial number? Type it or send a photo of the label."),
        need="may",
        card=True,
    )
    promised_on: FutureDay = ask(
        "open", N_("Promised for"), N_("For which day was it promised?"), need="may", card=True
    )
    remote: YesOrNo = ask("open", N_("Remote place"), N_("Is it a remote place?"), need="may", card=True)
    vehicle: ShortText = ask("open", N_("Vehicle or platform"), N_("Which vehicle or platform?"), need="may")
    mileage_km: Kilometres = ask("open", N_("Mileage (km)"), N_("Mileage in kilometres?"), need="may")
    installed_on: PastDay = ask("open", N_("Installed on"), N_("When was it installed?"), need="may")
    told_files: Evidence = ask(
        "open", N_("Photos and papers"), N_("Photos, recordings or files? Just send them."), need="may"
    )
    unbriefed_id: PersonId = stamped(N_("No valid briefing"), card=True)
    unbriefed_since: AnyDay = stamped(N_("Briefing valid until"))

    departed_at: Stamp = stamped(N_("Departed"), card=True)
    arrived_at: Stamp = stamped(N_("On site"), card=True)
    started_at: Stamp = stamped(N_("Started"), card=True)
    paused_at: Stamp = stamped(N_("Paused since"), card=True)
    paused_minutes: Minutes = stamped(N_("Paused (min)"))
    finished_at: Stamp = stamped(N_("Finished"))

    symptom_found: Text = ask(
        "report", N_("As found by the engineer"), N_("What did you find? One or two sentences."), card=True
    )
    cause_class: Annotated[str | None, OneOf(CauseClass)] = ask(
        "report", N_("Cause"), N_("Where does the cause lie?"), when=unless("service_type", *WITHOUT_FAULT)
    )
    actions_taken: Text = ask("report", N_("Work done"), N_("What did you do?"))
    parts_swapped: YesOrNo = ask("report", N_("Parts swapped"), N_("Did you swap parts?"))
    swapped: Annotated[list[SwappedPart] | None, Rows(SwappedPart, usual=1)] = ask(
        "report", N_("Swapped parts"), when=given("parts_swapped", True)
    )
    photos: BeforeAndAfter = ask("report", N_("Photos"), N_("Photos, before and after? Just send them."))
    result: Annotated[str | None, OneOf(Result)] = ask("report", N_("Result"), N_("What is the result?"), card=True)
    follow_up_result: Text = ask(
        "follow_up follow_up_again", N_("Follow-up"), N_("What did the follow-up show?"), card=True
    )
    follow_up_on: FutureDay = ask(
        "report follow_up_again",
        N_("Follow-up on"),
        N_("When will you follow up?"),
        when=given("result", "temporary", "unsolved"),
    )
    quality_info: YesOrNo = ask(
        "report",
        N_("Quality information"),
        N_("Should quality know? Yes for anything that may be our product's fault."),
    )
    failure_code: ShortText = ask("report", N_("Failure code"), N_("Failure code?"), need="may")
    tools_used: ShortText = ask(
        "report", N_("Tools and gauges used"), N_("Which tools or gauges, and valid to when?"), need="may"
    )
    checked_items: Annotated[list[CheckedItem] | None, Rows(CheckedItem, plain=True)] = ask(
        "report", N_("Checked items"), need="may", when=given("service_type", *WITHOUT_FAULT)
    )
    trial_run_hours: Count = ask(
        "report",
        N_("Trial run (h)"),
        N_("How many hours did the trial run last?"),
        need="may",
        when=unless("service_type", "repair"),
    )
    travel_hours: Count = ask("report", N_("Travel (h)"), N_("Hours of travel?"), need="may")
    travel_km: Kilometres = ask("report", N_("Distance (km)"), N_("Kilometres travelled?"), need="may")

    signed: YesOrNo = ask("sign_off", N_("Signed by the customer"), N_("Does the customer sign?"))
    signature: Pictures = ask(
        "sign_off", N_("Signature"), N_("Please send a photo of the signature."), when=given("signed", True)
    )
    signer: ShortText = ask("sign_off", N_("Signer"), N_("Who signed? Name and post."), when=given("signed", True))
    refusal_reason: Reason = ask(
        "sign_off",
        N_("Reason for not signing"),
        N_("Why does the customer not sign?"),
        when=given("signed", False),
        offers=(N_("Nobody there who may sign"), N_("Not content with the result"), N_("Wants a written report first")),
    )
    score: OneToFive = ask(  # nobody there to sign is nobody there to ask: then it is asked for once the job is closed
        "sign_off",
        N_("Score"),
        N_("How content is the customer, from 1 to 5?"),
        card=True,
        aside=given("signed", False),
    )
    opinion: Text = ask(
        "sign_off",
        N_("Customer's opinion"),
        N_("What does the customer say about our service?"),
        need="should",
        aside=given("signed", False),
    )
