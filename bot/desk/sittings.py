"""Filling in a form, one question at a time. The draft is in the database; the chat only shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk import acting, choices, opening, questions
from bot.desk.casework import case_of, facts
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, FileIn, Handed, Member, Option, Pressed, Question, Refused, Sitting
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.forms import FormField, Plan, is_empty
from bot.procedure.kinds import OneOf, Photos, Reading, Ref, Rows, Score, Unreadable, YesNo
from bot.procedure.people import called
from bot.procedure.permissions import may_open
from bot.procedure.plans import BACK_TO, action_plan, opening_plan
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.procedure.workflow import ASSIGN, Action, Goes
from bot.storage import attachments, drafts, idempotency, master, people, records
from bot.storage.rows import DraftRow, ItemRow, RecordRow
from bot.storage.tx import Tx

GONE = N_("This form is no longer there. /drafts shows what you have begun.")


@dataclass(frozen=True)
class Desk:
    """An opened draft: the row, what it asks, and what its conditions may ask beside the answers."""

    row: DraftRow
    plan: Plan
    context: dict[str, Any]
    action: Action | None
    record: RecordRow | None
    item: ItemRow | None

    @property
    def data(self) -> dict[str, Any]:
        return {**self.context, **self.row.data}

    @property
    def question(self) -> Question | None:
        return questions.current(self.plan, self.data, frozenset(self.row.skipped), self.row.field)


def start(tx: Tx, house: House, actor: Actor, kind: str, route: str, origin_id: int | None) -> int:
    """Begin a form; what the record it comes from knows is filled in. The draft's id. Refused if not theirs to open."""
    of = chapter(kind)
    if not may_open(actor.member, of.route(route)):
        raise Refused(N_("Your unit does not open this kind of record."))
    origin = records.get(tx, origin_id) if origin_id else None
    data = _carried(opening_plan(of, route), origin)
    return drafts.add(
        tx,
        person_id=actor.member.id,
        purpose="open",
        kind=kind,
        route=route,
        origin_id=origin.id if origin else None,
        data=data,
        skipped=questions.complete(of.form, data),
    )


def _carried(plan: Plan, origin: RecordRow | None) -> dict[str, Any]:
    if origin is None:
        return {}
    found: dict[str, Any] = {}
    for field in plan.fields:
        source = field.ask.carried or (field.name if isinstance(field.kind, Ref) else None)
        value = origin.data.get(source) if source else None
        if not is_empty(value):
            found[field.name] = value
    return found


def take(tx: Tx, member: Member, draft_id: int) -> Desk:
    """The draft, if it is this person's and still there; Refused otherwise."""
    row = drafts.get(tx, draft_id, member.id)
    if row is None:
        raise Refused(GONE)
    of = chapter(row.kind)
    if row.purpose == "open":
        context = {"own_job": member.role is Role.FIELD_STAFF, "route": row.route}
        return Desk(row, opening_plan(of, row.route), context, None, None, None)
    item = records.item(tx, row.work_item_id)
    record = records.get(tx, item.record_id) if item else None
    if item is None or record is None:
        raise Refused(GONE)
    step = of.step(record.route, item.step)
    action = next(a for a in step.actions if a.name == row.action)
    plan = _plan(record, item, action)
    asked = {f.name for f in plan.fields}  # what is asked anew does not count as answered
    context = {name: value for name, value in facts(record).items() if name not in asked}
    return Desk(row, plan, context, action, record, item)


def _plan(record: RecordRow, item: ItemRow, action: Action) -> Plan:
    case = case_of(record)
    plan = action_plan(case.chapter, action)
    if action.goes is Goes.BACK and engine.earlier_steps(case, case.step(item.step)):
        return Plan((BACK_TO, *plan.fields))
    return plan


def show(tx: Tx, member: Member, draft_id: int) -> Sitting:
    """The draft as its writer sees it."""
    desk = take(tx, member, draft_id)
    question = desk.question
    place, total = questions.position(desk.plan, desk.data, question)
    return Sitting(
        id=desk.row.id,
        purpose=desk.row.purpose,
        chapter=chapter(desk.row.kind),
        route=desk.row.route,
        action=desk.action,
        number=desk.record.number if desk.record else "",
        plan=desk.plan,
        data=desk.data,
        question=question,
        position=place,
        total=total,
        started_at=desk.row.created_at,
        names=names_of(tx, member, desk),
        single=len(desk.plan.fields) == 1 and not isinstance(desk.plan.fields[0].kind, Photos | Rows),
    )


def names_of(tx: Tx, member: Member, desk: Desk) -> dict[tuple[str, int], str]:
    """What the reader calls everything the draft (and its record) refers to."""
    fields = {f.name: f for f in (*chapter(desk.row.kind).form.all_fields(), *desk.plan.fields)}
    refs = [
        (f.kind.entity, desk.data[f.name])
        for f in fields.values()
        if isinstance(f.kind, Ref) and isinstance(desk.data.get(f.name), int)
    ]
    return master.labels(tx, refs, member.language)


def options(tx: Tx, member: Member, draft_id: int, path: str, query: str) -> list[Option]:
    """What can be picked for the question at `path`: recent choices first, or what `query` finds."""
    desk = take(tx, member, draft_id)
    return _options(tx, member, desk, _question(desk, path).field, query)


def _options(tx: Tx, member: Member, desk: Desk, field: FormField, query: str) -> list[Option]:
    t = tongue_of(member, tx)
    if not isinstance(field.kind, Ref):
        return choices.closed_list(field, t)
    if field.kind.within == "field_staff":
        return choices.field_staff(tx, member, query)
    if desk.record is not None and desk.item is not None:
        if field.kind.within == "transfer":
            target = records.item(tx, desk.item.parent_id) if desk.item.step == ASSIGN.key else desk.item
            return choices.takers(tx, member, desk.record, target or desk.item, query)
        if field.kind.within == "steps":
            return choices.steps_back(desk.record, desk.item, t)
    return choices.referred(tx, member, field.kind, desk.data, query)


def _question(desk: Desk, path: str) -> Question:
    found = questions.at_path(desk.plan, desk.data, path)
    if found is None:
        raise Refused(N_("This question is no longer open. Here is the present one."))
    return found


def answer(tx: Tx, actor: Actor, draft_id: int, path: str, text: str) -> list[Option] | None:
    """What was typed: stored (None), or several rows to choose from. Unreadable says what is wanted instead."""
    desk = take(tx, actor.member, draft_id)
    field = _question(desk, path).field
    offered = _options(tx, actor.member, desk, field, "")
    value = choices.label_of(offered, text)
    if value is None and isinstance(field.kind, Ref):
        found = _options(tx, actor.member, desk, field, text.strip())
        if len(found) > 1:
            return found
        if not found:
            raise _not_found(text, offered)
        value = found[0].value
    if value is None:
        value = field.kind.read(text, _reading(tx, actor.member))
    _store(tx, desk, path, value)
    return None


def _not_found(text: str, offered: list[Option]) -> Unreadable:
    if not offered:
        return Unreadable(N_("Nothing found for “{text}”. Please ask your administrator to add it."), text=text[:60])
    return Unreadable(
        N_("Nothing found for “{text}”. Type a part of the name or number, for example {example}."),
        text=text[:60],
        example=offered[0].label.split(" · ")[0],
    )


def _reading(tx: Tx, member: Member) -> Reading:
    return Reading(tx.now, tongue_of(member, tx).zone)


def pick(tx: Tx, actor: Actor, draft_id: int, path: str, value: Any) -> None:
    """A button's value. It proves nothing: it must be one that could be picked now."""
    desk = take(tx, actor.member, draft_id)
    field = _question(desk, path).field
    if isinstance(field.kind, Ref):
        _check_reference(tx, actor.member, desk, field, value)
    elif isinstance(field.kind, OneOf | YesNo | Score):
        if value not in [o.value for o in _options(tx, actor.member, desk, field, "")]:
            raise Unreadable(N_("Please tap one of the buttons."))
    else:
        value = field.kind.read(str(value), _reading(tx, actor.member))
    _store(tx, desk, path, value)


def _check_reference(tx: Tx, member: Member, desk: Desk, field: FormField, value: Any) -> None:
    assert isinstance(field.kind, Ref)
    if field.kind.within in {"field_staff", "transfer", "steps"}:
        known = value in [o.value for o in _options(tx, member, desk, field, "")]
        known = known or value in [o.value for o in _options(tx, member, desk, field, _name(tx, value))]
    else:
        within = desk.data.get(field.kind.within) if field.kind.within else None
        known = isinstance(value, int) and master.exists(tx, field.kind.entity, value, within)
    if not known:
        raise Unreadable(N_("Please tap one of the buttons."))


def _name(tx: Tx, value: Any) -> str:
    member = people.by_id(tx, value) if isinstance(value, int) else None
    return called(member.name, None, "zh") if member else "\0"


def _store(tx: Tx, desk: Desk, path: str, value: Any) -> None:
    name = path.partition(".")[0]
    data = questions.with_answer(desk.row.data, path, value)
    if desk.row.data.get(name) != data.get(name):
        data = questions.without_dependents(desk.plan, data, name)
    for field in desk.plan.fields:
        if field.ask.taken and field.ask.taken[0] == name and isinstance(value, int):
            source = next(f for f in desk.plan.fields if f.name == name)
            assert isinstance(source.kind, Ref)
            found = master.attribute(tx, source.kind.entity, value, field.ask.taken[1])
            data = {**data, field.name: found} if found else data
    skipped = [s for s in desk.row.skipped if s != name]
    drafts.change(tx, desk.row.id, data=data, skipped=skipped, field=None)


def add_file(tx: Tx, actor: Actor, draft_id: int, path: str, sent: FileIn) -> int:
    """A photo or file for the question at `path`, stored as it arrives; how many there are now. Sent twice it counts
    once."""
    desk = take(tx, actor.member, draft_id)
    field = _question(desk, path).field
    if not isinstance(field.kind, Photos):
        raise Unreadable(N_("No photo is needed here."))
    file_id = attachments.announce(
        tx,
        actor.member.id,
        sent.telegram_unique_id,
        kind=sent.kind,
        telegram_file_id=sent.telegram_file_id,
        sent_at=sent.sent_at,
        mime=sent.mime,
        name=sent.name,
        size=sent.size,
    )
    saved = list(desk.row.data.get(path) or [])
    if file_id in saved:
        return len(saved)
    if len(saved) >= field.kind.most:
        raise Unreadable(N_("{most} photos are stored, more do not fit. Tap [That's all]."), most=field.kind.most)
    drafts.change(tx, draft_id, data={**desk.row.data, path: [*saved, file_id]}, field=path)
    return len(saved) + 1


def drop_files(tx: Tx, actor: Actor, draft_id: int, path: str) -> None:
    """Take the photos of a question out again."""
    desk = take(tx, actor.member, draft_id)
    data = {n: v for n, v in desk.row.data.items() if n != path}
    drafts.change(tx, draft_id, data=data, field=path, skipped=[s for s in desk.row.skipped if s != path])


def skip(tx: Tx, actor: Actor, draft_id: int, path: str) -> None:
    """Leave a question that may be left."""
    desk = take(tx, actor.member, draft_id)
    if _question(desk, path).field.ask.need == "must":
        raise Unreadable(N_("This one is needed. You can save the form and go on later."))
    drafts.change(tx, draft_id, skipped=sorted({*desk.row.skipped, path}), field=None)


def more(tx: Tx, actor: Actor, draft_id: int, path: str, another: bool) -> None:
    """After a line, or while photos come: another one, or that was all."""
    desk = take(tx, actor.member, draft_id)
    name = path.partition(".")[0]
    field = _question(desk, name).field
    saved = list(desk.row.data.get(name) or [])
    if another and isinstance(field.kind, Rows):
        if len(saved) >= field.kind.most:
            raise Unreadable(N_("At most {most} lines fit."), most=field.kind.most)
        drafts.change(tx, draft_id, data={**desk.row.data, name: [*saved, {}]}, field=None)
        return
    least = field.kind.least if isinstance(field.kind, Photos) and field.ask.need == "must" else 0
    if len(saved) < least:
        raise Unreadable(N_("At least {least} photo is needed. Just send it."), least=least)
    drafts.change(tx, draft_id, skipped=sorted({*desk.row.skipped, name}), field=None)


def back(tx: Tx, actor: Actor, draft_id: int) -> None:
    """To the question before."""
    desk = take(tx, actor.member, draft_id)
    before = questions.previous(desk.plan, desk.data, desk.question)
    if before is not None:
        drafts.change(tx, draft_id, field=before)


def goto(tx: Tx, actor: Actor, draft_id: int, name: str) -> None:
    """To one question, to answer it anew."""
    desk = take(tx, actor.member, draft_id)
    _question(desk, name)
    drafts.change(tx, draft_id, field=name)


def discard(tx: Tx, actor: Actor, draft_id: int) -> None:
    """Throw the draft away."""
    take(tx, actor.member, draft_id)
    drafts.remove(tx, draft_id)


def submit(tx: Tx, house: House, actor: Actor, draft_id: int) -> Handed:
    """Hand the form in. Handed in twice (a double tap) it takes effect once."""
    key = f"draft:{draft_id}"
    before = idempotency.earlier(tx, key)
    if before is not None:
        return Handed(**before)
    desk = take(tx, actor.member, draft_id)
    missing = desk.plan.missing(desk.data)
    if missing:
        t = tongue_of(actor.member, tx)
        raise Refused(N_("Still missing: {names}."), names=t.list(t(f.ask.label) for f in missing))
    handed = _hand_in(tx, house, actor, desk)
    drafts.remove(tx, draft_id)
    idempotency.keep(tx, key, handed.__dict__ | {"values": dict(handed.values)})
    return handed


def _hand_in(tx: Tx, house: House, actor: Actor, desk: Desk) -> Handed:
    answers = {f.name: desk.row.data.get(f.name) for f in desk.plan.shown(desk.data)}
    answers = {name: value for name, value in answers.items() if not is_empty(value)}
    if desk.row.purpose == "open":
        origin = records.get(tx, desk.row.origin_id) if desk.row.origin_id else None
        record = opening.open_record(tx, house, actor, desk.row.kind, desk.row.route, answers, origin)
        return Handed(record.id, record.number, True)
    assert desk.item is not None
    assert desk.record is not None
    assert desk.action is not None
    if answers.get(BACK_TO.name) == choices.APPLICANT:
        del answers[BACK_TO.name]
    done: Pressed = acting.act(tx, house, actor, desk.item.id, desk.row.item_version or 0, desk.action.name, answers)
    return Handed(desk.record.id, desk.record.number, False, done.text, dict(done.values))
