"""Opening a record: hand in a filled-in form, and what it brings about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk import ledger, rules, suspension
from bot.desk.answers import columns, prepared
from bot.desk.casework import case_of
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.chapters import chapter
from bot.procedure.closing import OPENS_ACTION
from bot.procedure.engine import OPEN, begin
from bot.procedure.forms import Data, is_empty
from bot.procedure.house_rules import PartForm
from bot.procedure.people import Member
from bot.procedure.permissions import may_open
from bot.procedure.roles import Urgency
from bot.procedure.words import N_
from bot.procedure.workflow import LINE, Chapter, Route, Spawn
from bot.storage import people, records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx


def open_record(
    tx: Tx, house: House, actor: Actor, kind: str, route_key: str, data: dict[str, Any], origin: RecordRow | None = None
) -> RecordRow:
    """A new record from a complete form. Refused if the person may not open it; the rules of the form hold."""
    of = chapter(kind)
    route = of.route(route_key)
    if not may_open(actor.member, route):
        raise Refused(N_("Your unit does not open this kind of record."))
    suspension.may_begin(tx, actor.member, of, data)
    return _open(tx, house, actor, of, route, data, origin)


def open_by_clock(
    tx: Tx,
    house: House,
    owner: Member,
    kind: str,
    route_key: str,
    data: dict[str, Any],
    origin: RecordRow | None = None,
) -> RecordRow:
    """A record that falls due by the calendar (a yearly verification, a monthly review), in the name of its owner."""
    of = chapter(kind)
    return _open(tx, house, Actor(owner, 0), of, of.route(route_key), data, origin, deed="opened_by_clock")


def _open(
    tx: Tx,
    house: House,
    actor: Actor,
    of: Chapter,
    route: Route,
    data: dict[str, Any],
    origin: RecordRow | None,
    deed: str = "opened",
) -> RecordRow:
    in_force = rules.in_force(tx, house)
    clean = prepared(tx, house.under(in_force), of, {**data, **_fixed(of, route)}, actor.member.id)
    record_id = records.add_record(
        tx,
        kind=of.kind,
        route=route.key,
        number=records.next_number(tx, _prefix(of, route, in_force), f"{tx.now.astimezone(house.calendar.zone):%Y%m}"),
        state=OPEN,
        data=clean,
        unit_id=actor.member.unit_id,
        created_by=actor.member.id,
        origin_id=origin.id if origin else None,
        urgency=clean.get("urgency") or Urgency.NORMAL.value,
        rules=rules.kept(tx, in_force, clean.get("customer_id")),
        **columns(tx, of, clean),
    )
    record = records.get(tx, record_id)
    assert record is not None
    ledger.note(tx, actor, deed, record, data={"route": route.key, "form": clean})
    record = ledger.settle(tx, house, record, begin(case_of(record)), clean, actor)
    spawn(tx, house, actor, record, "")
    return record


def _prefix(of: Chapter, route: Route, in_force: Mapping[str, Any]) -> str:
    apart = route.own_prefix and in_force["spare_part_form"] == PartForm.TWO
    return route.own_prefix if apart else of.prefix


def _fixed(of: Chapter, route: Route) -> dict[str, str]:
    return {name: value for name, value in route.fixed if name in of.form.model_fields}


def spawn(tx: Tx, house: House, actor: Actor, record: RecordRow, step: str) -> list[RecordRow]:
    """The records of other chapters that finishing `step` brings about (R25: quality information opens its alert)."""
    due = [s for s in (*chapter(record.kind).spawns, *OPENS_ACTION) if s.at == step and _holds(s, record)]
    family = [record.id, *([record.origin_id] if record.origin_id else [])]  # the job's alert serves its spare part too
    present = {r.kind for record_id in family for r in records.spawned(tx, record_id)}
    single = [(s, _carried(s, record, {})) for s in due if not s.each and s.when.holds(record.data)]
    found = [(s, data) for s, data in single if s.anew or s.kind not in present]
    found += [pair for s in due if s.each for pair in _each_line(tx, record, s)]
    return [_spawned(tx, house, actor, record, s, data) for s, data in found]


def _holds(of: Spawn, record: RecordRow) -> bool:
    return all(w.holds(record.data) for w in of.also)


def _each_line(tx: Tx, record: RecordRow, of: Spawn) -> list[tuple[Spawn, dict[str, Any]]]:
    """What each line brings about, less what it brought about before it was amended."""
    lines = [_carried(of, record, line) for line in record.data.get(of.each) or [] if of.when.holds(line)]
    before = [r.data for r in records.spawned(tx, record.id) if r.kind == of.kind]
    return [(of, data) for data in lines if not any(_within(data, b) for b in before)]


def _within(data: Data, other: Data) -> bool:
    return all(is_empty(value) or other.get(name) == value for name, value in data.items())


def _carried(of: Spawn, record: RecordRow, line: Data) -> dict[str, Any]:
    known = {**record.data, "created_at": record.created_at.isoformat(), "created_by": record.created_by}
    found: dict[str, Any] = {}
    for there, here in of.carries:
        value = line.get(here.removeprefix(LINE)) if here.startswith(LINE) else known.get(here)
        if is_empty(found.get(there)):
            found[there] = value
    return found | dict(of.says)


def _spawned(tx: Tx, house: House, actor: Actor, record: RecordRow, of: Spawn, data: dict[str, Any]) -> RecordRow:
    target = chapter(of.kind)
    hurry = {"urgency": record.urgency} if "urgency" in target.form.model_fields else {}
    opener = people.by_id(tx, record.created_by) if of.for_applicant else None
    owner = Actor(opener, 0) if opener else actor
    return _open(tx, house, owner, target, target.route(of.route), {**data, **hurry}, record)
