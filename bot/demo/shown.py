"""What the demo tells the sandbox's page, in both of its languages: who can be played, and what falls due next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.app import App
from bot.catalogues.store import Language
from bot.demo.company import Seeded
from bot.desk import views
from bot.desk.delivery_questions import coming_questions
from bot.procedure.chapters import chapter
from bot.procedure.words import N_
from bot.sandbox.model import Json
from bot.sandbox.server import Person
from bot.storage import master, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

LANGUAGES: dict[str, Language] = {"zh": "zh_CN", "en": "en"}
"""By the page's name for a language, the bot's."""
CODES = {"zh": "zh-hans", "en": "en"}
"""By the page's name for a language, Telegram's."""
EVERYTHING = 1000


def played(app: App, telegram_id: int, who: Seeded) -> Person:
    """The person as the page shows them."""
    zh = {"name": who.name, "role": app.desk.tongue_for("zh_CN")(who.role), "unit": who.unit}
    en = {"name": who.name_en, "role": who.role, "unit": who.unit_en}
    code = CODES["zh" if who.language == "zh_CN" else "en"]
    return Person(telegram_id, who.name, zh["role"], who.unit, code, words={"zh": zh, "en": en})


def timeline(tx: Tx, app: App, awaited: int | None = None) -> list[Json]:
    """What is chased next, the soonest first; where one work item is awaited, from that one on."""
    limit = {} if awaited is None else {"limit": EVERYTHING}
    coming = records.next_deadlines(tx, **limit)
    first = next((n for n, (item, _) in enumerate(coming) if item.id == awaited), 0)
    moments = [_moment(tx, app, item, record) for item, record in coming[first:]]
    questions = [_question(tx, app, at, line) for at, line in coming_questions(tx, app.desk.house)]
    since = moments[0]["at"] if moments and awaited is not None else ""
    return sorted([*moments, *(q for q in questions if q["at"] >= since)], key=lambda moment: str(moment["at"]))


def _moment(tx: Tx, app: App, item: ItemRow, record: RecordRow) -> Json:
    at = item.wakes_at or item.next_reminder_at
    assert at is not None
    titles = {name: _title(tx, app, item, record, language) for name, language in LANGUAGES.items()}
    return {"at": at.isoformat(), "title": titles["en"], "titles": titles, "person_id": None}


def _question(tx: Tx, app: App, at: datetime, line: Any) -> Json:
    """Manufacturing will be asked whether an order line is on time (R33)."""
    asks = N_("question whether it will be on time")
    titles = {
        name: f"{master.line_label(tx, line, language)} · {app.desk.tongue_for(language)(asks)}"
        for name, language in LANGUAGES.items()
    }
    return {"at": at.astimezone(UTC).isoformat(), "title": titles["en"], "titles": titles, "person_id": None}


def _title(tx: Tx, app: App, item: ItemRow, record: RecordRow, language: Language) -> str:
    creator = people.by_id(tx, record.created_by)
    assert creator is not None
    reader = replace(creator, language=language)
    owed = app.desk.tongue(reader)(chapter(record.kind).step(record.route, item.step).owed)
    return " · ".join(part for part in (record.number, owed, views.owner(tx, reader, record, item)) if part)
