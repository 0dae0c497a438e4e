"""What is kept about one person, for that person: a page in their language, and everything as JSON (reliability 6.1).

Of other people it has no more than their names, where a record needs them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.cards.details_card import answer
from bot.cards.listed import answered
from bot.cards.record_card import STATES
from bot.desk import views
from bot.desk.erasure import chosen, named_in
from bot.desk.history import DEEDS
from bot.desk.house import House, tongue_of
from bot.desk.model import Member
from bot.documents.out import Out
from bot.documents.readable import reader
from bot.documents.subject_page import Part, Subject, subject_page
from bot.procedure.chapters import chapter
from bot.procedure.forms import FormField, rows_form
from bot.procedure.kinds import Rows
from bot.procedure.people import called
from bot.procedure.words import N_
from bot.procedure.workflow import STANDING
from bot.storage import dump, people, records, subjects
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue

OPENED, DID, OWES, NAMED = N_("opened by you"), N_("worked on by you"), N_("asked of you"), N_("you are named in it")


def export_person(tx: Tx, house: House, target: Path, words: str) -> Subject:
    """Write it to a folder or a zip: person.json and index.html. Raises PersonRefused and ExportRefused."""
    subject = _subject(tx, house, chosen(tx, words))
    out = Out(target)
    try:
        out.write("person.json", json.dumps(_as_json(tx, subject), ensure_ascii=False, indent=1).encode() + b"\n")
        out.write("index.html", subject_page(subject).encode("utf-8", "replace"))
        out.finish()
    except BaseException:
        out.discard()
        raise
    return subject


def _subject(tx: Tx, house: House, row: Any) -> Subject:
    # Reads as an auditor does: their own words are theirs, whatever they may see today.
    member = replace(reader(house), id=row.id, name=row.name, name_en=row.name_en, language=row.language, zone=row.zone)
    t = replace(tongue_of(member, tx), lasting=True)
    unit = people.unit_row(tx, row.unit_id)
    entries = subjects.entries(tx, row.id)
    concerned = subjects.concerned(tx, row.id)
    parts = [
        _part(tx, house, member, record, entries, t)
        for record in dump.records(tx)
        if record.id in concerned or named_in(record, row.id)
    ]
    name = called(unit.name, unit.name_en, row.language) if unit else ""
    return Subject(row, name, subjects.rows(tx, row.id), entries, tuple(parts), t)


def _part(tx: Tx, house: House, member: Member, row: RecordRow, entries: Iterable[dict[str, Any]], t: Tongue) -> Part:
    of = chapter(row.kind)
    said = [e for e in entries if e["record_id"] == row.id]
    wrote = {name for e in said for key in ("form", "put") for name in e["data"].get(key) or ()}
    view = views.view(tx, house, member, row, own=False)
    words = ((t(f.ask.label), answer(f, view, t)) for f in answered(view) if f.name in wrote and _is_shown(f))
    items = records.items(tx, row.id)
    how = {
        OPENED: row.created_by == member.id,
        DID: any(member.id in {i.done_by, i.done_for} for i in items),
        OWES: any(i.assignee_id == member.id for i in items),
        NAMED: named_in(row, member.id),
    }
    title, state = t(of.route(row.route).title), t(STATES.get(row.state, N_("Open")))
    parts = tuple(t(word) for word, is_so in how.items() if is_so)
    return Part(row, title, state, parts, tuple(words), tuple(_deeds(said, row, member, t)))


def _deeds(said: Iterable[dict[str, Any]], row: RecordRow, member: Member, t: Tongue) -> Iterator[tuple[str, str]]:
    steps = (*chapter(row.kind).route(row.route).steps(), *STANDING.values())
    texts = {a.name: a.done for step in steps for a in step.actions} | DEEDS
    name = member.called(member.language)
    for entry in said:
        text = t(texts[entry["action"]], name=name) if entry["action"] in texts else entry["action"]
        yield t.moment(entry["at"]), " · ".join(filter(None, (text, entry["reason"])))


def _as_json(tx: Tx, subject: Subject) -> dict[str, Any]:
    return {
        "at": tx.now.isoformat(),
        "profile": dump.plain(subject.row._mapping) | {"unit": subject.unit},
        "records": [
            {"number": p.row.number, "kind": p.title, "state": p.state, "how": p.how, "words": p.words}
            for p in subject.parts
        ],
        "tables": _own({name: rows for name, rows in subject.rows.items() if rows}),
        "trail": [_own(dump.plain(entry)) for entry in subject.entries],
    }


def _own(value: Any) -> Any:
    """Without the telephone numbers and addresses of others: of customers' people, mostly."""
    if isinstance(value, dict):
        return {name: _own(inner) for name, inner in value.items() if _is_own(name)}
    return [_own(inner) for inner in value] if isinstance(value, list) else value


def _is_own(name: str) -> bool:
    return not name.endswith(("phone", "email"))


def _is_shown(field: FormField) -> bool:
    inner = rows_form(field).all_fields() if isinstance(field.kind, Rows) else ()
    return all(_is_own(f.name) for f in (field, *inner))
