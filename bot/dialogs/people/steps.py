"""A few questions one after the other, whose answers go to the desk at the end. Too small to be kept as a draft."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.cards.model import Button, Card
from bot.desk.model import Option, Question
from bot.dialogs.layout import safe
from bot.dialogs.sitting.answers import answer_keys
from bot.dialogs.sitting.asking import search_line
from bot.dialogs.sitting.codes import BACK, LATER, SKIP, packed
from bot.dialogs.sitting.frame import spoken
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.talk import Talk
from bot.procedure.forms import FormField
from bot.procedure.kinds import Ref
from bot.tongue import Tongue

Answers = dict[str, Any]
Options = Callable[[Talk, FormField, str], Awaitable[list[Option]]]
Finish = Callable[[Talk, Answers], Awaitable[Card]]


@dataclass(frozen=True)
class Steps:
    """title: what it is about; options: what can be tapped (or is found by typing); finish: what is done, and said."""

    title: str
    fields: tuple[FormField, ...]
    options: Options
    finish: Finish

    def question(self, answers: Answers) -> Question | None:
        """The first one without an answer; None if there is none."""
        return next((Question(f.name, f) for f in self.fields if f.name not in answers), None)

    def back(self, answers: Answers) -> None:
        """Forget the last answer."""
        given = [f.name for f in self.fields if f.name in answers]
        if given:
            del answers[given[-1]]

    def card(self, question: Question, answers: Answers, options: list[Option], memory: Memory, t: Tongue) -> Card:
        """The question, with what can be tapped."""
        lines = (
            t(self.title),
            spoken(t, memory.note, memory.values) if memory.note else "",
            f"<b>{t(question.field.ask.question)}</b>",
            search_line(options, memory.query, t) if isinstance(question.field.kind, Ref) and not memory.note else "",
        )
        back = (Button(t("‹ Previous"), packed(BACK, question)),) if answers else ()
        skip = (Button(t("Skip"), packed(SKIP, question)),) if question.field.ask.need != "must" else ()
        rows = (*answer_keys(question, options, memory, t), (*back, *skip, Button(t("Cancel"), packed(LATER))))
        return Card("\n".join(line for line in lines if line), rows)


def named(options: list[Option], value: Any) -> str:
    """The label of an option, as HTML."""
    return safe(next((o.label for o in options if o.value == value), str(value)))
