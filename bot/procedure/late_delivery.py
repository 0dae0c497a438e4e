"""Late delivery: a promised date never moves without a notice and the customer's recorded answer (R32, R33)."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import CLOSING, Determined
from bot.procedure.forms import ask, given, stamped
from bot.procedure.kinds import (
    AnyDay,
    ContactId,
    Count,
    CustomerId,
    FutureDay,
    OneOf,
    OrderLineId,
    PartId,
    PastMoment,
    Pictures,
    Reason,
    Text,
    UnitId,
    Whole,
    YesOrNo,
)
from bot.procedure.roles import Choice, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import ASK, TRANSFER, Action, Chapter, Goes, Route, Step, in_order, staff_of, unit_named


class DelayCause(Choice):
    """Why it is late."""

    MATERIAL = "material", N_("Material")
    EQUIPMENT = "equipment", N_("Equipment")
    QUALITY = "quality", N_("Quality problem")
    TRANSPORT = "transport", N_("Transport")
    DEMAND = "demand", N_("Changed demand")
    FORCE_MAJEURE = "force_majeure", N_("Force majeure")


class Channel(Choice):
    """How the customer was told or answered."""

    PHONE = "phone", N_("Phone")
    EMAIL = "email", N_("E-mail")
    PORTAL = "portal", N_("Customer's portal")
    CHAT = "chat", N_("Chat")
    MEETING = "meeting", N_("In person")


ORAL = (Channel.PHONE.value, Channel.MEETING.value)
"""What leaves nothing to take a picture of: person and time are the evidence."""


class Consent(Choice):
    """The customer's answer."""

    AGREED = "agreed", N_("Agreed")
    CONDITIONAL = "conditional", N_("Agreed with a condition")
    REFUSED = "refused", N_("Refused")


class LateDelivery(Determined):
    """The delay notice (延期交货通知单) and the customer's answer."""

    title_fields = ("new_date",)
    outcome_fields = ("consent", "condition", "new_date")

    order_line_id: OrderLineId = ask("open", N_("Order line"), N_("Which order line will be late?"))
    customer_id: CustomerId = stamped(N_("Customer"))
    part_id: PartId = stamped(N_("Part"))
    tell_unit_id: UnitId = stamped(N_("Informs the customer"))
    promised_date: AnyDay = stamped(N_("Promised date"))
    short_notice: YesOrNo = stamped(N_("Reported at short notice"), card=True)
    new_date: FutureDay = ask(
        "open revise", N_("New date"), N_("Which date can be kept?"), card=True, check="after_promised"
    )
    late_qty: Annotated[int | None, Whole(1, 999_999)] = ask(
        "open", N_("Late quantity"), N_("How many pieces will be late?"), card=True, check="no_more_than_ordered"
    )
    cause_class: Annotated[str | None, OneOf(DelayCause)] = ask("open", N_("Cause"), N_("Why?"), card=True)
    cause: Text = ask("open", N_("Details of the cause"), N_("What happened? One or two sentences."))
    remedy: Text = ask("open revise", N_("Remedy"), N_("What is done about it?"), card=True)
    partial_plan: Text = ask("open", N_("Partial deliveries"), N_("Which partial deliveries are planned?"), need="may")
    line_effect: Text = ask(
        "open", N_("Effect on the customer's line"), N_("What does it mean for the customer's line?"), need="may"
    )
    prevention: Text = ask("open", N_("Prevention"), N_("How is it kept from happening again?"), need="may")

    told_contact_id: ContactId = ask("tell", N_("Told to"), N_("Who was told?"))
    told_channel: Annotated[str | None, OneOf(Channel)] = ask("tell", N_("Told via"), N_("By which channel?"))
    told_at: PastMoment = ask(
        "tell",
        N_("Told at"),
        N_("When was the customer told? Tap, or type for example 8:30 or yesterday 16:00."),
        need="may",
    )
    told_proof: Pictures = ask(
        "tell",
        N_("Proof of the notice"),
        N_("A picture of the notice? Just send it."),
        aside=given("told_channel", *ORAL),
    )

    consent: Annotated[str | None, OneOf(Consent)] = ask(
        "consent", N_("Customer's answer"), N_("What did the customer answer?"), card=True
    )
    condition: Text = ask(
        "consent", N_("Condition"), N_("On which condition?"), when=given("consent", "conditional"), card=True
    )
    consent_contact_id: ContactId = ask("consent", N_("Answered by"), N_("Who answered?"))
    consent_channel: Annotated[str | None, OneOf(Channel)] = ask("consent", N_("Answered via"), N_("By which channel?"))
    refusal_reason: Reason = ask(
        "consent",
        N_("Reason of the refusal"),
        N_("Why does the customer refuse?"),
        when=given("consent", "refused"),
        card=True,
    )
    next_action: Text = ask(
        "consent", N_("Next action"), N_("What is done next?"), when=given("consent", "refused"), card=True
    )
    consent_proof: Pictures = ask(
        "consent",
        N_("Proof of the answer"),
        N_("A picture of the answer (mail, chat, letter)? Just send it."),
        aside=given("consent_channel", *ORAL),
    )
    answered_at: PastMoment = ask(
        "consent",
        N_("Answered at"),
        N_("When did the customer answer? Tap, or type for example 8:30 or yesterday 16:00."),
        need="may",
        check="not_before_told",
    )
    delivered_qty: Count = stamped(N_("Delivered"))


TOLD = Action(
    "told", N_("Customer is told"), N_("{name} told the customer"), style="success", asks="tell", stamps=("told_at",)
)
ANSWERED = Action(
    "answered",
    N_("Record the answer"),
    N_("{name} recorded the customer's answer"),
    style="success",
    asks="consent",
    stamps=("answered_at",),
)
PROPOSE = Action(
    "propose",
    N_("Propose another date"),
    N_("{name} proposed another date"),
    Goes.TO,
    to="tell",
    style="success",
    asks="revise",
    empties=(  # the new date is told and answered anew: nothing of the last round may pass for its evidence
        "told_contact_id",
        "told_channel",
        "told_at",
        "told_proof",
        "consent",
        "condition",
        "consent_contact_id",
        "consent_channel",
        "refusal_reason",
        "next_action",
        "consent_proof",
        "answered_at",
    ),
)
KEEP = Action("keep", N_("Deliver as promised"), N_("{name}: will deliver as promised"))

MANUFACTURING = staff_of(UnitKind.MANUFACTURING_DEPT)
SALES = unit_named("tell_unit_id")

LATE_DELIVERY = Chapter(
    kind="late_delivery",
    prefix="DN",
    emoji="🚚",
    title=N_("Late delivery"),
    form=LateDelivery,
    opened_word=N_("reported"),
    rules=("R32", "R33"),
    opening_effects=("take_order_line",),
    routes=(
        Route(
            "late_delivery",
            N_("Late delivery"),
            opened_by=MANUFACTURING,
            rule="R33",
            stages=in_order(
                Step(
                    "tell",
                    N_("tell the customer"),
                    SALES,
                    (TOLD, ASK, TRANSFER),
                    rule="R33",
                    task=N_("tell the customer"),
                    deadline="delay_notice",
                    no_later=("delay_notice_latest", "promised_date"),
                    tells=True,
                ),
                Step(
                    "consent",
                    N_("customer's answer"),
                    SALES,
                    (ANSWERED, TRANSFER),
                    rule="R33",
                    task=N_("obtain the customer's consent"),
                    deadline="chase_consent",
                    clock_field="told_at",
                    effects=("customer_answer",),
                ),
                Step(
                    "revise",
                    N_("next action"),
                    MANUFACTURING,
                    (PROPOSE, KEEP),
                    rule="R33",
                    task=N_("decide what is done next"),
                    deadline="delay_notice",
                    when=(given("consent", "refused"),),
                ),
                *CLOSING,
            ),
        ),
    ),
)
