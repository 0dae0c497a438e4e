"""Customer visit: approved before it is hosted, recorded with every question that was raised (R17 to R21).

A visit is no case of its own, so nothing is determined about it (R47): what a visitor asks is answered, or becomes a
customer information, which is a case and ends with its determination."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.forms import any_line, given
from bot.procedure.roles import Role, UnitKind
from bot.procedure.satisfaction import asks_after
from bot.procedure.visit_form import Visit
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    REJECT,
    RETURN,
    TRANSFER,
    Action,
    Chapter,
    Route,
    Spawn,
    Step,
    applicant,
    holder_of,
    in_order,
    staff_of,
    together,
    unit_named,
)

APPROVE_VISIT = replace(APPROVE, label=N_("Approve the visit"), done=N_("{name} approved the visit"))
RETURN_VISIT = replace(
    RETURN,
    reasons=(N_("Details are missing"), N_("Please propose another date"), N_("Please invite other departments")),
)
REJECT_VISIT = replace(REJECT, reasons=(N_("Not needed"), N_("Not possible at this time"), N_("Confidential areas")))
ARRANGED = Action(
    "arranged", N_("Reception is arranged"), N_("{name} arranged the reception"), style="success", asks="arrange"
)
RECORDED = Action("recorded", N_("Record the visit"), N_("{name} recorded the visit"), style="success", asks="report")
ANSWERED = Action(
    "answered", N_("All answered"), N_("{name} recorded the answers"), style="success", asks="answers",
    begins="open_questions", empties=("still_open",),
)  # fmt: skip

VISIT = Chapter(
    kind="visit",
    prefix="CV",
    emoji="🤝",
    title=N_("Customer visit"),
    form=Visit,
    rules=("R17", "R18", "R19", "R20", "R21"),
    opening_effects=("plan_visit",),
    routes=(
        Route(
            "visit",
            N_("Customer visit"),
            opened_by=staff_of(UnitKind.PROJECT_TEAM),
            rule="R17",
            stages=in_order(
                Step(
                    "approve",
                    N_("approval"),
                    holder_of(Role.MANAGEMENT_REP, Role.GENERAL_MANAGER),
                    (APPROVE_VISIT, RETURN_VISIT, REJECT_VISIT, ASK, TRANSFER),
                    rule="R17",
                    task=N_("approve the visit"),
                    deadline="approval_step",
                    due_field="approve_by",
                    approval=True,
                    effects=("tell_visit_approved",),
                ),
                together(
                    N_("visit"),
                    Step(
                        "arrange",
                        N_("reception"),
                        unit_named("host_unit_id"),
                        (ARRANGED, ASK, TRANSFER),
                        rule="R18",
                        task=N_("arrange the reception"),
                        due_field="arrange_by",
                        effects=("tell_visit_arranged",),
                    ),
                    Step(
                        "report",
                        N_("record"),
                        applicant(),
                        (RECORDED, TRANSFER),
                        rule="R21",
                        task=N_("record the visit"),
                        deadline="visit_record",
                        clock_field="leaves_on",
                        sleeps_until="arrives_on",
                        effects=("questions_of_visit",),
                    ),
                ),
                Step(
                    "answers",
                    N_("open answers"),
                    applicant(),
                    (ANSWERED, TRANSFER),
                    rule="R20",
                    task=N_("answer the open questions"),
                    due_field="answers_due",
                    when=(any_line("questions", "reply", "later"),),
                ),
            ),
        ),
    ),
    spawns=(
        asks_after(about=("purpose",)),
        Spawn(
            "customer_info",
            "customer_info",
            at="report",
            each="questions",
            when=given("reply", "pass_on"),
            carries=(
                ("customer_id", "customer_id"),
                ("site_id", "site_id"),
                ("said", "line.question"),
                ("said_by", "line.asker"),
                ("quality_info", "line.quality"),
                ("stage", "stage"),
            ),
            says=(("channel", "visit"),),
        ),
    ),
)
