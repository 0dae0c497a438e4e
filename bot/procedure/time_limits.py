"""The time limits of deadlines.py as settings: what each is called, and how another one is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.procedure.deadlines import DEADLINES
from bot.procedure.kinds import Kind, Reading, Unreadable
from bot.procedure.spans import Span, parse_span
from bot.procedure.words import N_

LIMIT: Final = "limit."
"""Before a time limit's key among the settings."""
URGENT: Final = ".urgent"
QUESTION: Final = N_("How long may it take?")

LABELS: Final[Mapping[str, str]] = {
    "pass_quality_info": N_("Pass quality information to quality"),
    "acknowledge_customer": N_("Acknowledge to the customer"),
    "containment": N_("Containment (D3)"),
    "root_cause": N_("Root cause and plan (D4, D5)"),
    "root_cause_sub_supplier": N_("Root cause at a sub-supplier"),
    "actions_done": N_("Actions done (D6)"),
    "closed": N_("Case closed (D7, D8)"),
    "cpa_determination": N_("Determination of action"),
    "recurrence_30": N_("First question whether it came back"),
    "recurrence_60": N_("Second question whether it came back"),
    "recurrence_90": N_("Third question whether it came back"),
    "recurrence_answer": N_("Answer whether it came back"),
    "on_site": N_("Be on site"),
    "on_site_remote": N_("Be on site, remote place"),
    "site_work": N_("Work on site"),
    "trip_report": N_("Report after a job"),
    "approval_step": N_("Approval step"),
    "signature_after_shipping": N_("Signature after shipping"),
    "ship_spare": N_("Ship a spare part"),
    "receipt": N_("Receipt of a part"),
    "old_part_back": N_("Old part back"),
    "old_part_missing": N_("Old part missing"),
    "old_part_analysis": N_("Analysis of an old part"),
    "delivery_question": N_("First question before delivery"),
    "delivery_question_again": N_("Second question before delivery"),
    "delay_notice": N_("Tell the customer of a delay"),
    "delay_notice_latest": N_("Latest notice before the promised date"),
    "chase_consent": N_("Customer's consent"),
    "satisfaction": N_("Ask how content a customer is"),
    "survey_interval": N_("Next survey of a customer"),
    "yearly_survey": N_("Answers of a survey"),
    "review_findings": N_("Findings of a review"),
    "training_plan": N_("Plan of a training"),
    "training_check": N_("Check of a training's effect"),
    "visit_application": N_("Application before a visit"),
    "visit_record": N_("Record of a visit"),
    "dispatch_info": N_("Dispatch of customer information"),
    "answer_customer": N_("Answer to the customer"),
    "tool_loan": N_("Loan of a tool"),
    "tool_hand_out": N_("Hand-out of a tool"),
    "tool_recheck": N_("Check of a tool after its return"),
    "centre_verification": N_("Verification of a service centre"),
    "customer_data_check": N_("Check of customer data"),
    "customer_data_reverify": N_("Verification of a customer file"),
}

_UNITS: Final = (
    (r"wh|working\s*hours?|个?工作小时", "wh"),
    (r"wd|working\s*days?|个?工作日", "wd"),
    (r"h|hours?|个?小时", "h"),
    (r"d|days?|天|个?自然日", "d"),
)
_USUAL: Final = {"h": (2, 24, 48), "wh": (2, 4, 8), "wd": (1, 2, 3, 5), "d": (14, 30, 60)}


@dataclass(frozen=True)
class TimeLimit(Kind):
    """How long something may take: "2 working days", "4wh", "30天". before: it counts back from a day, as a negative
    number of working days. Stored as the code of spans.py."""

    before: bool = False

    def read(self, text: str, at: Reading) -> str:
        try:
            return self._span(text.strip().lower()).code
        except ValueError:
            raise Unreadable(
                N_(
                    "Please write for example 24 hours, 4 working hours, 2 working days or 30 days. You wrote “{text}”."
                ),
                text=text.strip()[:60],
            ) from None

    def _span(self, words: str) -> Span:
        for pattern, unit in _UNITS:
            if found := re.fullmatch(rf"(-?\d{{1,4}})\s*(?:{pattern})", words):
                number = int(found[1])
                return parse_span(f"{-abs(number) if self.before and unit == 'wd' else number}{unit}")
        raise ValueError(words)

    def fits(self, code: str) -> bool:
        """Whether the span of `code` lies on the right side of its start."""
        return code.startswith("-") is self.before


@dataclass(frozen=True)
class Limit:
    """A time limit as a setting; the urgent one is a setting of its own."""

    key: str
    label: str
    kind: TimeLimit
    default: str
    offers: tuple[str, ...]
    urgent: bool = False


def _limits() -> Iterator[Limit]:
    for key, row in DEADLINES.items():
        label = LABELS.get(key, key.replace("_", " "))
        yield _limit(LIMIT + key, label, row.normal)
        if row.urgent is not None:
            yield _limit(LIMIT + key + URGENT, label, row.urgent, urgent=True)


def _limit(key: str, label: str, span: Span, **more: Any) -> Limit:
    before, unit = span.code.startswith("-"), re.sub(r"[-\d]", "", span.code)
    usual = [f"{'-' if before else ''}{number}{unit}" for number in _USUAL[unit]]
    return Limit(key, label, TimeLimit(before), span.code, tuple(dict.fromkeys((span.code, *usual))), **more)


def read_limits(text: str) -> dict[str, str]:
    """ "approval_step=2wd, ship_spare.urgent=12h" as settings. ValueError names the entry that is none."""
    known, found = {limit.key: limit for limit in LIMITS}, {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, _, words = entry.partition("=")
        key = LIMIT + name.strip()
        if key not in known or not known[key].kind.fits(code := parse_span(words).code):
            raise ValueError(f"{entry!r} is no time limit; write for example approval_step=2wd")
        found[key] = code
    return found


LIMITS: Final = tuple(_limits())
