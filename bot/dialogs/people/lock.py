"""Shutting somebody out at once: who left, or lost the phone."""

from __future__ import annotations

from aiogram_dialog import Dialog

from bot.cards.model import Card
from bot.desk.model import Option
from bot.dialogs.people.dialog import answers_of, steps_dialog
from bot.dialogs.people.states import LockStates
from bot.dialogs.people.steps import Answers, Steps, named
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.forms import Ask, FormField
from bot.procedure.kinds import Ref
from bot.procedure.words import N_

PERSON = FormField("person", Ref("person"), Ask("", N_("Person"), N_("Who is to be shut out?")))
SURE = FormField(
    "sure", Ref("person"), Ask("", N_("Person"), N_("Nothing will be open to them. Tap the name to confirm."))
)
MOST = 8


def lock_dialog(tools: Tools) -> Dialog:
    """The dialog behind /lock."""
    return steps_dialog(tools, Steps(N_("Shut somebody out"), (PERSON, SURE), _options, _finish), LockStates.asking)


async def _options(talk: Talk, field: FormField, query: str) -> list[Option]:
    found = await talk.tools.desk.everybody(talk.actor, "" if field is SURE else query)
    if field is PERSON:
        return found[:MOST] if query else []
    chosen = answers_of(talk).get(PERSON.name)
    return [] if query else [option for option in found if option.value == chosen]  # it is tapped, not typed


async def _finish(talk: Talk, answers: Answers) -> Card:
    name = named(await talk.tools.desk.everybody(talk.actor), answers["sure"])
    await talk.tools.desk.shut_out(talk.actor, answers["sure"])
    return Card(talk.t("{name} is shut out. What was theirs by name, you are asked to give to somebody.", name=name))
