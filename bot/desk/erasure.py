"""Somebody who left asks to be forgotten: a pseudonym stands in place of who they were (reliability.md 6.1).

Records and trail stay, for the company has to be able to show who did what; what only served the person goes."""

from __future__ import annotations

from typing import Any, Final

from bot.catalogues.store import Language
from bot.desk.answers import search_text
from bot.desk.house import House
from bot.errors import FieldclerkError
from bot.procedure.chapters import chapter
from bot.procedure.forms import references
from bot.procedure.people import called
from bot.procedure.words import N_
from bot.storage import dump, subjects, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue

FORGOTTEN: Final = "forgotten"
"""The entry that says of whom the profile was replaced."""
FORMER: Final = N_("Former member {number}")
LANGUAGES: Final[tuple[Language, Language]] = ("zh_CN", "en")


class PersonRefused(FieldclerkError):
    """Why nothing was done with a person, in one sentence for whoever asked for it."""


def chosen(tx: Tx, words: str) -> Any:
    """The row of the person that `words` mean: a number, the number of an account, or a name. Raises PersonRefused if
    that is nobody, or several."""
    found = subjects.found(tx, words.strip())
    if not found:
        raise PersonRefused(
            f"There is nobody called {words}: give the whole name, or the number of a Telegram account."
        )
    if len(found) > 1:
        several = ", ".join(f"{row.id} ({called(row.name, row.name_en, 'en')})" for row in found)
        raise PersonRefused(f"Several people are meant by {words}: give one of the numbers {several}.")
    return found[0]


def may_be_forgotten(tx: Tx, house: House, words: str) -> Any:
    """The same, if it is somebody who left and is not forgotten yet. Raises PersonRefused."""
    row = chosen(tx, words)
    name = called(row.name, row.name_en, "en")
    if row.active:
        raise PersonRefused(f"{name} is still a member: shut them out first, with /lock or by an import (active: no).")
    if row.name_en == pseudonyms(tx, house, row.id)[1]:
        raise PersonRefused(f"{name} was forgotten before: there is nothing left to replace.")
    return row


def forget(tx: Tx, house: House, words: str) -> str:
    """Put a pseudonym in place of a person and remove what served only them; the pseudonym. Raises PersonRefused."""
    row = may_be_forgotten(tx, house, words)
    name, name_en = pseudonyms(tx, house, row.id)
    subjects.remove_traces(tx, row.id, {old for old in (row.name, row.name_en, row.phone) if old})
    subjects.rename(tx, row.id, name, name_en, house.language, house.calendar.zone.key)
    for record in dump.records(tx):
        if record.disposed_in is None and named_in(record, row.id):
            subjects.note_search(tx, record.id, search_text(tx, chapter(record.kind), record.data))
    trail.append(tx, FORGOTTEN, data={"person": row.id})
    return name_en


def pseudonyms(tx: Tx, house: House, person_id: int) -> tuple[str, str]:
    """In Chinese and in English."""
    chinese, english = (Tongue(language, house.calendar.zone, tx.now) for language in LANGUAGES)
    return chinese(FORMER, number=person_id), english(FORMER, number=person_id)


def named_in(record: RecordRow, person_id: int) -> bool:
    """Whether the answers of a record refer to somebody."""
    return ("person", person_id) in set(references(chapter(record.kind).form, record.data))
