"""What a person sees in lists: what waits for them, what they opened, what they search, what they began to write."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from bot.cards.record_card import plain_subject
from bot.desk import questions, sittings, views
from bot.desk.casework import holders, precedence
from bot.desk.house import House, tongue_of
from bot.desk.model import DraftLine, Line, Member, Owing, Refused
from bot.desk.outcomes import due_later
from bot.procedure.chapters import CHAPTERS, chapter
from bot.procedure.permissions import may_open
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter, Route
from bot.storage import drafts as stored_drafts
from bot.storage import finding, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

RECENT = timedelta(days=90)
FOUND = 20


def may_open_routes(tx: Tx, member: Member) -> list[tuple[Chapter, Route]]:
    """What this person may open, most used first."""
    used = records.last_used(tx, member.id, tx.now - RECENT)
    found = [(c, r) for c in CHAPTERS.values() for r in c.routes if r.menu and may_open(member, r)]
    return sorted(found, key=lambda pair: -used.get((pair[0].kind, pair[1].key), 0))


def work(tx: Tx, house: House, member: Member) -> list[Owing]:
    """What waits for this person, in their own name and for those who are away; customers' cases first (R16), and
    among them the most overdue."""
    principals = list(people.by_ids(tx, people.principals(tx, member.id, tx.now)).values())
    found = []
    for item in records.owed_by(tx, [member, *principals]):
        record = records.get(tx, item.record_id)
        if record is None or item.paused_at is not None:
            continue
        owing = _owing(tx, member, record, item)
        if owing is not None:
            found.append((precedence(record), owing))
    found.sort(key=lambda pair: (pair[0], pair[1].due_at is None, pair[1].due_at))
    return [owing for _, owing in found]


def _owing(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> Owing | None:
    step = chapter(record.kind).step(record.route, item.step)
    mine = next((h for h in holders(tx, record, item, step) if h.member.id == member.id), None)
    if mine is None:
        return None
    return Owing(
        item_id=item.id,
        version=item.version,
        record_id=record.id,
        number=record.number,
        route_title=chapter(record.kind).route(record.route).title,
        step=step,
        title=_title(tx, member, record),
        due_at=item.due_at,
        overdue=item.due_at is not None and item.due_at < tx.now,
        urged=item.urged,
        applicant=views.name(tx, member, record.created_by),
        on_behalf_of=mine.behalf.called(member.language) if mine.behalf else "",
    )


def _title(tx: Tx, member: Member, record: RecordRow) -> str:
    return plain_subject(record.data, views.labels(tx, member, record), tongue_of(member, tx))


def mine(tx: Tx, member: Member) -> list[Line]:
    """What this person opened, the open ones first."""
    return [line_of(tx, member, record) for record in records.opened_by(tx, member.id)]


def find(tx: Tx, member: Member, text: str) -> list[Line]:
    """What this person may see of what a search finds: by number, customer, part, serial, person, text. A whole number
    finds its record first, however many others name it."""
    named = records.by_number(tx, text)
    others = finding.matching(tx, text) + finding.of_people(tx, text)
    others.sort(key=lambda r: r.updated_at, reverse=True)
    found = {r.id: r for r in ([named] if named else []) + others}
    seen = (r for r in found.values() if views.allowed(tx, member, r))
    return [line_of(tx, member, record) for record in islice(seen, FOUND)]


def line_of(tx: Tx, member: Member, record: RecordRow) -> Line:
    """A record as a line of a list."""
    still_open = [i for i in records.items(tx, record.id, only_open=True) if i.step != "assign"]
    you = tongue_of(member, tx)(N_("you"))
    owed = [i for i in still_open if i.wakes_at is None]
    waits = [you if views.holds(tx, member, record, i) else views.owner(tx, member, record, i) for i in owed]
    waits = waits or [due_later(tx, member, record, i) for i in still_open][:1]
    return Line(
        record_id=record.id,
        number=record.number,
        route_title=chapter(record.kind).route(record.route).title,
        title=_title(tx, member, record),
        state=record.state,
        waits_for=" / ".join(dict.fromkeys(waits)),
        updated_at=record.updated_at,
    )


def drafts(tx: Tx, member: Member) -> list[DraftLine]:
    """What this person has begun to write; what belongs to settled items is left out."""
    found = []
    for row in stored_drafts.of_person(tx, member.id):
        try:
            desk = sittings.take(tx, member, row.id)
        except Refused:
            continue
        if desk.item is not None and desk.item.state != "open":
            continue
        place, total = questions.position(desk.plan, desk.data, desk.question)
        number = desk.record.number if desk.record else ""
        found.append(DraftLine(row.id, chapter(row.kind), row.route, desk.action, number, place, total, row.created_at))
    return found
