"""From the answers of a form to what a record holds: checked, completed, and found again by a search."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bot.desk import briefings
from bot.desk.checks import check_all
from bot.desk.customer_checks import on_file
from bot.desk.effects import PREPARING
from bot.desk.house import House
from bot.desk.model import Refused
from bot.procedure.forms import Data, is_empty
from bot.procedure.house_rules import TODAY, facts_of
from bot.procedure.kinds import Ref
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter
from bot.storage import master
from bot.storage.tx import Tx


def prepared(tx: Tx, house: House, of: Chapter, data: Data, applicant_id: int) -> dict[str, Any]:
    """What a record holds when it is handed in, the first time or amended: its answers, and what follows from them.
    Raises Refused or Unreadable if they do not fit."""
    clean = validated(of, data)
    today = house.calendar.local_date(tx.now)
    check_all(tx, of.form, {**facts_of(house.rules), TODAY: today.isoformat(), **clean}, clean)
    for name in of.opening_effects:
        clean = PREPARING[name](tx, house, clean)
    on_file(tx, clean.get("customer_id"))
    return briefings.flagged(tx, house, of, clean, applicant_id)


def validated(of: Chapter, data: Data) -> dict[str, Any]:
    """The answers as the chapter's form holds them, without those that do not apply. Refused if they do not fit."""
    known = {name: value for name, value in data.items() if name in of.form.model_fields and not is_empty(value)}
    try:
        form = of.form.model_validate(known)
    except ValidationError as error:
        raise Refused(N_("Something in this form does not fit. Please check it and hand it in again.")) from error
    return form.model_dump(mode="json", exclude_none=True)


def columns(tx: Tx, of: Chapter, data: Data) -> dict[str, Any]:
    """What lists, searches and permissions ask of a record without reading its answers."""
    return {
        "customer_id": data.get("customer_id"),
        "site_id": data.get("site_id"),
        "quality_info": bool(data.get("quality_info")),
        "search": search_text(tx, of, data),
    }


def search_text(tx: Tx, of: Chapter, data: Data) -> str:
    """Everything that a search finds a record by: the names of what it refers to, in both languages, and its texts."""
    refs = [(f.kind.entity, data[f.name]) for f in of.form.all_fields() if isinstance(f.kind, Ref) and data.get(f.name)]
    words = [label for language in ("zh_CN", "en") for label in master.labels(tx, refs, language).values()]
    words += [str(v) for v in data.values() if isinstance(v, str)]
    return " ".join(words).casefold()
