"""What the demo tells the sandbox's page, in both of its languages: who can be played, and what falls due next."""

from __future__ import annotations

from dataclasses import replace

from bot.app import App
from bot.catalogues.store import Language
from bot.demo.company import Seeded
from bot.desk import views
from bot.procedure.chapters import chapter
from bot.sandbox.model import Json
from bot.sandbox.server import Person
from bot.storage import people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

LANGUAGES: dict[str, Language] = {"zh": "zh_CN", "en": "en"}
"""By the page's name for a language, the bot's."""
EVERYTHING = 1000


def played(app: App, telegram_id: int, who: Seeded) -> Person:
    """The person as the page shows them."""
    zh = {"name": who.name, "role": app.desk.tongue_for("zh_CN")(who.role), "unit": who.unit}
    en = {"name": who.name_en, "role": who.role, "unit": who.unit_en}
    code = "zh-hans" if who.language == "zh_CN" else "en"
    return Person(telegram_id, who.name, zh["role"], who.unit, code, words={"zh": zh, "en": en})


def timeline(tx: Tx, app: App, awaited: int | None = None) -> list[Json]:
    """What is chased next, the soonest first; where one work item is awaited, from that one on."""
    if awaited is None:
        return [_moment(tx, app, item, record) for item, record in records.next_deadlines(tx)]
    coming = records.next_deadlines(tx, limit=EVERYTHING)
    first = next((n for n, (item, _) in enumerate(coming) if item.id == awaited), 0)
    return [_moment(tx, app, item, record) for item, record in coming[first:]]


def _moment(tx: Tx, app: App, item: ItemRow, record: RecordRow) -> Json:
    at = item.wakes_at or item.next_reminder_at
    assert at is not None
    titles = {name: _title(tx, app, item, record, language) for name, language in LANGUAGES.items()}
    return {"at": at.isoformat(), "title": titles["en"], "titles": titles, "person_id": None}


def _title(tx: Tx, app: App, item: ItemRow, record: RecordRow, language: Language) -> str:
    creator = people.by_id(tx, record.created_by)
    assert creator is not None
    reader = replace(creator, language=language)
    owed = app.desk.tongue(reader)(chapter(record.kind).step(record.route, item.step).owed)
    return " · ".join(part for part in (record.number, owed, views.owner(tx, reader, record, item)) if part)
