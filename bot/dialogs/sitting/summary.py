"""The window before handing in, and the two lists that lead back to a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.cards.model import Button, Card
from bot.desk.lines import next_line
from bot.desk.model import Sitting
from bot.desk.questions import at_path, last_photos
from bot.dialogs.layout import Rows, clipped, paged, paired
from bot.dialogs.sitting.codes import CHANGE, DISCARD, EXTRAS, GO_TO, HAND_IN, LATER, REALLY, SUMMARY, packed
from bot.dialogs.sitting.frame import header, spoken
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.sitting.values import lines_of, said
from bot.procedure.forms import FormField, is_empty, rows_form
from bot.procedure.kinds import Photos
from bot.procedure.kinds import Rows as RowsKind
from bot.tongue import Tongue

LONG = 3500  # of the 4096 characters that a message may have
BUTTON = 36


def summary(sitting: Sitting, memory: Memory, t: Tongue) -> Card:
    """Every answer, what is missing, and [Hand in]."""
    missing = sitting.plan.missing(sitting.data)
    head = [
        header(sitting, t),
        spoken(t, memory.note, memory.values) if memory.note else "",
        t("Still missing: {fields}", fields=t.list(t(f.ask.label) for f in missing)) if missing else "",
        spoken(t, sitting.warning, sitting.warned) if sitting.warning else "",
    ]
    tail = [taken_for_granted(sitting, t), t("Please answer what is missing.") if missing else _ready(sitting, t)]
    lines = [line for line in head if line] + answers(sitting, t)
    return Card("\n".join([*lines, "", *(line for line in tail if line)]), _summary_keys(sitting, missing, t))


def taken_for_granted(sitting: Sitting, t: Tongue) -> str:
    """What nobody was asked, so that a wrong one is seen."""
    told = [
        t("{label} {value}", label=label, value=said(f, value, sitting.names, t))
        for label, _, f, value in _assumed(sitting, t)
    ]
    return t("Assumed: {answers}. Change what is wrong.", answers=t.list(told)) if told else ""


def _assumed(sitting: Sitting, t: Tongue) -> Iterator[tuple[str, str, FormField, Any]]:
    """What nobody was asked, by its name: its path, field and answer. In a list of several the number goes with it."""
    for f in answered(sitting, assumed=True):
        yield _small(t(f.ask.label)), f.name, f, sitting.data[f.name]
    for path in sitting.assumed_in_lines:
        question = at_path(sitting.plan, sitting.data, path)
        assert question is not None
        name, index, column = path.split(".")
        rows = sitting.data[name]
        label = _small(t(question.field.ask.label))
        yield (f"{label} {int(index) + 1}" if len(rows) > 1 else label), path, question.field, rows[int(index)][column]


def _ready(sitting: Sitting, t: Tongue) -> str:
    last = last_photos(sitting.plan, sitting.data)
    count = len(sitting.data.get(last.name) or []) if last else 0
    if last is None or not count:
        return t("Is everything right? Then hand it in.")
    if isinstance(last.kind, Photos) and last.kind.mixed:
        return t.n("{n} file saved. Send more, or hand it in.", "{n} files saved. Send more, or hand it in.", count)
    return t.n("{n} photo saved. Send more, or hand it in.", "{n} photos saved. Send more, or hand it in.", count)


def answers(sitting: Sitting, t: Tongue) -> list[str]:
    """A line an answer; shorter ones if they would not fit into one message, in the end without what is in lists."""
    lines: list[str] = []
    for columns, listed in ((300, True), (80, True), (80, False)):
        lines = _answers(sitting, t, columns, listed=listed)
        if sum(map(len, lines)) + len(lines) < LONG:
            break
    return lines


def _answers(sitting: Sitting, t: Tongue, columns: int, *, listed: bool) -> list[str]:
    lines: list[str] = []
    for field in answered(sitting):
        value = sitting.data[field.name]
        lines.append(t.pair(t(field.ask.label), said(field, value, sitting.names, t, columns)))
        if listed and isinstance(field.kind, RowsKind):
            lines += lines_of(field, value, sitting.names, t)
    return lines


def answered(sitting: Sitting, *, assumed: bool = False) -> list[FormField]:
    """The fields that have an answer: one that somebody gave, or one that is assumed."""
    full = (f for f in sitting.plan.shown(sitting.data) if not is_empty(sitting.data.get(f.name)))
    return [f for f in full if (f.name in sitting.assumed) is assumed]


def extras(sitting: Sitting) -> list[FormField]:
    """The optional fields that have none."""
    fields = sitting.plan.shown(sitting.data)
    return [f for f in fields if f.need(sitting.data) != "must" and is_empty(sitting.data.get(f.name))]


def changing(sitting: Sitting, memory: Memory, t: Tongue, page: int = 0) -> Card:
    """Which answer to change. page: of the answers, where one window does not hold them all."""
    text = _choosing(sitting, memory, t, t("What would you like to change?"))
    keys = (*_field_keys(_single_answers(sitting), t), *_line_keys(sitting, t))
    return Card(text, (*paged(keys, page, lambda n: packed(CHANGE, arg=str(n))), _to_summary(t)))


def more_fields(sitting: Sitting, memory: Memory, t: Tongue) -> Card:
    """Which optional detail to add."""
    text = _choosing(sitting, memory, t, t("Which detail would you like to add?"))
    return Card(text, (*_field_keys(extras(sitting), t), _to_summary(t)))


def _choosing(sitting: Sitting, memory: Memory, t: Tongue, question: str) -> str:
    """The head of a window that is answered by its buttons alone, with what is said of anything else."""
    told = [spoken(t, memory.note, memory.values)] if memory.note else []
    return "\n".join([header(sitting, t), *told, f"<b>{question}</b>"])


def discarding(sitting: Sitting, t: Tongue) -> Card:
    """Really?"""
    question = t("Discard this form? What was entered in it is lost.")
    keep = Button(t("Keep it"), packed(SUMMARY))
    return Card(
        f"{header(sitting, t)}\n<b>{question}</b>", ((keep, Button(t("Discard"), packed(REALLY), style="danger")),)
    )


def _summary_keys(sitting: Sitting, missing: list[FormField], t: Tongue) -> Rows:
    first = (
        Button(t("Answer what is missing"), packed(GO_TO, arg=missing[0].name), style="primary")
        if missing
        else Button(t("Hand in"), packed(HAND_IN), style="success")
    )
    wrong = (
        Button(clipped(t("Change {label}", label=label), BUTTON), packed(GO_TO, arg=path))
        for label, path, _, _ in _assumed(sitting, t)
    )
    lines = [f for f in answered(sitting) if isinstance(f.kind, RowsKind)]
    another = (
        Button(clipped(t.pair(t(f.ask.label), _small(t("Add another"))), BUTTON), packed(GO_TO, arg=path))
        for f in lines
        if (path := next_line(f, sitting.data[f.name]))
    )
    change = (Button(t("Change something"), packed(CHANGE)),) if answered(sitting) else ()
    more = (Button(t("More details (optional)"), packed(EXTRAS)),) if extras(sitting) else ()
    later, discard = Button(t("Save for later"), packed(LATER)), Button(t("Discard"), packed(DISCARD), style="danger")
    return tuple(row for row in ((first,), *paired((*wrong, *another)), change, more, (later, discard)) if row)


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _single_answers(sitting: Sitting) -> list[FormField]:
    return [f for f in answered(sitting) if not isinstance(f.kind, RowsKind)]


def _line_keys(sitting: Sitting, t: Tongue) -> Rows:
    """The answers of each line, and the question whether there are more lines."""
    return tuple(
        row
        for field in answered(sitting)
        if isinstance(field.kind, RowsKind)
        for row in _keys_of_lines(field, len(sitting.data[field.name]), t)
    )


def _keys_of_lines(field: FormField, count: int, t: Tongue) -> Rows:
    keys = [
        Button(clipped(f"{n + 1}. {t(sub.ask.label)}", BUTTON), packed(GO_TO, arg=f"{field.name}.{n}.{sub.name}"))
        for n in range(count)
        for sub in rows_form(field).asked("row")
    ]
    more = Button(t("{label}: add or remove", label=t(field.ask.label)), packed(GO_TO, arg=field.name))
    return (*paired(keys), (more,))


def _field_keys(fields: list[FormField], t: Tongue) -> Rows:
    return paired(Button(clipped(t(f.ask.label), BUTTON), packed(GO_TO, arg=f.name)) for f in fields)


def _to_summary(t: Tongue) -> tuple[Button, ...]:
    return (Button(t("‹ Back"), packed(SUMMARY)),)
