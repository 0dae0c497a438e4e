"""The time limits of the procedure, as a table. Every one can be overridden per customer, product and severity.

The procedure itself gives no figure; `source` says how well each default is founded: S stated in the procedure,
F found in a sibling procedure or in the trade, I inferred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from bot.procedure.calendar import WorkingCalendar
from bot.procedure.spans import CalendarDays, Elapsed, Span, WorkingDays, WorkingHours

Source = Literal["S", "F", "I"]


@dataclass(frozen=True)
class Deadline:
    """One row: what `starts` the clock, how long it runs, and how long in an urgent case (None: no difference)."""

    key: str
    starts: str
    normal: Span
    urgent: Span | None
    why: str
    source: Source


@dataclass(frozen=True)
class DueDate:
    """What a work item stores. `rule` reads "approval_step.urgent:4wh"."""

    rule: str
    start: datetime
    due_at: datetime


def _table(rows: Iterable[Deadline]) -> Mapping[str, Deadline]:
    return MappingProxyType({row.key: row for row in rows})


DEADLINES: Final = _table(
    [
        # Quality information and its problem solving (R7, R8, R25, R47, R48)
        Deadline("pass_quality_info", "received", Elapsed(2), None, "a supplier of the trade", "F"),
        Deadline("acknowledge_customer", "received", Elapsed(24), Elapsed(2), "a vehicle maker and a supplier", "F"),
        Deadline(
            "containment", "received or portal time, the earlier", Elapsed(24), Elapsed(12), "OEM quality rules", "F"
        ),
        Deadline("root_cause", "received, or failed part received", WorkingDays(5), WorkingDays(3), "OEM rules", "F"),
        Deadline("root_cause_sub_supplier", "as root_cause", WorkingDays(10), None, "OEM quality rules", "F"),
        Deadline("actions_done", "received", CalendarDays(14), None, "two industrial rules", "F"),
        Deadline("closed", "received", CalendarDays(60), None, "two industrial rules", "F"),
        Deadline("cpa_determination", "service done", WorkingDays(5), None, "R47", "I"),
        # The follow-up of the effectiveness, three months long, is the question whether the fault came back.
        Deadline("recurrence_30", "closed", CalendarDays(30), None, "registers track three months", "F"),
        Deadline("recurrence_60", "closed", CalendarDays(60), None, "registers track three months", "F"),
        Deadline("recurrence_90", "closed", CalendarDays(90), None, "registers track three months", "F"),
        Deadline("recurrence_answer", "asked", WorkingDays(3), None, "R48", "I"),
        # On site (R31, T12, T13)
        Deadline("on_site", "request accepted", Elapsed(48), Elapsed(24), "a vehicle maker", "F"),
        Deadline("on_site_remote", "request accepted", Elapsed(72), None, "a vehicle maker", "F"),
        Deadline("site_work", "arrival", WorkingDays(10), None, "no job is left open", "I"),
        Deadline("trip_report", "return", WorkingDays(3), None, "gates travel expenses in the trade", "I"),
        # Approvals and spare parts (R34 to R38, R44 to R46, T5 to T10)
        Deadline(
            "approval_step", "step opened", WorkingDays(1), WorkingHours(4), "another trade; urgent inferred", "F"
        ),
        Deadline("signature_after_shipping", "shipped in a line stop", WorkingDays(1), None, "T6", "I"),
        Deadline("ship_spare", "last signature", WorkingDays(3), Elapsed(24), "R37", "I"),
        Deadline("receipt", "shipped", WorkingDays(5), None, "T7", "I"),
        Deadline("old_part_back", "part received by customer", CalendarDays(30), None, "the trade: monthly", "I"),
        Deadline("old_part_missing", "part received by customer", CalendarDays(45), None, "T9", "I"),
        Deadline("old_part_analysis", "old part received", WorkingDays(10), None, "T10, by analogy", "I"),
        # Late delivery (R32, R33)
        Deadline("delivery_question", "promised date", WorkingDays(-5), None, "R32", "I"),
        Deadline("delivery_question_again", "promised date", WorkingDays(-2), None, "R32", "I"),
        Deadline("delay_notice", "delay known", WorkingDays(0), None, "R33: at once", "S"),
        Deadline("delay_notice_latest", "promised date", WorkingDays(-2), None, "a sibling procedure", "F"),
        Deadline("chase_consent", "notice sent", WorkingDays(1), None, "R33", "I"),
        # Satisfaction and review (T14, R50)
        Deadline("satisfaction", "service closed", WorkingDays(5), None, "T14", "I"),
        Deadline("survey_interval", "last survey", CalendarDays(365), None, "T14: yearly", "F"),
        Deadline("yearly_survey", "opened", WorkingDays(10), None, "T14", "I"),
        Deadline("review_findings", "opened", WorkingDays(5), None, "R50", "I"),
        # Training (R12, R43)
        Deadline("training_plan", "need known", WorkingDays(3), None, "R12", "I"),
        Deadline("training_check", "day of the check", WorkingDays(5), None, "R43", "I"),
        # Visits, information, tools, customer data (R15, R17 to R26, R41)
        Deadline("visit_application", "arrival", WorkingDays(-2), None, "between one day and five weeks", "F"),
        Deadline("visit_record", "visit end", WorkingDays(3), None, "R21", "I"),
        Deadline("dispatch_info", "opened", WorkingHours(4), WorkingHours(1), "R26: in time", "I"),
        Deadline("answer_customer", "received", WorkingDays(3), WorkingDays(1), "R24: in time", "I"),
        Deadline("tool_loan", "out", CalendarDays(30), None, "R41", "I"),
        Deadline("tool_hand_out", "approved", WorkingDays(1), None, "R41: in time", "I"),
        Deadline("tool_recheck", "returned", WorkingDays(3), None, "R41", "I"),
        Deadline("centre_verification", "last verified", CalendarDays(365), None, "R39: yearly", "I"),
        Deadline("customer_data_check", "change known", WorkingDays(1), None, "R15: at once", "S"),
        Deadline("customer_data_reverify", "last verified", CalendarDays(365), None, "R15: yearly", "I"),
    ]
)

URGE_INTERVAL: Final = WorkingHours(4)
"""An applicant may urge once in this time."""


def due(
    key: str,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    urgent: bool = False,
    overrides: Mapping[str, Span] = MappingProxyType({}),
) -> DueDate:
    """The deadline `key` counted from `start`.

    `overrides` are keyed "approval_step" or "approval_step.urgent". Raises KeyError for a key not in the table.
    """
    name, span = _choose(DEADLINES[key], overrides, urgent=urgent)
    return DueDate(f"{name}:{span.code}", start, span.after(start, calendar))


def _choose(row: Deadline, overrides: Mapping[str, Span], *, urgent: bool) -> tuple[str, Span]:
    name = f"{row.key}.urgent"
    hurried = overrides.get(name, row.urgent) if urgent else None
    return (name, hurried) if hurried else (row.key, overrides.get(row.key, row.normal))
