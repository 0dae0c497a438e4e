"""What a form holds before anybody answers: the customer file in force, once the customer is known; the lines that an
action is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.desk import questions
from bot.desk.customer_files import known_file, not_changed_yet
from bot.procedure.data_request import lines_owed
from bot.procedure.forms import Data, Plan, is_empty
from bot.procedure.people import Member
from bot.procedure.training import trainees
from bot.procedure.visit_form import open_questions
from bot.procedure.workflow import Action, Chapter
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

FILLING: Final[dict[str, Callable[[Tx, Member, Any], dict[str, Any]]]] = {"file_in_force": known_file}
"""By name (Chapter.fills): from who asks and the answer to the fields that it fills in, None where there is nothing."""
BEGINNING: Final[dict[str, Callable[[Data, str], dict[str, Any]]]] = {
    "lines_owed": lines_owed,
    "trainees": trainees,
    "open_questions": open_questions,
}
"""By name (Action.begins): from the record and the step's key to what the action's form holds already."""

Warn = Callable[[Tx, Member, str, Data], tuple[str, dict[str, Any]] | None]
WARNING: Final[dict[str, Warn]] = {"not_changed_yet": not_changed_yet}
"""By name (Chapter.warns): from who asks, the route and the answers to what is said on the summary (msgid, values)."""


def filled(tx: Tx, member: Member, of: Chapter, plan: Plan, data: Data, name: str) -> tuple[dict[str, Any], list[str]]:
    """The answers with what `name` fills in for `member`, and the questions that need not be asked for that."""
    field, filler = of.fills
    if field != name or is_empty(data.get(name)):
        return dict(data), []
    found = {**data, **FILLING[filler](tx, member, data[name])}
    full = {key: value for key, value in found.items() if not is_empty(value)}
    return full, questions.settled(plan, full)


def begun_with(record: RecordRow, step: str, action: Action) -> dict[str, Any]:
    """What the form of `action` holds when it is opened."""
    found = BEGINNING[action.begins](record.data, step)
    return {name: value for name, value in found.items() if not is_empty(value)}
