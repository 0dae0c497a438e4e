"""What the procedure leaves open, settled by a default that an installation may change (requirements, section 3).

A record keeps the rules that it was opened under: conditions ask for them by `follows`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.procedure.forms import When, given, unless
from bot.procedure.kinds import Kind, OneOf, Reading, Unreadable, Whole, YesNo
from bot.procedure.roles import Choice, UnitKind
from bot.procedure.time_limits import LIMIT, LIMITS, QUESTION
from bot.procedure.words import N_

FACT: Final = "rule."
"""Before a rule's key in the facts of a record."""
TODAY: Final = "today"
"""Among the facts that a check sees: the date where it is asked, as an ISO string."""


class Determination(Choice):
    """Who determines about service that is not about quality (R47)."""

    OWNER = "owner", N_("The owner proposes, the unit leader confirms")
    LEADER = "leader", N_("The unit leader")
    QUALITY = "quality", N_("The quality department")


class Informs(Choice):
    """Who tells the customer of a delay and obtains the consent (R33)."""

    SALES = "sales", N_("The order's sales unit, else the project team")
    PROJECT_TEAM = "project_team", N_("The project team")
    MANUFACTURING = "manufacturing", N_("Manufacturing")


class PartForm(Choice):
    """Whether resupply and warranty part are one form (R34, R44)."""

    ONE = "one", N_("One form, one series of numbers")
    TWO = "two", N_("Two forms, each with its own numbers")


@dataclass(frozen=True)
class Amount(Whole):
    """An amount of money in whole units; 0 is off."""

    low: int = 0
    high: int = 100_000_000

    def read(self, text: str, at: Reading) -> int:
        try:
            return super().read(text, at)
        except Unreadable:
            raise Unreadable(
                N_("Please enter an amount in whole units, for example 5000, or 0 for none. You wrote “{text}”."),
                text=text.strip()[:60],
            ) from None


@dataclass(frozen=True)
class HouseRule:
    """One question that is open. rule: the requirement ("" for a time limit); offers: usual answers of a number;
    urgent: a time limit of urgent cases; of: chapters where it decides something beside their steps' conditions."""

    key: str
    label: str
    question: str
    kind: Kind
    default: Any
    rule: str
    offers: tuple[Any, ...] = ()
    urgent: bool = False
    of: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[Any, ...]:
        """Every answer of a closed list; () where it is a number."""
        if isinstance(self.kind, OneOf):
            return tuple(choice.value for choice in self.kind.choices)
        return (True, False) if isinstance(self.kind, YesNo) else ()


def _table(rules: Iterable[HouseRule]) -> Mapping[str, HouseRule]:
    return MappingProxyType({rule.key: rule for rule in rules})


RULES: Final = _table(
    [
        HouseRule(
            "preliminary_question",
            N_("Question at intake"),
            N_("Is it asked at intake, too, whether corrective or preventive action may be needed? The determination "
               "before the archive is the one that counts."),
            YesNo(), True, "R27", of=("quality_alert", "customer_info"),
        ),
        HouseRule(
            "determination",
            N_("Who determines"),
            N_("Who determines whether action is needed, where it is not about quality?"),
            OneOf(Determination), Determination.OWNER.value, "R47",
        ),
        HouseRule(
            "cpa_keeps_case_open",
            N_("Case waits for its action"),
            N_("Does a case stay open until its corrective or preventive action is verified? If not, it is archived "
               "with a link to the open action."),
            YesNo(), False, "R48",
        ),
        HouseRule(
            "delay_notice_by",
            N_("Who tells of a delay"),
            N_("Who tells the customer of a late delivery and obtains the consent?"),
            OneOf(Informs), Informs.SALES.value, "R33", of=("late_delivery",),
        ),
        HouseRule(
            "refusal_escalates",
            N_("Refusal goes to management"),
            N_("Does the management representative learn of it when a customer refuses a new date?"),
            YesNo(), True, "R33", of=("late_delivery",),
        ),
        HouseRule(
            "deputy_gm_amount",
            N_("Amount for the deputy GM"),
            N_("Above which amount does a warranty part need the deputy general manager? 0: never."),
            Amount(), 0, "T4", offers=(0, 5000, 10_000, 50_000), of=("spare_part",),
        ),
        HouseRule(
            "ship_before_signature",
            N_("Ship first in a line stop"),
            N_("May a part ship before its signatures when a line stands still? They then fall due within one working "
               "day."),
            YesNo(), True, "T6",
        ),
        HouseRule(
            "old_part_owed",
            N_("Old part is owed"),
            N_("Does every part shipped under warranty owe one old part back, or a waiver with a reason?"),
            YesNo(), True, "T8",
        ),
        HouseRule(
            "spare_part_form",
            N_("Spare-part forms"),
            N_("Are resupply and warranty part one form?"),
            OneOf(PartForm), PartForm.ONE.value, "R38", of=("spare_part",),
        ),
        HouseRule(
            "finance_confirms",
            N_("Finance confirms"),
            N_("Does finance confirm the settlement (free of charge, charged or pending) before a part ships?"),
            YesNo(), True, "R37",
        ),
        HouseRule(
            "visit_host",
            N_("Host of visits"),
            N_("Which department hosts customers who visit?"),
            OneOf(UnitKind), UnitKind.GM_OFFICE.value, "R18", of=("visit",),
        ),
    ]
)  # fmt: skip  # a rule's question on lines of its own, its answers on one

TIME_LIMITS: Final = _table(
    HouseRule(limit.key, limit.label, QUESTION, limit.kind, limit.default, "", limit.offers, limit.urgent)
    for limit in LIMITS
)
RECORDS_A_DAY, MEGABYTES_A_DAY = "records_a_day", "megabytes_a_day"
DAY_LIMITS: Final = _table(
    [
        HouseRule(
            RECORDS_A_DAY,
            N_("Records a day"),
            N_("How many records may one person open in a day? Never refused: a stopped line. 0: any number."),
            Amount(high=100_000), 30, "", offers=(0, 30, 100),
        ),
        HouseRule(
            MEGABYTES_A_DAY,
            N_("MB of files a day"),
            N_("How many megabytes of photos and files may one person send in a day? Never refused: for a "
               "stopped line. 0: any number."),
            Amount(high=100_000), 200, "", offers=(0, 200, 1000),
        ),
    ]
)  # fmt: skip  # as above
"""What keeps one account from filling the house; no record keeps it."""
EVERY_RULE: Final[Mapping[str, HouseRule]] = MappingProxyType({**RULES, **TIME_LIMITS, **DAY_LIMITS})
DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType({key: rule.default for key, rule in RULES.items()})


def follows(key: str, *values: Any) -> When:
    """Holds for records whose rule `key` is one of `values`; where nothing is said the default counts. KeyError or
    ValueError if there is no such rule or answer."""
    rule = RULES[key]
    if not set(values) <= set(rule.answers):
        raise ValueError(f"{key} is one of {rule.answers}")
    if rule.default not in values:
        return given(FACT + key, *values)
    return unless(FACT + key, *(answer for answer in rule.answers if answer not in values))


def facts_of(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """The rules that a record keeps, as facts for its conditions."""
    return {FACT + key: value for key, value in {**DEFAULTS, **(kept or {})}.items()}


def limits_of(kept: Mapping[str, Any] | None) -> dict[str, str]:
    """The time limits that a record keeps, where they are not the procedure's: "approval_step.urgent" → "2wh"."""
    return {key.removeprefix(LIMIT): value for key, value in (kept or {}).items() if key.startswith(LIMIT)}
