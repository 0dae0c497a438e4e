"""What an answer must fulfil beyond its kind, seen beside the other answers. Forms name these (Ask.check).

They hold however an answer comes in: the person is told at the question, and nothing is handed in against them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from bot.procedure.forms import Data, Form, FormField, is_empty
from bot.procedure.kinds import Unreadable
from bot.procedure.words import N_
from bot.storage import master
from bot.storage.tx import Tx

Check = Callable[[Tx, Data, Any], None]
"""The answers, and the one in question among them; raises Unreadable."""


def after_promised(tx: Tx, data: Data, value: str) -> None:
    """A delay notice names a later day than the promised one, the first time and every further time (R33)."""
    line = master.line(tx, data.get("order_line_id") or 0)
    if line is not None and date.fromisoformat(value) <= line.promised_date:
        raise Unreadable(
            N_("The new date must be after the promised one ({promised}). Please enter a later date."),
            promised=line.promised_date,
        )


CHECKS: dict[str, Check] = {"after_promised": after_promised}


def check(tx: Tx, field: FormField, data: Data, value: Any) -> None:
    """Raises Unreadable if `value` is no answer to `field` beside the other answers."""
    if field.ask.check and not is_empty(value):
        CHECKS[field.ask.check](tx, data, value)


def check_all(tx: Tx, form: type[Form], data: Data, names: Collection[str]) -> None:
    """The same for all the answers named."""
    for field in form.all_fields():
        if field.name in names:
            check(tx, field, data, data.get(field.name))
