"""On-site job: installation, commissioning or repair at the OEM's and users' sites (R31, T12, T13)."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.closing import CLOSING
from bot.procedure.forms import When, given, unless
from bot.procedure.satisfaction import asks_after
from bot.procedure.site_job_form import WITHOUT_FAULT, SiteJob
from bot.procedure.words import N_
from bot.procedure.workflow import (
    CLOSED,
    Action,
    Chapter,
    Goes,
    Performer,
    Route,
    Spawn,
    Start,
    Step,
    in_order,
    named,
)

ACCEPT = Action("accept", N_("Accept"), N_("{name} accepted"), style="success")
DECLINE = Action(
    "decline",
    N_("Decline"),
    N_("{name} declined"),
    Goes.BACK,
    style="danger",
    reason=True,
    reasons=(N_("On another job then"), N_("On leave"), N_("Not trained for this product")),
)
EN_ROUTE = Action(
    "en_route",
    N_("En route"),
    N_("{name} is on the way"),
    Goes.STAY,
    style="success",
    stamps=("departed_at",),
    when=(unless("departed_at"), unless("arrived_at"), unless("started_at")),
)
ON_SITE = Action(
    "on_site",
    N_("On site"),
    N_("{name} is on site"),
    Goes.STAY,
    style="success",
    stamps=("arrived_at",),
    meets=True,
    when=(unless("arrived_at"), unless("started_at")),
)
START = Action(
    "start",
    N_("Start"),
    N_("{name} started"),
    Goes.STAY,
    style="success",
    stamps=("started_at",),
    meets=True,
    when=(unless("started_at"),),
)
FINISH = Action(
    "finish",
    N_("Finish"),
    N_("{name} finished the work"),
    style="success",
    stamps=("finished_at",),
    when=(given("started_at"), unless("paused_at")),
)
PAUSE = Action(
    "pause",
    N_("Pause"),
    N_("{name} paused"),
    Goes.STAY,
    stamps=("paused_at",),
    when=(given("started_at"), unless("paused_at")),
)
RESUME = Action(
    "resume",
    N_("Resume"),
    N_("{name} resumed"),
    Goes.STAY,
    style="success",
    adds=("paused_minutes", "paused_at"),
    empties=("paused_at",),
    when=(given("paused_at"),),
)
REPORT = Action("report", N_("Write the report"), N_("{name} handed in the report"), style="success", asks="report")
SIGN_OFF = Action(
    "sign_off",
    N_("Customer's sign-off"),
    N_("{name} recorded the customer's sign-off"),
    style="success",
    asks="sign_off",
)
FOLLOW_UP = Action(
    "follow_up", N_("It is solved now"), N_("{name} followed up: solved"), style="success", asks="follow_up"
)
FOLLOW_UP_AGAIN = Action(
    "follow_up_again",
    N_("Still not solved"),
    N_("{name} followed up: not solved yet"),
    Goes.TO,
    to="follow_up",
    asks="follow_up_again",
)

ENGINEER = named("engineer_id")


def _alert(fault: str, of: When) -> Spawn:
    """Quality information goes to quality (R25). fault: the field that says what is wrong."""
    return Spawn(
        "quality_alert",
        "quality_alert",
        at="report",
        when=given("quality_info", True),
        carries=(
            ("customer_id", "customer_id"),
            ("site_id", "site_id"),
            ("part_id", "part_id"),
            ("batch_no", "serial_no"),
            ("failure_code", "failure_code"),
            ("title", fault),
            ("description", "symptom_found"),
            ("photos", "photos"),
        ),
        says=(("found_where", "field"),),
        also=(of,),
    )


SITE_JOB = Chapter(
    kind="site_job",
    prefix="SJ",
    emoji="🛠",
    title=N_("On-site job"),
    form=SiteJob,
    opened_word=N_("opened"),
    rules=("R1", "R2", "R28", "R31", "T12", "T13"),
    routes=(
        Route(
            "site_job",
            N_("On-site job"),
            opened_by=Performer(),
            rule="R31",
            stages=in_order(
                Step(
                    "accept",
                    N_("acceptance"),
                    ENGINEER,
                    (ACCEPT, DECLINE),
                    rule="R31",
                    task=N_("accept the job"),
                    deadline="approval_step",
                    when=(unless("own_job"),),
                    visits=True,
                ),
                Step(
                    "work",
                    N_("work on site"),
                    ENGINEER,
                    (EN_ROUTE, ON_SITE, START, FINISH, PAUSE, RESUME),
                    rule="R31",
                    task=N_("work on site"),
                    limited=N_("be on site"),
                    rest=("site_work", N_("finish the work")),
                    deadline="on_site",
                    slower=(given("remote"), "on_site_remote"),
                    due_field="promised_on",
                    visits=True,
                ),
                Step(
                    "report",
                    N_("report"),
                    ENGINEER,
                    (REPORT,),
                    rule="T13",
                    task=N_("write the report"),
                    deadline="trip_report",
                    clock_field="finished_at",
                ),
                Step(
                    "sign_off",
                    N_("sign-off"),
                    ENGINEER,
                    (SIGN_OFF,),
                    rule="T12",
                    task=N_("get the customer's signature"),
                    deadline="trip_report",
                    clock_field="finished_at",
                ),
                Step(
                    "follow_up",
                    N_("follow-up"),
                    ENGINEER,
                    (FOLLOW_UP, FOLLOW_UP_AGAIN),
                    rule="T12",
                    task=N_("follow up"),
                    due_field="follow_up_on",
                    when=(given("result", "temporary", "unsolved"),),
                    visits=True,
                ),
                *CLOSING,
            ),
        ),
    ),
    spawns=(
        _alert("symptom_told", unless("service_type", *WITHOUT_FAULT)),
        _alert("symptom_found", given("service_type", *WITHOUT_FAULT)),
        replace(asks_after(CLOSED, "engineer_id", about=("symptom_told",)), also=(unless("score"),)),
    ),
    starts=(
        Start("spare_part", "warranty_spare", at_hand=given("started_at")),
        Start("training", "own_training", given("unbriefed_id")),
    ),
    sends=("engineer_id", "product_id", "promised_on"),
    site_hours=True,
)
