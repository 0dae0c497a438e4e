"""A window that goes through a few questions."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput

from bot.cards.model import Card
from bot.desk.model import Question, Refused
from bot.dialogs.people.steps import Answers, Steps
from bot.dialogs.screen import CARD, Keys, Shown
from bot.dialogs.sitting import codes
from bot.dialogs.sitting.codes import decoded, parsed, tag_of
from bot.dialogs.sitting.hints import not_here
from bot.dialogs.sitting.memory import forget, recalled, remember
from bot.dialogs.sitting.presses import STALE
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.kinds import Day, Reading, Ref, Unreadable


def steps_dialog(tools: Tools, steps: Steps, state: State) -> Dialog:
    """A dialog of one window; it must be started with {} as its data."""
    asker = Asker(tools, steps)
    window = Window(Shown(), Keys(asker.on_press), MessageInput(asker.on_message), state=state, getter=asker.getter)
    return Dialog(window)


class Asker:
    """Getter and handlers of the window."""

    def __init__(self, tools: Tools, steps: Steps) -> None:
        self._tools = tools
        self._steps = steps

    async def getter(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Card]:
        talk = Talk(self._tools, dialog_manager)
        question = self._question(talk) or Question(self._steps.fields[-1].name, self._steps.fields[-1])
        memory = recalled(talk.data, question)
        options = [] if isinstance(question.field.kind, Day) else await self._options(talk, question, memory.query)
        return {CARD: self._steps.card(question, answers_of(talk), options, memory, talk.t)}

    async def on_press(self, callback: CallbackQuery, manager: DialogManager, data: str) -> None:
        talk, press = Talk(self._tools, manager), parsed(data)
        talk.unnote()
        question = self._question(talk)
        if press.verb == codes.LATER:
            await talk.close_with(Card(talk.t("Cancelled. Nothing was changed.")))
        elif question and press.tag and press.tag != tag_of(question):
            await talk.notice(STALE)
        elif question:
            await self._do(talk, question, press.verb, press.arg)

    async def on_message(self, message: Message, widget: object, manager: DialogManager) -> None:
        talk = Talk(self._tools, manager)
        talk.manager.show_mode = ShowMode.DELETE_AND_SEND
        talk.unnote()
        question = self._question(talk)
        if question is None or not message.text:
            msgid, values = not_here(message, (question.field if question else self._steps.fields[-1]).kind, talk.t)
            talk.note(msgid, **values)
            return
        try:
            await self._type(talk, question, message.text)
        except Unreadable as no:
            talk.note(no.msgid, **no.values)

    async def _do(self, talk: Talk, question: Question, verb: str, arg: str) -> None:
        answers = answers_of(talk)
        if verb == codes.MONTH:
            remember(talk.data, question, month=arg)
        elif verb == codes.BACK:
            self._steps.back(answers)
        elif verb == codes.SKIP:
            await self._store(talk, question, None)
        elif verb == codes.PICK:
            query = recalled(talk.data, question).query
            value = decoded(arg, await self._options(talk, question, query) if arg.startswith("#") else ())
            await self._store(talk, question, self._checked(talk, question, value))

    async def _type(self, talk: Talk, question: Question, text: str) -> None:
        kind = question.field.kind
        if not isinstance(kind, Ref):
            await self._store(talk, question, kind.read(text, reading(talk)))
            return
        found = await self._options(talk, question, text)
        if len(found) == 1:
            await self._store(talk, question, found[0].value)
        else:
            remember(talk.data, question, query=text)

    def _checked(self, talk: Talk, question: Question, value: Any) -> Any:
        kind = question.field.kind
        return kind.read(value, reading(talk)) if isinstance(kind, Day) else value

    async def _store(self, talk: Talk, question: Question, value: Any) -> None:
        answers = answers_of(talk)
        answers[question.path] = value
        forget(talk.data)
        if self._question(talk) is None:
            await self._finish(talk, answers)

    async def _finish(self, talk: Talk, answers: Answers) -> None:
        try:
            await talk.close_with(await self._steps.finish(talk, answers))
        except Refused as no:
            self._steps.back(answers)
            talk.note(no.msgid, **no.values)

    def _question(self, talk: Talk) -> Question | None:
        return self._steps.question(answers_of(talk))

    async def _options(self, talk: Talk, question: Question, query: str) -> Any:
        return await self._steps.options(talk, question.field, query)


def answers_of(talk: Talk) -> Answers:
    """The answers so far, to be changed in place."""
    answers: Answers = talk.data.setdefault("answers", {})
    return answers


def reading(talk: Talk) -> Reading:
    """How the person's dates are read."""
    return Reading(talk.t.now, talk.t.zone)
