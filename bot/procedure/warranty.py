"""Whether a part is in warranty when it fails, and what quality makes of it before anything is sent (R46, T1, T3)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot.procedure.roles import Choice
from bot.procedure.words import N_


class Warranty(Choice):
    """Whether the warranty covers the failure."""

    IN = "in", N_("In warranty")
    OUTSIDE = "outside", N_("Outside the warranty")
    UNKNOWN = "unknown", N_("Cannot be computed")


class Finding(Choice):
    """Whose fault it is, as far as quality can tell when it signs."""

    OURS = "ours", N_("Our fault")
    SUB_SUPPLIER = "sub_supplier", N_("Sub-supplier's fault")
    MISUSE = "misuse", N_("Misuse by the customer")
    NTF = "ntf", N_("No trouble found")
    LATER = "later", N_("Only the analysis can tell")


@dataclass(frozen=True)
class Terms:
    """For how long and how far (kilometres) the warranty holds; None: no such limit is known."""

    months: int | None = None
    km: int | None = None


def last_day(begun: date, months: int) -> date:
    """The last day of a warranty: the same day so many months later, or that month's last."""
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    return date(year, month + 1, min(begun.day, monthrange(year, month + 1)[1]))


def judged(terms: Terms, begun: date | None, failed: date, mileage_km: int) -> tuple[Warranty, date | None]:
    """Whether the warranty covers what failed on that day, and its last day as far as it can be computed."""
    until = last_day(begun, terms.months) if begun and terms.months is not None else None
    if (until and failed > until) or (terms.km is not None and mileage_km > terms.km):
        return Warranty.OUTSIDE, until
    return (Warranty.IN if until else Warranty.UNKNOWN), until
