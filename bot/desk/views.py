"""Building what a card shows: one record, for one reader, at this moment, from the truth in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.cards.view import Filing, ItemView, Link, RecordView
from bot.desk.asked import asked
from bot.desk.casework import case_of, holders, is_calm, rests_until
from bot.desk.channels import reach
from bot.desk.history import history_of
from bot.desk.house import House, tongue_of
from bot.desk.model import Member, Refused
from bot.desk.steering import may_withdraw
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.disposal import HOLD, LEGAL_HOLD, LIFT
from bot.procedure.forms import references
from bot.procedure.house_rules import DEFAULTS
from bot.procedure.kinds import Photos
from bot.procedure.people import called
from bot.procedure.permissions import Seen, hidden_from, may_open, may_see
from bot.procedure.words import N_
from bot.procedure.workflow import AMEND, Start, Step
from bot.storage import master, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

UNITS = 3  # named of those any of which may do a thing


def allowed(tx: Tx, member: Member, record: RecordRow) -> bool:
    """Whether this person may see the record now."""
    unit = people.unit_row(tx, record.unit_id)
    of = chapter(record.kind)
    named = {row_id for entity, row_id in references(of.form, record.data) if entity == "person"}
    involved = records.involved(tx, record.id) | named
    seen = Seen(record.created_by, record.unit_id, unit.parent_id if unit else None, involved, record.data)
    return may_see(member, of, seen) or any(
        h.member.id == member.id
        for item in records.items(tx, record.id, only_open=True)
        for h in holders(tx, record, item, of.step(record.route, item.step))
    )


def visible(tx: Tx, member: Member, record_id: int) -> RecordRow:
    """The record, if this person may see it. Refused with the same sentence whether it is hidden or not there."""
    record = records.get(tx, record_id)
    if record is None or not allowed(tx, member, record):
        raise Refused(N_("There is no such record that you may see."))
    return record


def view(
    tx: Tx, house: House, member: Member, record: RecordRow, item: ItemRow | None = None, *, own: bool = True
) -> RecordView:
    """The record as `member` sees it, about `item` if one is given, else about what they owe on it (`own`)."""
    of = chapter(record.kind)
    items = records.items(tx, record.id)
    about = item or (_own_item(tx, member, record, items) if own else None)
    applicant = people.by_id(tx, record.created_by)
    history = history_of(tx, member, record)
    calendar = house.company_calendar(tx)
    late = about is not None and about.state == "open" and about.due_at is not None and about.due_at < tx.now
    return RecordView(
        id=record.id,
        chapter=of,
        route=record.route,
        number=record.number,
        state=record.state,
        data={name: value for name, value in record.data.items() if name not in hidden_from(member, of)},
        rules={**DEFAULTS, **(record.rules or {})},
        labels=labels(tx, member, record),
        applicant=name(tx, member, record.created_by),
        applicant_unit=applicant.unit_called(member.language) if applicant else "",
        is_applicant=member.id == record.created_by,
        created_at=record.created_at,
        chain=_chain(tx, member, record, items),
        item=_item_view(tx, member, record, about) if about else None,
        can_urge=member.id == record.created_by and _others_owe(tx, member, record, items),
        can_withdraw=member.id == record.created_by and may_withdraw(record, items),
        starts=starts(member, record),
        at_hand=starts(member, record, at_hand=True),
        related=_related(tx, member, record),
        last=history[-1] if history else None,
        history=tuple(history),
        day_length=calendar.day_length,
        overdue_working=calendar.working_between(about.due_at, tx.now) if late and about and about.due_at else None,
        files={f.name: len(record.data.get(f.name) or []) for f in of.form.all_fields() if isinstance(f.kind, Photos)},
        filing=_filing(tx, record),
        calm=is_calm(items, tx.now),
        reach=reach(tx, member, record) if about and of.step(record.route, about.step).tells else (),
        address=(master.attribute(tx, "site", record.site_id, "address") or "") if record.site_id else "",
    )


def labels(tx: Tx, member: Member, record: RecordRow) -> dict[tuple[str, int], str]:
    """What the reader calls everything the record refers to."""
    refs = references(chapter(record.kind).form, record.data)
    return master.labels(tx, refs, member.language)


def own_item(tx: Tx, member: Member, record: RecordRow) -> ItemRow | None:
    """What this person owes on the record, if anything."""
    return _own_item(tx, member, record, records.items(tx, record.id, only_open=True))


def _own_item(tx: Tx, member: Member, record: RecordRow, items: Iterable[ItemRow]) -> ItemRow | None:
    awake = (i for i in items if i.state == "open" and i.wakes_at is None)
    return next((i for i in awake if holds(tx, member, record, i)), None)


def holds(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> bool:
    """Whether this person may act on the item."""
    step = chapter(record.kind).step(record.route, item.step)
    return any(h.member.id == member.id for h in holders(tx, record, item, step))


def _others_owe(tx: Tx, member: Member, record: RecordRow, items: Iterable[ItemRow]) -> bool:
    owed = (i for i in items if i.state == "open" and not i.paused_at and i.wakes_at is None)
    return any(not holds(tx, member, record, i) for i in owed)


def name(tx: Tx, reader: Member, person_id: int | None) -> str:
    """What the reader calls somebody; empty for nobody."""
    if person_id is None:
        return ""
    found = people.names(tx, [person_id]).get(person_id)
    return called(*found, reader.language) if found else ""


def _item_view(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> ItemView:
    step = chapter(record.kind).step(record.route, item.step)
    awake = item.state == "open" and item.paused_at is None and item.wakes_at is None
    acts = awake and holds(tx, member, record, item)
    outcome = step.action(item.outcome or "")
    return ItemView(
        id=item.id,
        version=item.version,
        step=step,
        state=item.state,
        actions=engine.offered(case_of(record), step) if acts else (),
        due_at=item.due_at,
        paused=item.paused_at is not None,
        asked=asked(tx, member, record, item),
        done_by=name(tx, member, item.done_by),
        done_for=name(tx, member, item.done_for),
        done_at=item.done_at,
        done_text=outcome.done if outcome else "",
        reason=tongue_of(member, tx).usual(item.reason or "", outcome.reasons if outcome else ()),
    )


def _chain(tx: Tx, member: Member, record: RecordRow, items: Sequence[ItemRow]) -> tuple[Link, ...]:
    case = case_of(record)
    links = [_opened(tx, member, record, items)]
    for title, steps in engine.chain(case):
        links.append(_link(tx, member, record, items, title, steps))
    return tuple(links)


def _opened(tx: Tx, member: Member, record: RecordRow, items: Sequence[ItemRow]) -> Link:
    """The chain's first link: done, unless it was sent back to be amended."""
    word = chapter(record.kind).opening_of(record.route)
    owed = [i for i in items if i.step == AMEND.key and i.state == "open"]
    return _open_link(tx, member, record, owed, word) if owed else Link(word, "done")


def _link(
    tx: Tx, member: Member, record: RecordRow, items: Sequence[ItemRow], title: str, steps: tuple[Step, ...]
) -> Link:
    keys, waiting = {s.key for s in steps}, {s.key for s in steps if s.waits}
    here = [i for i in items if i.step in keys and i.state != "transferred"]
    owed = [i for i in here if i.state == "open" and i.wakes_at is None]
    if owed:
        return _open_link(tx, member, record, owed, title)
    if any(i.state == "open" and i.step in waiting for i in here):
        return Link(title, "open")  # for another record: nobody can be named
    if rests := [at for i in here if (at := rests_until(i))]:
        return Link(title, "todo", rests=min(rests))
    latest = {i.step: i for i in here}
    if any(i.outcome == "reject" for i in latest.values()) and record.state == engine.REJECTED:
        return Link(title, "refused", tuple(name(tx, member, i.done_by) for i in latest.values() if i.done_by))
    stage = engine.stage_of(case_of(record), steps[0].key)
    finished = bool(latest) and all(i.state == "done" for i in latest.values()) and stage < record.stage
    return Link(title, "done" if finished or record.state == engine.DONE else "todo")


def _open_link(tx: Tx, member: Member, record: RecordRow, owed: list[ItemRow], title: str) -> Link:
    mine = any(holds(tx, member, record, i) for i in owed)
    who = tuple(dict.fromkeys(owner(tx, member, record, i) for i in owed))
    since = tx.now - min(max(i.opened_at, i.clock_start or i.opened_at) for i in owed)  # less what it slept
    return Link(title, "open", who, mine, since if since >= timedelta(hours=1) else None, sum(i.urged for i in owed))


def owner(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> str:
    """One name where one person has it, else the unit's, or those of the units any of which may do it."""
    found = holders(tx, record, item, chapter(record.kind).step(record.route, item.step))
    base = [h.member for h in found if h.behalf is None]
    if len(base) == 1:
        return base[0].called(member.language)
    return "/".join(list(dict.fromkeys(h.unit_called(member.language) for h in base))[:UNITS])


def _filing(tx: Tx, record: RecordRow) -> Filing:
    hold, disposal = (records.get(tx, row_id) if row_id else None for row_id in (record.held_by, record.disposed_in))
    numbers = [found.number if found else "" for found in (hold, disposal)]
    return Filing(record.retention or "", record.keep_until, *numbers)


def _hold(record: RecordRow) -> tuple[Start, ...]:
    """Any record may come under a legal hold, and out of it again."""
    return () if record.kind == LEGAL_HOLD.kind else (Start(LEGAL_HOLD.kind, LIFT if record.held_by else HOLD),)


def starts(member: Member, record: RecordRow, *, at_hand: bool = False) -> tuple[tuple[str, str, str], ...]:
    """What this person may begin from the record: chapter, route and title; `at_hand`: only what the card offers."""
    if record.disposed_in is not None:
        return ()
    there = (*(chapter(record.kind).starts if record.state != engine.REJECTED else ()), *_hold(record))
    offered = [s for s in there if all(w.holds(record.data) for w in (*([s.when] if s.when else []), *s.also))]
    if at_hand:
        offered = [s for s in offered if s.at_hand and s.at_hand.holds(record.data)]
    found = [(s.kind, chapter(s.kind).route(s.route)) for s in offered]
    return tuple((kind, route.key, route.title) for kind, route in found if may_open(member, route))


def _related(tx: Tx, member: Member, record: RecordRow) -> tuple[tuple[int, str], ...]:
    """What it came from, what came from it and what it names, as far as the reader may see it (R25)."""
    ids = [row_id for entity, row_id in references(chapter(record.kind).form, record.data) if entity == "record"]
    linked = [records.get(tx, row_id) for row_id in (record.origin_id, *ids) if row_id]
    family = {r.id: r for r in (*linked, *records.spawned(tx, record.id)) if r is not None}
    return tuple((r.id, r.number) for r in family.values() if allowed(tx, member, r))
