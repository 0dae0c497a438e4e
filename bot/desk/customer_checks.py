"""What the answers about a customer must fulfil: no work without a customer file (R14)."""

from __future__ import annotations

from typing import Any

from bot.desk.customer_files import ON_FILE_ALREADY
from bot.procedure.customer_file import NEW
from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.words import N_
from bot.storage import customer_files as files
from bot.storage.tx import Tx

NO_FILE = N_(
    "This customer has no customer file yet, and nothing is opened without one. "
    "The project team sets it up with /new; please come back to this then."
)


def on_file(tx: Tx, customer_id: Any) -> None:
    """Raises Unreadable if this is a customer without a customer file (R14)."""
    if isinstance(customer_id, int) and files.version_in_force(tx, customer_id) is None:
        raise Unreadable(NO_FILE)


def free_customer_code(tx: Tx, data: Data, value: str) -> None:
    """A new file is for a customer that has none."""
    if data.get("route", NEW) != NEW:
        return
    customer_id = files.find(tx, value)
    if customer_id is not None and files.version_in_force(tx, customer_id) is not None:
        raise Unreadable(ON_FILE_ALREADY)


def same_customer(tx: Tx, data: Data, value: int) -> None:
    """A change that was handed in stays with its customer."""
    if data.get("base_version") and data.get("customer_id") not in {None, value}:
        raise Unreadable(N_("This change belongs to its customer. For another customer please report another change."))


def not_the_engineer(tx: Tx, data: Data, value: int) -> None:
    """Whoever looks after a customer cannot stand in for themselves."""
    if value == data.get("engineer_id"):
        raise Unreadable(N_("The deputy is the engineer. Please choose somebody else for one of the two."))
