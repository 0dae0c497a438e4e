"""One fact of a card: label and answer; of a list, a line each where one does not hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.cards.values import Labels, answer_text, lines_text
from bot.cards.view import RecordView
from bot.cards.width import FULL_ROW, width
from bot.procedure.closing import Determined
from bot.procedure.forms import FormField, is_empty
from bot.procedure.kinds import Rows
from bot.tongue import Tongue

SAID: Final = 300  # characters of what somebody said
MOST: Final = 4  # lines of a list


def answered(v: RecordView) -> list[FormField]:
    """The fields that hold something, as a reader wants them in order."""
    filled = [f for f in v.chapter.form.all_fields() if not is_empty(v.data.get(f.name)) and f.name != "route"]
    decided = {f.name for f in Determined.all_fields()}  # at the record's end, though every form begins with them
    return sorted(filled, key=lambda f: f.name in decided)


def fact(field: FormField, v: RecordView, t: Tongue) -> str:
    """A field with its answer as a card bears it, not escaped. Of a list that is shared out among steps, who owes one
    of them sees what is theirs ("" if there is nothing); of what was entered anew, what holds now."""
    value = v.data[field.name]
    if not isinstance(field.kind, Rows):
        return t.pair(t(field.ask.label), cut(answer_text(field, value, v.labels, t)))
    rows = _theirs(field.kind, _newest(field.kind, value), v)
    return "\n".join(listed(field, rows, v.labels, t, most=MOST)) if rows else ""


def listed(field: FormField, rows: Sequence[Any], labels: Labels, t: Tongue, most: int | None = None) -> list[str]:
    """A list with its label: on one line if that holds it, else a line each, `most` of them."""
    label, lines = t(field.ask.label), [cut(line) for line in lines_text(field, rows, labels, t)]
    short = t.pair(label, " / ".join(lines))
    if len(lines) == 1 or width(short) <= FULL_ROW:
        return [short]
    shown = lines[:most]
    rest = [t.n("… and {n} more", "… and {n} more", len(lines) - len(shown))] if len(lines) > len(shown) else []
    return [t.pair(label, "").rstrip(), *(f"• {line}" for line in shown), *rest]


def cut(text: str) -> str:
    """What somebody wrote, on one line and no longer than a card bears; Details has the rest."""
    line = " ".join(text.split())
    return line if len(line) <= SAID else f"{line[: SAID - 1]}…"


def _theirs(kind: Rows, rows: Sequence[Any], v: RecordView) -> Sequence[Any]:
    if not kind.by_step or v.item is None or v.item.state != "open":
        return rows
    if not any(asked.get(kind.by_step) == v.item.step.key for asked in _shared_out(v)):
        return rows
    return [row for row in rows if row.get(kind.by_step) == v.item.step.key]


def _shared_out(v: RecordView) -> Iterator[Mapping[str, Any]]:
    """The lines of every list that is shared out among steps."""
    for field in v.chapter.form.all_fields():
        if isinstance(field.kind, Rows) and field.kind.by_step:
            yield from v.data.get(field.name) or ()


def _newest(kind: Rows, rows: Sequence[Any]) -> Sequence[Any]:
    """Each line that came filled in once, as it was answered last."""
    if not kind.named_by:
        return rows
    first = kind.form.all_fields()[0].name
    return list({(row.get(first), row.get(kind.named_by)): row for row in rows}.values())
