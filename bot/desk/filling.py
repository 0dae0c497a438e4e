"""What the answer to one question fills in for others: the customer file in force, once the customer is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.desk import questions
from bot.desk.customer_files import known_file
from bot.procedure.forms import Data, Plan, is_empty
from bot.procedure.workflow import Chapter
from bot.storage.tx import Tx

FILLING: Final[dict[str, Callable[[Tx, Any], dict[str, Any]]]] = {"file_in_force": known_file}
"""By name (Chapter.fills): from the answer to the fields that it fills in, None where there is nothing."""


def filled(tx: Tx, of: Chapter, plan: Plan, data: Data, name: str) -> tuple[dict[str, Any], list[str]]:
    """The answers with what `name` fills in, and the questions that need not be asked for that."""
    field, filler = of.fills
    if field != name or is_empty(data.get(name)):
        return dict(data), []
    found = {**data, **FILLING[filler](tx, data[name])}
    full = {key: value for key, value in found.items() if not is_empty(value)}
    return full, questions.settled(plan, full)
