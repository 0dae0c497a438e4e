"""What customer information asks: the information sheet of the register (forms.md, 3.3; R22 to R27)."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import Determined
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
from bot.procedure.roles import Choice, Urgency
from bot.procedure.words import N_


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

    title_fields = ("contact_id", "said_by", "said")
    outcome_fields = ("answer",)

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
    urgency: Annotated[str | None, OneOf(Urgency)] = ask(
        "open", N_("Urgency"), N_("How urgent is it?"), assumed=Urgency.NORMAL.value
    )
    part_id: PartId = ask("open", N_("Part"), N_("Which part?"), need="should", when=given("quality_info", True))
    evidence: Evidence = ask(
        "open", N_("What came with it"), N_("Photos, recordings or files? Just send them."), need="may", card=True
    )
    action_likely: YesOrNo = ask(  # R27: a first look; the determination before the archive is the one that counts
        "open",
        N_("Action likely"),
        N_("At first sight: will corrective or preventive action be needed?"),
        need="may",
        when=follows("preliminary_question", True),
    )
    originals: Annotated[list[Original] | None, Rows(Original, most=100)] = stamped(N_("Forwarded"))

    unit_id: UnitId = ask(
        "dispatch", N_("Addressee"), N_("Which unit is to answer it?"), check="unit_may_get_work", card=True
    )
    dispatch_note: Text = ask("dispatch", N_("Note"), N_("What should the unit know?"), need="may", card=True)
    dispatched_at: Stamp = stamped(N_("Dispatched"))
    owner_id: PersonId = stamped(N_("Taken on by"))
    acknowledged_at: Stamp = stamped(N_("Acknowledged"))
    not_ours: Text = stamped(N_("Why it is not theirs"))

    findings: Text = ask("reply", N_("Found out"), N_("What did you find out?"))
    done: Text = ask("reply", N_("Carried out"), N_("What was done?"))
    answer: Text = ask("reply", N_("Answer"), N_("What answer did the customer get?"), card=True)
    answer_contact_id: ContactId = ask("reply", N_("Answered to"), N_("Who got the answer?"), need="should")
    answer_channel: Annotated[str | None, OneOf(Channel)] = ask("reply", N_("Answered via"), N_("By which channel?"))
    answered_at: Stamp = stamped(N_("Answered at"))
