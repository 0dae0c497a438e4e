"""Spare part: resupply on OEM information (R34 to R38) and warranty parts after sale (R44 to R46).

One form, two routes. Quality signs before anything is prepared (R36, R46); with a stopped line a part may ship
first and the signatures follow (T6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.closing import CLOSING, Determined
from bot.procedure.forms import ask, given, stamped, unless
from bot.procedure.house_rules import follows
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
from bot.procedure.roles import Choice, Role, UnitKind, Urgency
from bot.procedure.satisfaction import asks_after
from bot.procedure.warranty import Finding, Warranty
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    RETURN,
    SIGN,
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
    decisions,
    holder_of,
    in_order,
    leader_of_applicant,
    staff_of,
    together,
)


class Reason(Choice):
    """Why a part is sent again."""

    FAULTY = "faulty", N_("Faulty")
    DAMAGED = "damaged", N_("Damaged")
    WRONG = "wrong", N_("Wrong part")
    SHORT = "short", N_("Short-delivered")
    LOST = "lost", N_("Lost")


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


class Verdict(Choice):
    """What the old part's analysis found (T10)."""

    OURS = "ours", N_("Our fault")
    SUB_SUPPLIER = "sub_supplier", N_("Sub-supplier's fault")
    MISUSE = "misuse", N_("Misuse by the customer")
    NTF = "ntf", N_("No trouble found")


class SparePart(Determined):
    """The resupply notice (备件补发通知单) and the warranty application (三包备件申请)."""

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
    qty: Quantity = ask("open", N_("Quantity"), N_("How many?"))
    reason: Annotated[str | None, OneOf(Reason)] = ask("open", N_("Reason"), N_("Why is it needed?"), card=True)
    source_no: ShortText = ask(
        "open",
        N_("OEM information no."),
        N_("Number of the OEM information or notice that this answers?"),
        when=given("route", "oem_resupply"),
        card=True,
    )
    batch_no: SerialNo = ask(
        "open",
        N_("Batch or serial of the failed part"),
        N_("Batch or serial number of the failed part? Type it or send a photo of the label."),
        when=given("reason", "faulty"),
        need="should",
        carried="serial_no",
        card=True,
    )
    needed_on: FutureDay = ask("open", N_("Needed"), N_("When is it needed?"), card=True)
    urgency: Annotated[str | None, OneOf(Urgency)] = ask("open", N_("Urgency"), N_("How urgent is it?"), card=True)
    complaint: Text = ask(
        "open",
        N_("Failure description"),
        N_("What failed, why, and what was done? One or two sentences."),
        when=given("route", "warranty_spare"),
        carried="symptom_found",
    )
    failed_on: PastDay = ask("open", N_("Failed on"), N_("When did it fail?"), when=given("route", "warranty_spare"))
    sold_on: PastDay = ask(
        "open",
        N_("In service since"),
        N_("In service since when? The warranty is computed from it."),
        when=given("route", "warranty_spare"),
        need="should",
        carried="installed_on",
    )
    mileage_km: Kilometres = ask(
        "open",
        N_("Mileage (km)"),
        N_("Mileage in kilometres?"),
        when=given("route", "warranty_spare"),
        carried="mileage_km",
    )
    photos: Pictures = ask(
        "open",
        N_("Photos"),
        N_("A photo of the failed part? Just send it."),
        when=given("route", "warranty_spare"),
        carried="photos",
    )
    quality_info: YesOrNo = ask(
        "open",
        N_("Quality information"),
        N_("Should quality open an alert? Yes for anything that may be our product's fault."),
        when=given("reason", "faulty"),
        carried="quality_info",
    )
    vin: ShortText = ask("open", N_("VIN or chassis no."), N_("VIN or chassis number?"), need="may", carried="vin")
    over_limit: YesOrNo = stamped(N_("Above the amount that needs approval"))
    warranty: Annotated[str | None, OneOf(Warranty)] = stamped(N_("Warranty"), card=True)
    warranty_until: AnyDay = stamped(N_("Warranty until"), card=True)

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
    signed_at: Stamp = stamped(N_("Signed by quality"))
    made_ready_at: Stamp = stamped(N_("Ready at manufacturing"))
    bought_ready_at: Stamp = stamped(N_("Ready at purchasing"))
    settlement: Annotated[str | None, OneOf(Settlement)] = ask("settle", N_("Settlement"), N_("How is it settled?"))
    carrier: ShortText = ask(
        "ship", N_("Carrier"), N_("Which carrier?"), offers=(N_("SF Express"), N_("Deppon"), N_("Own vehicle"))
    )
    waybill_no: ShortText = ask("ship", N_("Waybill no."), N_("Waybill number?"), card=True)
    shipped_at: Stamp = stamped(N_("Shipped"))
    received_qty: Quantity = ask("receive", N_("Quantity received"), N_("How many arrived?"))
    received_state: Annotated[str | None, OneOf(Received)] = ask(
        "receive", N_("State on arrival"), N_("In what state?")
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
    old_part_tag: ShortText = ask("send_old", N_("Old-part tag"), N_("Number on the old part's tag?"))
    old_part_waybill: ShortText = ask(
        "send_old", N_("Waybill of the old part"), N_("Waybill number of the return?"), need="should"
    )
    old_part_waived: YesOrNo = stamped(N_("Return waived"))
    waiver_reason: Text = stamped(N_("Reason of the waiver"))
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


READY_MADE = Action("ready_made", N_("Ready"), N_("{name}: ready"), style="success", stamps=("made_ready_at",))
READY_BOUGHT = Action("ready_bought", N_("Ready"), N_("{name}: ready"), style="success", stamps=("bought_ready_at",))
SETTLE = Action("settle", N_("Settle"), N_("{name} settled it"), style="success", asks="settle")
SHIP = Action("ship", N_("Shipped"), N_("{name} shipped it"), style="success", asks="ship", stamps=("shipped_at",))
RECEIVE = Action(
    "receive",
    N_("Arrived"),
    N_("{name} recorded the receipt"),
    style="success",
    asks="receive",
    stamps=("received_at",),
)
SEND_OLD = Action(
    "send_old",
    N_("Old part sent"),
    N_("{name} sent the old part"),
    style="success",
    asks="send_old",
    empties=("old_part_waived", "waiver_reason"),  # of a waiver that was returned
)
WAIVE = Action(
    "waive",
    N_("No old part"),
    N_("{name} asked to waive the old part"),
    reason=True,
    reasons=(N_("Customer keeps it"), N_("Scrapped on site"), N_("Lost")),
    reason_to="waiver_reason",
    sets=(("old_part_waived", True),),
)
NOT_WAIVED = replace(RETURN, goes=Goes.TO, to="send_old")  # the part is shipped already: only the old one is open
CHARGE = Action(  # T9: who cannot explain it is charged for it
    "charge_old",
    N_("Charge it"),
    N_("{name}: the part is charged"),
    reason=True,
    reasons=(N_("No reason given"), N_("Lost by the customer"), N_("Not returned in time")),
    reason_to="charge_reason",
    sets=(("old_part_charged", True),),
)
TAKE_IN = Action(
    "take_in",
    N_("Old part is here"),
    N_("{name} received the old part"),
    style="success",
    stamps=("old_part_received_at",),
)
ANALYSE = Action(
    "analyse_old", N_("Record the analysis"), N_("{name} recorded the analysis"), style="success", asks="analyse"
)
SIGN_PART = Action(SIGN.name, SIGN.label, SIGN.done, style="success", stamps=("signed_at",))
SIGN_WARRANTY = replace(SIGN_PART, asks="confirm")  # T3: with a verdict

SHIPS_FIRST = (given("urgency", "line_down"), follows("ship_before_signature", True))  # T6
OWED = follows("old_part_owed", True)
QUALITY = staff_of(UnitKind.QUALITY_DEPT)
SENDERS = staff_of(UnitKind.MANUFACTURING_DEPT, UnitKind.PURCHASING_DEPT)

PREPARE = together(  # R37: three separate confirmations
    N_("prepare"),
    Step(
        "make_ready",
        N_("manufacturing"),
        staff_of(UnitKind.MANUFACTURING_DEPT),
        (READY_MADE, *decisions(READY_MADE, reject=False)[2:]),
        rule="R37",
        task=N_("prepare"),
        deadline="ship_spare",
    ),
    Step(
        "buy_ready",
        N_("purchasing"),
        staff_of(UnitKind.PURCHASING_DEPT),
        (READY_BOUGHT, *decisions(READY_BOUGHT, reject=False)[2:]),
        rule="R37",
        task=N_("prepare"),
        deadline="ship_spare",
    ),
    Step(
        "settle",
        N_("finance"),
        staff_of(UnitKind.FINANCE_DEPT),
        (SETTLE, *decisions(SETTLE, reject=False)[2:]),
        rule="R37",
        task=N_("settle"),
        deadline="ship_spare",
        when=(follows("finance_confirms", True),),
    ),
)
SHIPPING = (
    Step("ship", N_("ship"), SENDERS, (SHIP,), rule="R37", task=N_("ship"), deadline="ship_spare", ships=True),
    Step(
        "receive",
        N_("receipt"),
        applicant(),
        (RECEIVE,),
        rule="T7",
        task=N_("record the receipt"),
        deadline="receipt",
        clock_field="shipped_at",
        effects=("receipt_in_doubt",),
    ),
)
OLD_PART = (  # T8 to T10
    Step(
        "send_old",
        N_("old part"),
        applicant(),
        (SEND_OLD, WAIVE),
        rule="T8",
        task=N_("return the old part"),
        deadline="old_part_back",
        clock_field="received_at",
        when=(OWED,),
    ),
    Step(
        "confirm_waiver",
        N_("waiver"),
        QUALITY,
        (APPROVE, CHARGE, NOT_WAIVED, ASK, TRANSFER),
        rule="T8",
        task=N_("confirm the waiver"),
        deadline="approval_step",
        when=(given("old_part_waived"),),
        approval=True,
    ),
    Step(
        "take_in",
        N_("arrival"),
        QUALITY,
        (TAKE_IN,),
        rule="T10",
        task=N_("receive the old part"),
        deadline="old_part_back",
        when=(OWED, unless("old_part_waived")),
    ),
    Step(
        "analyse_old",
        N_("analysis"),
        QUALITY,
        (ANALYSE,),
        rule="T10",
        task=N_("analyse the old part"),
        deadline="old_part_analysis",
        clock_field="old_part_received_at",
        when=(OWED, unless("old_part_waived")),
    ),
)

SPARE_PART = Chapter(
    kind="spare_part",
    prefix="SP",
    emoji="🔩",
    title=N_("Spare part"),
    form=SparePart,
    rules=(
        "R34",
        "R35",
        "R36",
        "R37",
        "R38",
        "R44",
        "R45",
        "R46",
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T8",
        "T9",
        "T10",
        "T11",
    ),
    opening_effects=("judge_amount", "judge_warranty"),
    starts=(Start("spare_part", "warranty_spare", ARRIVED_WRONG), Start("spare_part", "oem_resupply", ARRIVED_WRONG)),
    routes=(
        Route(
            "warranty_spare",
            N_("Warranty part"),
            opened_by=Performer(
                unit_kinds=frozenset(
                    {UnitKind.SERVICE_UNIT, UnitKind.SERVICE_CENTRE, UnitKind.SALES_COMPANY, UnitKind.BRANCH_SALES_DEPT}
                )
            ),
            rule="R44",
            fixed=(("route", "warranty_spare"),),
            stages=in_order(
                Step(
                    "review",
                    N_("unit leader"),
                    leader_of_applicant(),
                    decisions(APPROVE),
                    rule="R45",
                    task=N_("review"),
                    deadline="approval_step",
                    approval=True,
                    deferred_when=SHIPS_FIRST,
                ),
                Step(
                    "confirm",
                    N_("quality"),
                    QUALITY,
                    decisions(SIGN_WARRANTY),
                    rule="R46",
                    task=N_("sign"),
                    deadline="approval_step",
                    approval=True,
                    deferred_when=SHIPS_FIRST,
                ),
                Step(
                    "approve",
                    N_("deputy GM"),
                    holder_of(Role.DEPUTY_GM),
                    decisions(APPROVE),
                    rule="T4",
                    task=N_("give final approval"),
                    deadline="approval_step",
                    approval=True,
                    deferred_when=SHIPS_FIRST,
                    when=(given("over_limit", True),),
                ),
                PREPARE,
                *SHIPPING,
                *OLD_PART,
                *CLOSING,
            ),
        ),
        Route(
            "oem_resupply",
            N_("Resupply for the OEM"),
            opened_by=staff_of(UnitKind.RESEARCH_INSTITUTE, UnitKind.MARKET_DEV_DEPT),
            rule="R34",
            own_prefix="RS",
            fixed=(("route", "oem_resupply"),),
            stages=in_order(
                Step(
                    "sign",
                    N_("quality"),
                    QUALITY,
                    decisions(SIGN_PART),
                    rule="R36",
                    task=N_("sign"),
                    deadline="approval_step",
                    approval=True,
                    deferred_when=SHIPS_FIRST,
                ),
                PREPARE,
                *SHIPPING,
                *CLOSING,
            ),
        ),
    ),
    spawns=(
        asks_after(about=("complaint",)),
        Spawn(
            "quality_alert",
            "quality_alert",
            at="",
            when=given("quality_info", True),
            carries=(
                ("customer_id", "customer_id"),
                ("site_id", "site_id"),
                ("part_id", "part_id"),
                ("batch_no", "batch_no"),
                ("title", "complaint"),
                ("description", "complaint"),
                ("photos", "photos"),
            ),
            says=(("found_where", "warranty"),),
        ),
        Spawn(  # T7: what arrives damaged is quality information of its own (R1, R25)
            "quality_alert",
            "quality_alert",
            at="receive",
            when=given("received_state", Received.DAMAGED),
            carries=(
                ("customer_id", "customer_id"),
                ("site_id", "site_id"),
                ("part_id", "part_id"),
                ("title", "receipt_fault"),
                ("description", "receipt_fault"),
                ("photos", "receipt_photos"),
            ),
            says=(("found_where", "receipt"),),
            anew=True,
        ),
    ),
)
