"""No order without a customer file (R14): what a customer still needs for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.importing.checking import Row
from bot.importing.known import Ident, Known, written
from bot.importing.report import BadCell

WANTED: Final = {"engineer": "an engineer", "deputy": "a deputy"}


def without_file(rows: list[Row], known: Known) -> Iterator[BadCell]:
    """The orders in the workbook whose customer will have no file even after it is stored."""
    told = {row.values.get("code"): row for row in rows if row.sheet.name == "Customers"}
    for row in rows:
        customer: Ident = row.values.get("customer", ())
        if row.sheet.name != "Orders" or not row.whole or _is_bad(told.get(customer[0])):
            continue
        values = dict(known.values["Customers"].get(customer, {}))
        values |= told[customer[0]].values if customer[0] in told else {}
        missing = [words for key, words in WANTED.items() if values.get(key) is None]
        missing += [] if _has_contact(customer, known) else ["a contact"]
        if missing:
            yield row.bad(
                "customer",
                f"“{written(customer)}” has no customer file, and nothing is ordered without one. "
                f"Give it {' and '.join(missing)}.",
            )


def _is_bad(row: Row | None) -> bool:
    """What is wrong with the customer's own row is told there, once."""
    return row is not None and not row.whole


def _has_contact(customer: Ident, known: Known) -> bool:
    return any(ident[0] == customer for ident in known.values["Contacts"])
