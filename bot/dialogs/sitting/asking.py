"""The window that asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cards.model import Button, Card
from bot.cards.values import brief
from bot.desk.model import Option, Question, Sitting
from bot.desk.questions import is_extra, previous, skipped_with
from bot.dialogs.layout import FULL_ROW, Rows, safe
from bot.dialogs.sitting.answers import answer_keys
from bot.dialogs.sitting.codes import BACK, KEEP, LATER, REALLY, SKIP, packed
from bot.dialogs.sitting.frame import header, spoken
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.sitting.values import lines_of, said
from bot.procedure.forms import FormField, is_empty, rows_form
from bot.procedure.kinds import OneOf, Photos, Ref, Several
from bot.procedure.kinds import Rows as Lines
from bot.procedure.words import N_
from bot.tongue import Tongue

LATEST = 8  # lines of a list that are shown where the next one is asked for
IN_HEADER = {"customer_id", "site_id"}
BACK_LABEL = N_("‹ Previous")


def asking(sitting: Sitting, question: Question, options: Sequence[Option], memory: Memory, t: Tongue) -> Card:
    """The card of one question: what was entered last, the question, the answers to tap, and the ways out."""
    lines = (
        header(sitting, t, position=not is_extra(sitting.plan, sitting.data, question)),
        spoken(t, memory.note, memory.values) if memory.note else "",
        f"<b>{_question(sitting, question, t)}</b>",
        _further(sitting, question, options, memory, t),
        _so_far(sitting, question, t),
    )
    rows = answer_keys(question, options, memory, t) + _ways_out(sitting, question, t)
    return Card("\n".join(line for line in lines if line), rows)


def _question(sitting: Sitting, question: Question, t: Tongue) -> str:
    if question.further:
        return _why_again(sitting, question, t)
    if question.more:
        return t("{label}: {n} so far. Is there another one?", label=t(question.field.ask.label), n=question.saved)
    text = t(question.field.ask.question or question.field.ask.label)
    line = _line_of(sitting, question, t)
    return t.pair(line, text) if line else text


def _why_again(sitting: Sitting, question: Question, t: Tongue) -> str:
    """5-why 2: “Cold solder joint”. And why that?"""
    field, rows = question.field, sitting.data.get(question.path) or []
    before = str(next(iter(rows[-1].values()), "")) if rows else ""
    return t.pair(f"{t(field.ask.label)} {len(rows) + 1}", t(question.further, before=safe(before, 120)))


def _line_of(sitting: Sitting, question: Question, t: Tongue) -> str:
    """Which line of a field of lines is being filled in: Swapped parts, no. 2."""
    name, *place = question.path.split(".")
    owner = next((f for f in sitting.plan.fields if f.name == name), None)
    if not place or owner is None:
        return ""
    number = t("{label}, no. {n}", label=t(owner.ask.label), n=int(place[0]) + 1)
    called = _name_of(sitting, owner, int(place[0]), t) if place[1] != _naming(owner) else ""
    return f"{number} · {called}" if called else number


def _naming(owner: FormField) -> str:
    return owner.kind.named_by if isinstance(owner.kind, Lines) else ""


def _name_of(sitting: Sitting, owner: FormField, index: int, t: Tongue) -> str:
    """What tells a line that came filled in from the others: Attendees 2 · Li Wei."""
    naming, rows = _naming(owner), sitting.data.get(owner.name) or []
    value = rows[index].get(naming) if naming and index < len(rows) else None
    return "" if is_empty(value) else said(rows_form(owner).field(naming), value, sitting.names, t, 60)


def _further(sitting: Sitting, question: Question, options: Sequence[Option], memory: Memory, t: Tongue) -> str:
    if question.more:
        return "\n".join(lines_of(question.field, sitting.data.get(question.path) or [], sitting.names, t)[-LATEST:])
    match question.field.kind:
        case Photos() as kind:
            return _photos(question.saved, kind, t)
        case Ref() if memory.note:
            return ""
        case Ref(entity="part") if options and not memory.query:
            return t("Tap one, type a part of the name or number, or send a photo of the label.")
        case Ref():
            return search_line(options, memory.query, t)
    if memory.codes:
        return t("The label says several things. Which one is it?")
    return t("For example: {example}", example=t(question.field.ask.example)) if question.field.ask.example else ""


def _photos(saved: int, kind: Photos, t: Tongue) -> str:
    if saved == 0:
        return ""
    count = t.n("{n} file saved.", "{n} files saved.", saved) if kind.mixed else t.n("{n} saved.", "{n} saved.", saved)
    if saved < kind.least:
        missing = t.n("Still missing: {n} photo.", "Still missing: {n} photos.", kind.least - saved)
        return f"{count}\n{missing}"
    return f"{count}\n{_what_to_send(saved, kind, t)}"


def _what_to_send(saved: int, kind: Photos, t: Tongue) -> str:
    due = [t(shot) for shot in kind.shots[saved:]]
    if not due and kind.mixed:
        return t.c("files", "Just send more, or tap [That's all].")
    if not due:
        return t("Just send more, or tap [That's all].")
    return t("Still missing: {shots}. Just send it, or tap [That's all].", shots=t.list(due))


def search_line(options: Sequence[Option], query: str, t: Tongue) -> str:
    if query and options:
        return t("Found for “{text}”: which one is it?", text=safe(query, 60))
    if query:
        return t("Nothing found for “{text}”. Type another part of the name.", text=safe(query, 60))
    if options:
        return t("Tap one, or type a part of the name or number.")
    return t("Type a part of the name or number.")


def _so_far(sitting: Sitting, question: Question, t: Tongue) -> str:
    """The last two answers before this one, of its line if it has some; the present answer when it is being changed."""
    now = _present(sitting, question, t)
    if now:
        return t("Entered now: {value}", value=now)
    told = _of_line(sitting, question, t) or [
        _brief(f, sitting.data[f.name], sitting, t) for f in _before(sitting, question)
    ]
    return t("Entered so far: {values}", values=" · ".join(told[-2:])) if told else ""


def _of_line(sitting: Sitting, question: Question, t: Tongue) -> list[str]:
    """What the line that is being filled in holds before this question; not what it is named by."""
    name, *place = question.path.split(".")
    owner = next((f for f in sitting.plan.fields if f.name == name), None)
    rows = sitting.data.get(name) or []
    if owner is None or not place or int(place[0]) >= len(rows):
        return []
    row, told = rows[int(place[0])], []
    for sub in rows_form(owner).asked("row"):
        if sub.name == place[1]:
            break
        nobodys = f"{name}.{place[0]}.{sub.name}" in sitting.assumed_in_lines
        if not is_empty(row.get(sub.name)) and sub.name != _naming(owner) and not nobodys:
            told.append(_brief(sub, row[sub.name], sitting, t))
    return told


def _present(sitting: Sitting, question: Question, t: Tongue) -> str:
    value = present(sitting, question)
    return "" if is_empty(value) else said(question.field, value, sitting.names, t, 200)


def present(sitting: Sitting, question: Question) -> Any:
    """The answer that a question has already, when one came back to it; None if it has none, or has many."""
    if question.more or isinstance(question.field.kind, Photos | Several):
        return None
    name, *place = question.path.split(".")
    value = sitting.data.get(name)
    if not place:
        return value
    rows = value or []
    return rows[int(place[0])].get(place[1]) if int(place[0]) < len(rows) else None


def _before(sitting: Sitting, question: Question) -> list[FormField]:
    name = question.path.split(".")[0]
    fields = sitting.plan.shown(sitting.data)
    names = [f.name for f in fields]
    upto = fields[: names.index(name)] if name in names else fields
    known = {*IN_HEADER, *sitting.assumed}
    return [f for f in upto if not is_empty(sitting.data.get(f.name)) and f.name not in known]


def _brief(field: FormField, value: Any, sitting: Sitting, t: Tongue) -> str:
    told = said(field, value, sitting.names, t, FULL_ROW)
    return told if isinstance(field.kind, Ref | OneOf) else brief(t(field.ask.label), told, t)


def _ways_out(sitting: Sitting, question: Question, t: Tongue) -> Rows:
    if sitting.single:
        return ((Button(t("Cancel"), packed(REALLY)),),)
    there = previous(sitting.plan, sitting.data, question) is not None or is_extra(sitting.plan, sitting.data, question)
    back = (Button(t(BACK_LABEL), packed(BACK, question)),) if there else ()
    skip = (Button(t("Skip"), packed(SKIP, question)),) if _may_skip(sitting, question) else ()
    keep = () if is_empty(present(sitting, question)) else (Button(t("Leave as it is"), packed(KEEP, question)),)
    return tuple(row for row in ((*back, *skip, *keep), (Button(t("Save for later"), packed(LATER)),)) if row)


def _may_skip(sitting: Sitting, question: Question) -> bool:
    photos = isinstance(question.field.kind, Photos) and question.saved > 0
    assumed = not is_empty(question.field.assumed(sitting.data))  # one answer or the other it has
    if question.more or question.chosen or photos or assumed:
        return False
    return skipped_with(sitting.plan, sitting.data, question.path) is not None
