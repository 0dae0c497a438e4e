"""What is kept about one person, as a page for that person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.cards.harmless import escape
from bot.documents.pages import page, table
from bot.procedure.people import called
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage.rows import RecordRow
from bot.tongue import Tongue

ALL: Final = N_("The file person.json beside this one holds everything, for programs.")


@dataclass(frozen=True)
class Part:
    """A record that somebody has to do with: how, what they wrote in it (label and answer), what they did (when and
    what)."""

    row: RecordRow
    title: str
    state: str
    how: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    deeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Subject:
    """A person as the tables and the trail have them, in their own language."""

    row: Any
    unit: str
    rows: dict[str, list[dict[str, Any]]]
    entries: list[dict[str, Any]]
    parts: tuple[Part, ...]
    t: Tongue

    @property
    def name(self) -> str:
        """As they write it themselves."""
        return called(self.row.name, self.row.name_en, self.row.language)


def subject_page(subject: Subject) -> str:
    """Profile, absences, records with their own words and deeds, files, and what else the audit trail says."""
    t = subject.t
    title = t(N_("What is kept about {name}"), name=subject.name)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(' '.join([t.moment(t.now), '·', t(ALL)]))}</p>",
        table([], _profile(subject)),
        *_section(t(N_("Absences")), [t(N_("Starts")), t(N_("Ends"))], _absences(subject)),
        *_section(t(N_("Records that concern you")), _heads(t), _records(subject)),
        *(part for one in subject.parts for part in _section(one.row.number, [], (*one.words, *one.deeds))),
        *_section(t(N_("Files that you sent")), [t(N_("When")), t(N_("Name"))], _files(subject)),
        *_section(t(N_("Other entries of the audit trail")), [t(N_("When")), t(N_("What"))], _others(subject)),
    ]
    return page(title, parts, t)


def _section(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    if shown := table(heads, rows):
        yield f"<h2>{escape(title)}</h2>{shown}"


def _profile(subject: Subject) -> Iterator[tuple[str, str]]:
    row, t = subject.row, subject.t
    yield t(N_("Name")), " / ".join(filter(None, (row.name, row.name_en)))
    yield t(N_("Unit")), subject.unit
    yield t(N_("Role")), t(Role(row.role).label)
    yield t(N_("Language")), f"{row.language} · {row.zone}"
    yield t(N_("Phone")), row.phone or ""
    yield t(N_("Telegram accounts")), ", ".join(str(a["telegram_id"]) for a in subject.rows["account.person_id"])


def _absences(subject: Subject) -> Iterator[tuple[str, str]]:
    for one in subject.rows["absence.person_id"]:
        yield _moment(subject, one["starts_at"]), _moment(subject, one["ends_at"])


def _heads(t: Tongue) -> list[str]:
    return [t(N_("Number")), t(N_("Kind")), t(N_("State")), t(N_("Your part"))]


def _records(subject: Subject) -> Iterator[tuple[str, ...]]:
    for one in subject.parts:
        yield one.row.number, f"{one.title} {one.row.title}".strip(), one.state, subject.t.list(one.how)


def _files(subject: Subject) -> Iterator[tuple[str, str]]:
    for one in subject.rows["file.person_id"]:
        yield _moment(subject, one["sent_at"]), one["name"] or one["kind"]


def _others(subject: Subject) -> Iterator[tuple[str, str]]:
    for entry in subject.entries:
        if entry["record_id"] is None:
            yield subject.t.moment(entry["at"]), entry["action"]


def _moment(subject: Subject, at: str) -> str:
    return subject.t.moment(datetime.fromisoformat(at))
