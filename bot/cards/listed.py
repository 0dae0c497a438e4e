"""One fact of a card: label and answer; of a list, a line each where one does not hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.cards.values import Labels, answer_text, lines_text
from bot.cards.view import RecordView
from bot.cards.width import FULL_ROW, width
from bot.procedure.forms import FormField
from bot.procedure.kinds import Rows
from bot.tongue import Tongue

SAID: Final = 300  # characters of what somebody said
MOST: Final = 4  # lines of a list


def fact(field: FormField, v: RecordView, t: Tongue) -> str:
    """A field with its answer as a card bears it, not escaped. Of a list that is shared out among steps, who owes one
    of them sees what is theirs."""
    value = v.data[field.name]
    if not isinstance(field.kind, Rows):
        return t.pair(t(field.ask.label), cut(answer_text(field, value, v.labels, t)))
    return "\n".join(listed(field, _theirs(field.kind, value, v), v.labels, t, most=MOST))


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
    return [row for row in rows if row.get(kind.by_step) == v.item.step.key] or rows
