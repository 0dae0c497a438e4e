"""Customer information: received, passed to the unit that has to do with it, answered on a clock (R22 to R27).

Quality information goes to quality alone and is closed by quality's alert; all else the project team dispatches (R25,
R26)."""

from __future__ import annotations

from bot.procedure.closing import CLOSING, NOT_QUALITY
from bot.procedure.customer_info_form import CustomerInfo
from bot.procedure.forms import given
from bot.procedure.roles import AFTER_SALE_UNITS, PRE_IN_SALE_UNITS, UnitKind
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
DISMISS = Action(
    "dismiss", N_("Dismiss"), N_("{name} dismissed it"), Goes.END, style="danger", reason=True,
    reasons=(N_("Received twice"), N_("Private, no service information"), N_("Sent by mistake")),
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
                    (DISPATCH, TO_QUALITY, DISMISS, ASK),
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
