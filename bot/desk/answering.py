"""Answering the questions of a form: typed, tapped or sent; skipped, or gone back over."""

from __future__ import annotations

from typing import Any

from bot.desk import choices, lines, questions
from bot.desk.checks import check
from bot.desk.customer_files import closed_to
from bot.desk.filling import filled
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, FileIn, Member, Option
from bot.desk.not_on_file import contact_named, not_found
from bot.desk.remarks import announce
from bot.desk.sittings import OpenDraft, options_of, question_at, take
from bot.procedure.chapters import chapter
from bot.procedure.forms import FormField, rows_form
from bot.procedure.kinds import EVERY_ONE, Moment, OneOf, Photos, Reading, Ref, Rows, Score, Several, Unreadable, YesNo
from bot.procedure.people import called
from bot.procedure.tool_loan import number_on
from bot.procedure.words import N_
from bot.storage import drafts, master, people
from bot.storage.tx import Tx


def answer(tx: Tx, actor: Actor, draft_id: int, path: str, text: str) -> list[Option] | None:
    """What was typed: stored (None), or several rows to choose from. Unreadable says what is wanted instead."""
    draft = take(tx, actor.member, draft_id)
    field = question_at(draft, path).field
    if isinstance(field.kind, Rows) and field.kind.further:
        path, field = _further(draft, field, field.kind)
    if isinstance(field.kind, Ref) and field.kind.entity == "tool":
        text = number_on(text)
    offered = options_of(tx, actor.member, draft, field, "")
    value = choices.label_of(offered, text)
    if value is None and isinstance(field.kind, Ref):
        found = options_of(tx, actor.member, draft, field, text.strip())
        if len(found) > 1:
            return found
        value = found[0].value if found else contact_named(tx, field.kind, draft.data, text)
        if value is None:
            raise not_found(field.kind, text, offered)
    if value is None:
        value = field.kind.read(text, _reading(tx, actor.member))
    elif isinstance(field.kind, Moment):
        value = field.kind.read(value, _reading(tx, actor.member))
    if isinstance(field.kind, Several):
        _toggle(tx, draft, field, value)
        return None
    _store(tx, actor.member, draft, path, field, value)
    return None


def _further(draft: OpenDraft, field: FormField, kind: Rows) -> tuple[str, FormField]:
    """Path and field of a 5-why's next line: it is answered where one is asked whether there is another."""
    lines = len(draft.row.data.get(field.name) or [])
    if lines >= kind.most:
        raise Unreadable(N_("At most {most} lines fit."), most=kind.most)
    sub = rows_form(field).asked("row")[0]
    return f"{field.name}.{lines}.{sub.name}", sub


def _reading(tx: Tx, member: Member) -> Reading:
    return Reading(tx.now, tongue_of(member, tx).zone)


def pick(tx: Tx, actor: Actor, draft_id: int, path: str, value: Any) -> None:
    """A button's value. It proves nothing: it must be one that could be picked now."""
    draft = take(tx, actor.member, draft_id)
    field = question_at(draft, path).field
    if isinstance(field.kind, Ref):
        _check_reference(tx, actor.member, draft, field, value)
    elif isinstance(field.kind, OneOf | YesNo | Score):
        several = [EVERY_ONE] if isinstance(field.kind, Several) else []
        if value not in [*several, *(o.value for o in options_of(tx, actor.member, draft, field, ""))]:
            raise Unreadable(N_("Please tap one of the buttons."))
        if isinstance(field.kind, Several):
            _toggle(tx, draft, field, value)
            return
    else:
        value = field.kind.read(str(value), _reading(tx, actor.member))
    _store(tx, actor.member, draft, path, field, value)


def _toggle(tx: Tx, draft: OpenDraft, field: FormField, value: str) -> None:
    """Put one of several in (or every one), or take it out; the question stays until somebody says that this is all."""
    assert isinstance(field.kind, Several)
    chosen = set(draft.row.data.get(field.name) or []) ^ {value}
    ordered = [choice.value for choice in field.kind.choices if value == EVERY_ONE or choice.value in chosen]
    skipped = [name for name in draft.row.skipped if name != field.name]
    drafts.change(tx, draft.row.id, data={**draft.row.data, field.name: ordered}, skipped=skipped, field=field.name)


def _check_reference(tx: Tx, member: Member, draft: OpenDraft, field: FormField, value: Any) -> None:
    assert isinstance(field.kind, Ref)
    if field.kind.within in {"field_staff", "transfer", "steps", "actions"}:
        known = value in [o.value for o in options_of(tx, member, draft, field, "")]
        known = known or value in [o.value for o in options_of(tx, member, draft, field, _name(tx, value))]
    else:
        within = draft.data.get(field.kind.within) if field.kind.within else None
        known = isinstance(value, int) and master.exists(tx, field.kind.entity, value, within)
        known = known and not _closed(tx, member, draft, field, value)
        known = known or value == draft.row.data.get(field.name)  # left as it is: a contact who is not on file
    if not known:
        raise Unreadable(N_("Please tap one of the buttons."))


def _closed(tx: Tx, member: Member, draft: OpenDraft, field: FormField, value: Any) -> bool:
    """Whether it is a customer of whom they may not learn (R40); a change of the file says so itself."""
    assert isinstance(field.kind, Ref)
    if field.kind.entity != "customer" or chapter(draft.row.kind).fills[0] == field.name:
        return False
    return value in closed_to(tx, member)


def _name(tx: Tx, value: Any) -> str:
    member = people.by_id(tx, value) if isinstance(value, int) else None
    return called(member.name, None, "zh") if member else "\0"


def _store(tx: Tx, member: Member, draft: OpenDraft, path: str, field: FormField, value: Any) -> None:
    check(tx, field, {**draft.data, **questions.line_at(draft.row.data, path)}, value)
    name = path.partition(".")[0]
    data = questions.with_answer(draft.row.data, path, value)
    data, known = lines.with_assumed(draft.plan, draft.row.data, data, path)
    if draft.row.data.get(name) != data.get(name):
        data = questions.without_dependents(draft.plan, data, name)
        data, settled = filled(tx, member, chapter(draft.row.kind), draft.plan, data, name)
        known += settled
    for taking in draft.plan.fields:
        if taking.ask.taken and taking.ask.taken[0] == name and isinstance(value, int):
            assert isinstance(field.kind, Ref)
            found = master.attribute(tx, field.kind.entity, value, taking.ask.taken[1])
            data = {**data, taking.name: found} if found else data
    changing = "." in path and questions.has_line(draft.row.data, path)
    skipped = sorted({*draft.row.skipped, *known} - {path + lines.ASSUMED} - (set() if changing else {name}))
    drafts.change(tx, draft.row.id, data=data, skipped=skipped, field=None)


def add_file(tx: Tx, house: House, actor: Actor, draft_id: int, path: str, sent: FileIn) -> int:
    """A photo or file for the question at `path`, stored as it arrives; how many there are now. Sent twice it counts
    once."""
    draft = take(tx, actor.member, draft_id)
    field = question_at(draft, path).field
    if not isinstance(field.kind, Photos):
        raise Unreadable(N_("No photo is needed here."))
    file_id = announce(tx, house, actor, sent, draft.data.get("urgency"))
    saved = list(draft.row.data.get(path) or [])
    if file_id in saved:
        return len(saved)
    if len(saved) >= field.kind.most:
        raise Unreadable(N_("{most} photos are stored, more do not fit. Tap [That's all]."), most=field.kind.most)
    _store_files(tx, draft, field, [*saved, file_id])
    return len(saved) + 1


def _store_files(tx: Tx, draft: OpenDraft, field: FormField, file_ids: list[int]) -> None:
    """The question stands for more, unless it is the last one: the summary takes more as well."""
    now, skipped = {**draft.data, field.name: file_ids}, frozenset(draft.row.skipped)
    last = questions.ends_with(draft.plan, now, skipped, field)
    drafts.change(
        tx,
        draft.row.id,
        data={**draft.row.data, field.name: file_ids},
        field=None if last else field.name,
        skipped=sorted(skipped | {field.name} if last else skipped),
    )


def drop_files(tx: Tx, actor: Actor, draft_id: int, path: str) -> None:
    """Take the photos of a question out again."""
    draft = take(tx, actor.member, draft_id)
    data = {n: v for n, v in draft.row.data.items() if n != path}
    drafts.change(tx, draft_id, data=data, field=path, skipped=[s for s in draft.row.skipped if s != path])


def drop_line(tx: Tx, actor: Actor, draft_id: int, name: str, number: int, of: int) -> None:
    """Take line `number` (from 1 on) out again, if there are still `of` of them: a second tap takes out no other."""
    draft = take(tx, actor.member, draft_id)
    question_at(draft, name)
    rows = list(draft.row.data.get(name) or [])
    if len(rows) != of or not 1 <= number <= of:
        return
    del rows[number - 1]
    skipped = [s for s in draft.row.skipped if not s.startswith(f"{name}.")]
    drafts.change(tx, draft_id, data={**draft.row.data, name: rows}, field=name if rows else None, skipped=skipped)


def skip(tx: Tx, actor: Actor, draft_id: int, path: str) -> None:
    """Leave a question that may be left."""
    draft = take(tx, actor.member, draft_id)
    question_at(draft, path)
    left = questions.skipped_with(draft.plan, draft.data, path)
    if left is None:
        raise Unreadable(N_("This one is needed. You can save the form and go on later."))
    drafts.change(tx, draft_id, skipped=sorted({*draft.row.skipped, left}), field=None)


def more(tx: Tx, actor: Actor, draft_id: int, path: str, another: bool) -> None:
    """After a line, or while photos come: another one, or that was all."""
    draft = take(tx, actor.member, draft_id)
    name = path.partition(".")[0]
    field = question_at(draft, name).field
    saved = list(draft.row.data.get(name) or [])
    if another and isinstance(field.kind, Rows):
        if len(saved) >= field.kind.most:
            raise Unreadable(N_("At most {most} lines fit."), most=field.kind.most)
        skipped = [s for s in draft.row.skipped if s != name]
        drafts.change(tx, draft_id, data={**draft.row.data, name: [*saved, {}]}, field=None, skipped=skipped)
        return
    if isinstance(field.kind, Several) and not saved and field.need(draft.data) == "must":
        raise Unreadable(N_("Please tap at least one of the buttons."))
    least = field.kind.least if isinstance(field.kind, Photos) and field.need(draft.data) == "must" else 0
    if len(saved) < least:
        raise Unreadable(N_("A photo is still missing here. Just send it."))
    drafts.change(tx, draft_id, skipped=sorted({*draft.row.skipped, name}), field=None)


def back(tx: Tx, actor: Actor, draft_id: int) -> None:
    """To the question before; to the summary from what only that offers. A line that is still empty goes again."""
    draft = take(tx, actor.member, draft_id)
    question = draft.question
    if question is None:
        return
    before = questions.previous(draft.plan, draft.data, question)
    data = questions.without_empty_line(draft.row.data, question.path)
    if before is not None or questions.is_extra(draft.plan, draft.data, question):
        drafts.change(tx, draft_id, data=data, field=before)


def goto(tx: Tx, actor: Actor, draft_id: int, name: str) -> None:
    """To one question, to answer it anew."""
    draft = take(tx, actor.member, draft_id)
    question_at(draft, name)
    drafts.change(tx, draft_id, field=name)
