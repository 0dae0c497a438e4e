"""How long records are kept (R49, R51, T16): the longest applicable class wins, and what is not known is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.procedure.roles import Choice
from bot.procedure.words import N_


class Basis(StrEnum):
    """From when the years count."""

    CLOSED = "closed"
    PART_LIFE_ENDS = "part_life_ends"
    PRODUCTION_ENDS = "production_ends"


@dataclass(frozen=True)
class Term:
    basis: Basis
    years: int


@dataclass(frozen=True)
class RetentionClass:
    """A class of records; of several terms the longest counts."""

    key: str
    terms: tuple[Term, ...]


RETENTION: Final[Mapping[str, RetentionClass]] = MappingProxyType(
    {
        row.key: row
        for row in [
            RetentionClass("service_3y", (Term(Basis.CLOSED, 3),)),
            RetentionClass("cpa_3y", (Term(Basis.CLOSED, 3), Term(Basis.PART_LIFE_ENDS, 1))),
            RetentionClass("part_life_plus_1y", (Term(Basis.PART_LIFE_ENDS, 1),)),
            RetentionClass("safety_15y", (Term(Basis.PRODUCTION_ENDS, 15),)),
        ]
    }
)


KEPT_FOR_GOOD: Final = "part_life_plus_1y"
"""For what is about no part: the end of a life that nobody knows never comes."""


class Keeping(Choice):
    """By what a record is kept, as people call it."""

    SERVICE_3Y = "service_3y", N_("Service, 3 years")
    CPA_3Y = "cpa_3y", N_("Corrective action, 3 years or the part's life")
    PART_LIFE_PLUS_1Y = "part_life_plus_1y", N_("Part's life and 1 year")
    SAFETY_15Y = "safety_15y", N_("Safety, 15 years after production")
    CUSTOMER_DEMAND = "customer_demand", N_("Customer's demand")
    LEGAL_HOLD = "legal_hold", N_("Legal hold")


@dataclass(frozen=True)
class RecordDates:
    """What is known of a record's dates; `demanded_years` are the customer's own demand, counted from closing."""

    closed: date
    part_life_ends: date | None = None
    production_ends: date | None = None
    demanded_years: int | None = None
    legal_hold: bool = False


@dataclass(frozen=True)
class Kept:
    """Until when a record is kept and by which class; `until` None: it may not be deleted."""

    rule: str
    until: date | None


def longest(classes: Iterable[str], dates: RecordDates) -> Kept:
    """The longest of the applicable classes. Raises KeyError for an unknown class, ValueError if there is none.

    Reaching the date permits nothing by itself: deletion needs an approved disposal record.
    """
    if dates.legal_hold:
        return Kept("legal_hold", None)
    kept = [Kept(key, _until(term, dates)) for key in classes for term in RETENTION[key].terms]
    if dates.demanded_years is not None:
        kept.append(Kept("customer_demand", _years_after(dates.closed, dates.demanded_years)))
    if not kept:
        raise ValueError("a record needs at least one retention class")
    return max(kept, key=lambda one: (one.until is None, one.until or date.min))


def _until(term: Term, dates: RecordDates) -> date | None:
    since: date | None = getattr(dates, term.basis.value)
    return None if since is None else _years_after(since, term.years)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February: the day after is the later, and longer is the safe side.
        return date(day.year + years, 3, 1)
