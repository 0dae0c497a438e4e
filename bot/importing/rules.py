"""What the cells of one row must be to each other, and to what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.importing.known import Known, written

Complaint = tuple[str, str]
"""The English header of a cell, and the sentence."""
Rule = Callable[[Mapping[str, Any], Known], Iterator[Complaint]]


def promised_stays(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    """A promised date never moves without a notice and the customer's recorded answer (R33)."""
    stored = known.values["OrderLines"][values["order_no"], values["line_no"]].get("promised_date")
    if stored is not None and stored != values["promised_date"]:
        yield (
            "promised_date",
            f"The promised date is {stored}. It only moves by a delay notice and the customer's answer.",
        )


def site_is_the_customers(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    """A contact's site is one of their company's."""
    site = values.get("site")
    if site is None:
        return
    owner = known.values["Sites"][site].get("customer", values["customer"])
    if owner != values["customer"]:
        yield "site", f"“{written(site)}” belongs to {written(owner)}. Name a site of {written(values['customer'])}."


def not_ones_own_deputy(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    """Whoever looks after a customer cannot stand in for themselves."""
    if values.get("deputy") is not None and values.get("deputy") == values.get("engineer"):
        yield "deputy", "The deputy is the engineer. Name somebody else or leave it empty."


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "Customers": (not_ones_own_deputy,),
    "Contacts": (site_is_the_customers,),
    "OrderLines": (promised_stays,),
}
