"""Customer information: received, passed to the unit that has to do with it, answered on a clock (R22 to R27).

Quality information goes to quality alone and is closed by quality's alert; all else the project team dispatches (R25,
R26)."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import CLOSING, NOT_QUALITY, Determined
from bot.procedure.forms import Form, ask, given, stamped, unless
from bot.procedure.house_rules import follows
from bot.procedure.kinds import (
    ContactId,
    CustomerId,
    Evidence,
    LongText,
    OneOf,
    PartId,
    PastMoment,
    PersonId,
    Rows,
    ShortText,
    SiteId,
    Stamp,
    Text,
    UnitId,
    YesOrNo,
)
from bot.procedure.late_delivery import Channel
from bot.procedure.roles import AFTER_SALE_UNITS, PRE_IN_SALE_UNITS, Choice, UnitKind, Urgency
from bot.procedure.words import N_
from bot.procedure.workflow import (
    ASK,
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Route,
    Spawn,
    Start,
    Step,
    applicant,
    in_order,
    named,
    staff_of,
    unit_named,
)


class InfoStage(Choice):
    """At which stage of service it comes (R2, R24)."""

    PRE_SALE = "pre_sale", N_("Pre-sale")
    IN_SALE = "in_sale", N_("In-sale")
    AFTER_SALE = "after_sale", N_("After-sale")


class InfoChannel(Choice):
    """How it came (R22)."""

    PHONE = "phone", N_("Phone")
    EMAIL = "email", N_("E-mail")
    PORTAL = "portal", N_("Customer's portal")
    CHAT = "chat", N_("Chat")
    LETTER = "letter", N_("Letter")
    VISIT = "visit", N_("Visit")


class Original(Form):
    """A message of the customer as it was forwarded: kept, never changed."""

    author: ShortText = ask("row", N_("From"))
    sent_at: Stamp = ask("row", N_("Sent"))
    words: LongText = ask("row", N_("Words"))
    files: Evidence = ask("row", N_("Files"))


class CustomerInfo(Determined):
    """The information sheet (信息单) of the information register."""

    title_fields = ("said",)

    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"))
    site_id: SiteId = ask("open", N_("Site"), N_("Which plant or line?"), need="may")
    contact_id: ContactId = ask(
        "open",
        N_("From"),
        N_("Who told us? If the person is not listed, skip."),
        need="should",
        when=unless("said_by"),
        card=True,
    )
    said_by: ShortText = ask(
        "open", N_("From"), N_("Who told us? Name and post."), when=unless("contact_id"), card=True
    )
    channel: Annotated[str | None, OneOf(InfoChannel)] = ask("open", N_("Channel"), N_("How did it come?"))
    received_at: PastMoment = ask(
        "open",
        N_("Information received"),
        N_("When was it received? Tap, or type for example 8:30 or yesterday 16:00."),
        card=True,
    )
    said: LongText = ask("open", N_("What the customer said"), N_("What did the customer say or ask?"), card=True)
    stage: Annotated[str | None, OneOf(InfoStage)] = ask(
        "open", N_("Service stage"), N_("At which stage of service?"), card=True
    )
    quality_info: YesOrNo = ask(
        "open", N_("Quality information"), N_("Is it about quality? Then it goes to the quality department.")
    )
    urgency: Annotated[str | None, OneOf(Urgency)] = ask("open", N_("Urgency"), N_("How urgent is it?"))
    part_id: PartId = ask("open", N_("Part"), N_("Which part?"), need="should", when=given("quality_info", True))
    evidence: Evidence = ask(
        "open", N_("What came with it"), N_("Photos, recordings or files? Just send them."), need="may"
    )
    action_likely: YesOrNo = ask(  # R27: a first look; the determination before the archive is the one that counts
        "open",
        N_("Action likely"),
        N_("At first sight: will corrective or preventive action be needed?"),
        need="may",
        when=follows("preliminary_question", True),
    )
    originals: Annotated[list[Original] | None, Rows(Original, most=100)] = stamped(N_("Forwarded"))

    unit_id: UnitId = ask("dispatch", N_("Addressee"), N_("Which unit is to answer it?"), card=True)
    dispatch_note: Text = ask("dispatch", N_("Note"), N_("What should the unit know?"), need="may", card=True)
    dispatched_at: Stamp = stamped(N_("Dispatched"))
    owner_id: PersonId = stamped(N_("Taken on by"))
    acknowledged_at: Stamp = stamped(N_("Acknowledged"))
    not_ours: Text = stamped(N_("Why it is not theirs"), card=True)

    findings: Text = ask("reply", N_("Found out"), N_("What did you find out?"))
    done: Text = ask("reply", N_("Carried out"), N_("What was done?"))
    answer: Text = ask("reply", N_("Answer"), N_("What was the customer answered?"), card=True)
    answer_contact_id: ContactId = ask("reply", N_("Answered to"), N_("Who was answered?"), need="should")
    answer_channel: Annotated[str | None, OneOf(Channel)] = ask("reply", N_("Answered via"), N_("By which channel?"))
    answered_at: Stamp = stamped(N_("Answered at"))


DISPATCH = Action(
    "dispatch", N_("Dispatch"), N_("{name} dispatched it"), style="success", asks="dispatch",
    stamps=("dispatched_at",), empties=("owner_id", "acknowledged_at"),
)  # fmt: skip
ACKNOWLEDGE = Action(
    "acknowledge", N_("Customer knows, I take it"), N_("{name} acknowledged it and took it on"), style="success",
    stamps=("acknowledged_at",), claims="owner_id", empties=("not_ours",),
)  # fmt: skip
NOT_OURS = Action(
    "not_ours", N_("Not ours"), N_("{name}: this is for another unit"), Goes.TO, to="dispatch", reason=True,
    reasons=(N_("Not our product"), N_("Another unit does this"), N_("Details are missing")), reason_to="not_ours",
)  # fmt: skip
TO_QUALITY = Action(
    "to_quality", N_("It is about quality"), N_("{name} passed it to quality"), style="danger",
    sets=(("quality_info", True),),
)  # fmt: skip
ANSWERED = Action(
    "answered", N_("Record the answer"), N_("{name} answered the customer"), style="success", asks="reply",
    stamps=("answered_at",),
)  # fmt: skip
ALERT_CLOSED = Action("alert_closed", N_("Alert is closed"), N_("{name} closed the alert"))

TO_ALERT = (
    ("customer_id", "customer_id"),
    ("site_id", "site_id"),
    ("part_id", "part_id"),
    ("title", "said"),
    ("description", "said"),
    ("photos", "evidence"),
    ("action_likely", "action_likely"),
)
PASSED_ON_AT = ("", "dispatch", "acknowledge", "reply")  # quality information, as soon as it is known to be some

CUSTOMER_INFO = Chapter(
    kind="customer_info",
    prefix="CI",
    emoji="💬",
    title=N_("Customer information"),
    form=CustomerInfo,
    opened_word=N_("received"),
    rules=("R2", "R6", "R8", "R22", "R23", "R24", "R25", "R26", "R27", "R40"),
    private_to=frozenset({UnitKind.QUALITY_DEPT}),
    private_when=given("quality_info", True),
    opening_effects=("receive_info",),
    starts=tuple(
        Start(kind, route, NOT_QUALITY)
        for kind, route in (
            ("site_job", "site_job"),
            ("spare_part", "warranty_spare"),
            ("spare_part", "oem_resupply"),
            ("data_request", "data_request"),
            ("training", "customer_training"),
            ("tool_loan", "tool_loan"),
        )
    ),
    routes=(
        Route(
            "customer_info",
            N_("Customer information"),
            opened_by=staff_of(*PRE_IN_SALE_UNITS, *AFTER_SALE_UNITS),
            rule="R22",
            stages=in_order(
                Step(
                    "dispatch",
                    N_("project team"),
                    staff_of(UnitKind.PROJECT_TEAM),
                    (DISPATCH, TO_QUALITY, ASK),
                    rule="R26",
                    task=N_("pass it to the unit"),
                    deadline="dispatch_info",
                    when=(NOT_QUALITY,),
                ),
                Step(
                    "acknowledge",
                    N_("acknowledgement"),
                    unit_named("unit_id"),
                    (ACKNOWLEDGE, NOT_OURS, TO_QUALITY, ASK, TRANSFER),
                    rule="R24",
                    task=N_("acknowledge it to the customer"),
                    deadline="acknowledge_customer",
                    clock_field="received_at",
                    when=(NOT_QUALITY,),
                    tells=True,
                ),
                Step(
                    "reply",
                    N_("answer"),
                    named("owner_id"),
                    (ANSWERED, TO_QUALITY, ASK, TRANSFER),
                    rule="R24",
                    task=N_("answer the customer"),
                    deadline="answer_customer",
                    clock_field="received_at",
                    when=(NOT_QUALITY,),
                    tells=True,
                ),
                Step(
                    "await_alert",
                    N_("quality"),
                    applicant(),
                    (ALERT_CLOSED,),
                    rule="R25",
                    when=(given("quality_info", True),),
                    waits=True,
                ),
                *CLOSING,
            ),
        ),
    ),
    withdrawable=False,  # what a customer told us is not untold
    spawns=tuple(
        Spawn("quality_alert", "quality_alert", at, given("quality_info", True), TO_ALERT) for at in PASSED_ON_AT
    ),
)
