"""Spare part: resupply on OEM information (R34 to R38) and warranty parts after sale (R44 to R46).

One form, two routes. Quality signs before anything is prepared (R36, R46); with a stopped line a part may ship
first and the signatures follow (T6)."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.closing import CLOSING
from bot.procedure.forms import given, unless
from bot.procedure.house_rules import follows
from bot.procedure.roles import Role, UnitKind
from bot.procedure.satisfaction import asks_after
from bot.procedure.spare_part_form import ARRIVED_WRONG, Opinion, Reason, Received, Settlement, SparePart
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
SIGN_AGREED = replace(SIGN_PART, sets=(("opinion", Opinion.AGREED.value),))  # R36: opinion and signature in one tap
SIGN_NOTED = Action(
    "sign_noted",
    N_("Sign with a note"),
    N_("{name} signed with a note"),
    asks="sign_noted",
    stamps=("signed_at",),
    sets=(("opinion", Opinion.NOTED.value),),
)
SIGN_WARRANTY = replace(SIGN_PART, asks="confirm")  # T3: with a verdict

SHIPS_FIRST = (given("urgency", "line_down"), follows("ship_before_signature", True))  # T6
OWED = follows("old_part_owed", True)
QUALITY = staff_of(UnitKind.QUALITY_DEPT)
BY_NEED = ("", "needed_on")  # who needs it tomorrow is not served within three working days
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
        no_later=BY_NEED,
    ),
    Step(
        "buy_ready",
        N_("purchasing"),
        staff_of(UnitKind.PURCHASING_DEPT),
        (READY_BOUGHT, *decisions(READY_BOUGHT, reject=False)[2:]),
        rule="R37",
        task=N_("prepare"),
        deadline="ship_spare",
        no_later=BY_NEED,
    ),
    Step(
        "settle",
        N_("finance"),
        staff_of(UnitKind.FINANCE_DEPT),
        (SETTLE, *decisions(SETTLE, reject=False)[2:]),
        rule="R37",
        task=N_("settle"),
        deadline="ship_spare",
        no_later=BY_NEED,
        when=(follows("finance_confirms", True),),
    ),
)
SHIPPING = (
    Step(
        "ship",
        N_("ship"),
        SENDERS,
        (SHIP,),
        rule="R37",
        task=N_("ship"),
        deadline="ship_spare",
        no_later=BY_NEED,
        ships=True,
    ),
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
        escalates="old_part_missing",  # T9
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

# A failed part that the OEM gets anew under warranty owes the old one as well (T8); finance says whether it is charged.
FREE_FOR_FAILED = (given("reason", Reason.FAULTY), unless("settlement", Settlement.CHARGED))
OLD_PART_OF_OEM = tuple(replace(step, when=(*step.when, *FREE_FOR_FAILED)) for step in OLD_PART)

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
    prints=N_("Spare-part notice"),
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
                    (SIGN_AGREED, SIGN_NOTED, *decisions(SIGN_PART)[1:]),
                    rule="R36",
                    task=N_("sign"),
                    deadline="approval_step",
                    approval=True,
                    deferred_when=SHIPS_FIRST,
                ),
                PREPARE,
                *SHIPPING,
                *OLD_PART_OF_OEM,
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
