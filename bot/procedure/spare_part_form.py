"""The two spare-part forms in one: reissue notice (备件补发通知单) and warranty application (三包备件申请)."""

from __future__ import annotations

from typing import Annotated

from bot.procedure.closing import Determined
from bot.procedure.forms import Fewer, ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    ContactId,
    CustomerId,
    FutureDay,
    Kilometres,
    OneOf,
    PartId,
    PastDay,
    PhoneNo,
    Pictures,
    Quantity,
    SerialNo,
    ShortText,
    SiteId,
    Stamp,
    Text,
    YesOrNo,
)
from bot.procedure.roles import Choice, Urgency
from bot.procedure.warranty import Finding, Warranty
from bot.procedure.words import N_


class Reason(Choice):
    """Why a part is sent again."""

    FAULTY = "faulty", N_("Faulty")
    DAMAGED = "damaged", N_("Damaged")
    WRONG = "wrong", N_("Wrong part")
    SHORT = "short", N_("Short-delivered")
    LOST = "lost", N_("Lost")


class Opinion(Choice):
    """What quality says to a resupply that it signs (R36)."""

    AGREED = "agreed", N_("Agreed")
    NOTED = "noted", N_("Agreed with a note")


class Settlement(Choice):
    """What finance confirms (R37)."""

    FREE = "free", N_("Free of charge (warranty)")
    CHARGED = "charged", N_("Charged")
    PENDING = "pending", N_("Pending")


class Received(Choice):
    """In what state the receiver got it (T7)."""

    GOOD = "good", N_("Complete and in good order")
    DAMAGED = "damaged", N_("Damaged")
    SHORT = "short", N_("Incomplete")


ARRIVED_WRONG = given("received_state", Received.DAMAGED, Received.SHORT)
WARRANTY, RESUPPLY = given("route", "warranty_spare"), given("route", "oem_resupply")


class Verdict(Choice):
    """What the old part's analysis found (T10)."""

    OURS = "ours", N_("Our fault")
    SUB_SUPPLIER = "sub_supplier", N_("Sub-supplier's fault")
    MISUSE = "misuse", N_("Misuse by the customer")
    NTF = "ntf", N_("No trouble found")


FEWER_SENT = Fewer("old_part_qty", than="qty")


class SparePart(Determined):
    """The resupply notice (备件补发通知单) and the warranty application (三包备件申请)."""

    title_fields = ("complaint",)  # what the decision is about

    route: ShortText = stamped(N_("Route"))
    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"))
    site_id: SiteId = ask("open", N_("Dispatch place"), N_("Where shall it be sent?"))
    receiver_id: ContactId = ask("open", N_("Receiver"), N_("Who receives it?"), carried="contact_id")
    receiver_phone: PhoneNo = ask(
        "open",
        N_("Receiver's phone"),
        N_("Phone number of the receiver?"),
        taken=("receiver_id", "phone"),
        carried="contact_phone",
    )
    part_id: PartId = ask("open", N_("Part"), N_("Which part?"))
    qty: Quantity = ask("open", N_("Quantity"), N_("How many?"), assumed=1, aside=WARRANTY)
    reason: Annotated[str | None, OneOf(Reason)] = ask(
        "open",
        N_("Reason"),
        N_("Why is it needed?"),
        card=True,
        assumed=Reason.FAULTY.value,
        aside=WARRANTY,
        carried="received_state",  # of the part that arrived wrong
    )
    source_no: ShortText = ask(
        "open",
        N_("OEM information no."),
        N_("Number of the OEM information or notice that this answers?"),
        when=RESUPPLY,
        card=True,
    )
    batch_no: SerialNo = ask(
        "open",
        N_("Failed part no."),
        N_("Batch or serial number of the failed part? Type it or send a photo of the label."),
        when=given("reason", "faulty"),
        need="should",
        carried="serial_no swapped.old_serial",
        card=True,
    )
    needed_on: FutureDay = ask("open", N_("Needed"), N_("When is it needed?"), card=True, aside=WARRANTY)
    urgency: Annotated[str | None, OneOf(Urgency)] = ask(
        "open",
        N_("Urgency"),
        N_("How urgent is it?"),
        card=True,
        assumed=Urgency.NORMAL.value,
        carried="urgency",
    )
    complaint: Text = ask(
        "open",
        N_("Failure description"),
        N_("What failed, why, and what was done? One or two sentences."),
        when=WARRANTY,
        carried="symptom_found",
        card=True,
    )
    failed_on: PastDay = ask("open", N_("Failed on"), N_("When did it fail?"), when=WARRANTY, carried="failed_on")
    sold_on: PastDay = ask(
        "open",
        N_("In service since"),
        N_("In service since when? The warranty is computed from it."),
        when=WARRANTY,
        need="should",
        carried="installed_on",
    )
    mileage_km: Kilometres = ask(
        "open",
        N_("Mileage (km)"),
        N_("Mileage in kilometres?"),
        when=WARRANTY,
        carried="mileage_km",
    )
    quality_info: YesOrNo = ask(
        "open",
        N_("Quality information"),
        N_("Should quality open an alert? Yes for anything that may be our product's fault."),
        when=given("reason", "faulty"),
        carried="quality_info",
    )
    photos: Pictures = ask(
        "open",
        N_("Photos"),
        N_("A photo of the failed part? Just send it."),
        when=WARRANTY,
        carried="photos",
    )
    vin: ShortText = ask("open", N_("VIN or chassis no."), N_("VIN or chassis number?"), need="may", carried="vin")
    over_limit: YesOrNo = stamped(N_("Above the amount that needs approval"))
    warranty: Annotated[str | None, OneOf(Warranty)] = stamped(N_("Warranty"), card=True)
    warranty_until: AnyDay = stamped(N_("Warranty until"), card=given("warranty", Warranty.OUTSIDE))

    finding: Annotated[str | None, OneOf(Finding)] = ask(
        "confirm", N_("Quality's verdict"), N_("Whose fault is it, as far as you can tell?"), card=True
    )
    verdict_note: Text = ask(  # T3: signed as warranty all the same, so it says why
        "confirm",
        N_("Quality's opinion"),
        N_("Why is it supplied all the same? One or two sentences."),
        when=given("finding", Finding.MISUSE, Finding.NTF),
        card=True,
    )
    opinion: Annotated[str | None, OneOf(Opinion)] = stamped(N_("Quality's opinion"))
    opinion_note: Text = ask(
        "sign_noted",
        N_("Quality's note"),
        N_("What is to be heeded? One or two sentences."),
        card=True,
        offers=(N_("Check the batch before sending"), N_("Send the inspection record along"), N_("Liability is open")),
    )
    signed_at: Stamp = stamped(N_("Signed by quality"))
    made_ready_at: Stamp = stamped(N_("Ready at manufacturing"))
    bought_ready_at: Stamp = stamped(N_("Ready at purchasing"))
    settlement: Annotated[str | None, OneOf(Settlement)] = ask("settle", N_("Settlement"), N_("How is it settled?"))
    carrier: ShortText = ask(
        "ship", N_("Carrier"), N_("Which carrier?"), offers=(N_("SF Express"), N_("Deppon"), N_("Own vehicle"))
    )
    waybill_no: ShortText = ask("ship", N_("Waybill no."), N_("Waybill number?"), card=True)
    shipped_at: Stamp = stamped(N_("Shipped"))
    received_qty: Quantity = ask("receive", N_("Quantity received"), N_("How many arrived?"), check="no_more_than_sent")
    received_state: Annotated[str | None, OneOf(Received)] = ask(
        "receive", N_("State on arrival"), N_("In what state?"), check="fewer_are_incomplete"
    )
    receipt_fault: Text = ask(
        "receive",
        N_("Damaged or missing"),
        N_("What is damaged or missing? One or two sentences."),
        when=ARRIVED_WRONG,
        card=True,
    )
    receipt_photos: Pictures = ask(
        "receive",
        N_("Photos on arrival"),
        N_("Photos of how it arrived? Just send them."),
        when=ARRIVED_WRONG,
        need="should",
    )
    received_by: ShortText = ask("receive", N_("Received by"), N_("Who received it?"))
    received_at: Stamp = stamped(N_("Received"))
    old_part_qty: Quantity = ask(
        "send_old", N_("Old parts sent"), N_("How many old parts do you send?"), card=FEWER_SENT, when=unless("qty", 1),
        check="one_for_each",
    )  # fmt: skip
    old_parts_kept: Text = ask(
        "send_old", N_("Why not all"), N_("Why do not all come back?"), card=True, when=FEWER_SENT,
        offers=(N_("Scrapped on site"), N_("Customer keeps it"), N_("Lost")),
    )  # fmt: skip
    old_part_tag: ShortText = ask("send_old", N_("Old-part tag"), N_("Number on the old part's tag?"))
    old_part_waybill: ShortText = ask(
        "send_old", N_("Waybill of the old part"), N_("Waybill number of the return?"), need="should"
    )
    old_part_waived: YesOrNo = stamped(N_("Return waived"))
    waiver_reason: Text = stamped(N_("Reason of the waiver"), card=True)
    old_part_charged: YesOrNo = stamped(N_("Charged for the old part"))
    charge_reason: Text = stamped(N_("Reason of the charge"))
    old_part_received_at: Stamp = stamped(N_("Old part received"))
    old_part_verdict: Annotated[str | None, OneOf(Verdict)] = ask(
        "analyse", N_("Verdict"), N_("What did the analysis find?"), card=True
    )
    old_part_analysis: Text = ask("analyse", N_("Analysis"), N_("What was found, and how was it tested?"))
    recovery_claim: ShortText = ask(
        "analyse",
        N_("Claim on the sub-supplier"),
        N_("Number of the claim on the sub-supplier?"),
        when=given("old_part_verdict", "sub_supplier"),
        need="should",
    )
    disposition: ShortText = ask(
        "analyse",
        N_("Disposition"),
        N_("What happens to the old part?"),
        offers=(N_("Scrapped"), N_("Kept as a sample"), N_("Sent to the sub-supplier")),
    )
