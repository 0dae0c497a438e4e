"""Beginning a form: what the record that it comes from knows is filled in."""

from __future__ import annotations

from typing import Any

from bot.desk import questions, rules, suspension, views
from bot.desk.filling import filled
from bot.desk.house import House
from bot.desk.model import Actor, Member, Refused
from bot.procedure.chapters import chapter
from bot.procedure.forms import FormField, Plan, is_empty, rows_form
from bot.procedure.kinds import Ref, Rows
from bot.procedure.permissions import may_open
from bot.procedure.plans import opening_plan
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter, Route
from bot.storage import drafts, idempotency
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx


def start(tx: Tx, house: House, actor: Actor, kind: str, route: str, origin_id: int | None) -> int:
    """Begin a form; what the record it comes from knows is filled in. The draft's id, the same one when the update that
    began it is handled again. Refused if not theirs to open."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None and "draft" in before:
        return int(before["draft"])
    of = chapter(kind)
    draft_id = _begin(tx, house, actor.member, of, route, _begun_from(tx, actor.member, of, of.route(route), origin_id))
    idempotency.keep(tx, actor.key, {"draft": draft_id})
    return draft_id


def _begun_from(tx: Tx, member: Member, of: Chapter, route: Route, origin_id: int | None) -> RecordRow | None:
    """The record that a form is begun from, if any. Refused if they may not see it (what it knows is carried over), or
    may not begin the form there: a button proves nothing."""
    if not may_open(member, route):
        raise Refused(N_("Your unit does not open this kind of record."))
    if member.role is Role.FIELD_STAFF:
        suspension.may_begin(tx, member, of, {})
    origin = views.visible(tx, member, origin_id) if origin_id else None
    there = {(kind, key) for kind, key, _ in views.starts(member, origin)} if origin else set()
    if not route.menu and (of.kind, route.key) not in there:
        raise Refused(N_("This is not begun by itself. Please open the record that it belongs to."))
    return origin


def _begin(tx: Tx, house: House, member: Member, of: Chapter, route: str, origin: RecordRow | None) -> int:
    plan = opening_plan(of, route)
    data, known = filled(tx, member, of, plan, _carried(plan, origin, route), of.fills[0])
    return drafts.add(
        tx,
        person_id=member.id,
        purpose="open",
        kind=of.kind,
        route=route,
        origin_id=origin.id if origin else None,
        data=data,
        skipped=sorted({*questions.complete(of.form, data), *known}),
        rules=rules.in_force(tx, house),
    )


def _carried(plan: Plan, origin: RecordRow | None, route: str) -> dict[str, Any]:
    if origin is None:
        return {}
    fits = (f for f in plan.fields if f.ask.when is None or f.ask.when.field != "route" or f.applies({"route": route}))
    known = {field.name: _known(field, origin) for field in fits}
    return {name: value for name, value in known.items() if not is_empty(value)}


def _known(field: FormField, origin: RecordRow) -> Any:
    """What the record it comes from knows: under the name it has there, or the same one (a further notice)."""
    if field.ask.carried is None:
        value = origin.data.get(field.name) if isinstance(field.kind, Ref) else None
    else:
        found = (_named(origin, name) for name in (*field.ask.carried.split(), field.name))
        value = next((answer for answer in found if not is_empty(answer)), None)
    return _first_line(field, origin) if isinstance(field.kind, Rows) and is_empty(value) else value


def _named(origin: RecordRow, name: str) -> Any:
    """An answer by its name; "swapped.old_serial" is that of the first line."""
    name, _, column = name.partition(".")
    value = origin.data.get(name)
    return next((row.get(column) for row in value or []), None) if column else value


def _first_line(field: FormField, origin: RecordRow) -> Any:
    """The first of some lines, where the record it comes from knows its answers."""
    named = {s.name: origin.data.get(s.ask.carried) for s in rows_form(field).asked("row") if s.ask.carried}
    line = {name: value for name, value in named.items() if not is_empty(value)}
    return [line] if line else None
