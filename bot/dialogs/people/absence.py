"""Being away: until when, and who stands in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from aiogram_dialog import Dialog

from bot.cards.model import Card
from bot.desk.model import Option
from bot.dialogs.people.dialog import steps_dialog
from bot.dialogs.people.states import AbsenceStates
from bot.dialogs.people.steps import Answers, Steps, named
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.forms import Ask, FormField
from bot.procedure.kinds import Day, Ref
from bot.procedure.words import N_
from bot.tongue import Tongue

UNTIL = FormField("until", Day("future"), Ask("", N_("Away until"), N_("Which is your last day away?")))
DEPUTY = FormField("deputy", Ref("person"), Ask("", N_("Deputy"), N_("Who stands in for you?")))


def absence_dialog(tools: Tools) -> Dialog:
    """The dialog behind /away."""
    return steps_dialog(tools, Steps(N_("Going away"), (UNTIL, DEPUTY), _options, _finish), AbsenceStates.asking)


async def _options(talk: Talk, field: FormField, query: str) -> list[Option]:
    found = await talk.tools.desk.people(talk.actor, query)
    return [option for option in found if option.value != talk.member.id][:8]


async def _finish(talk: Talk, answers: Answers) -> Card:
    last = date.fromisoformat(answers["until"])
    await talk.tools.desk.set_absence(
        talk.actor,
        person_id=talk.member.id,
        deputy_id=answers["deputy"],
        starts_at=talk.t.now,
        ends_at=end_of(last, talk.t),
    )
    deputy = named(await talk.tools.desk.people(talk.actor), answers["deputy"])
    return Card(talk.t("You are away until {day}; {name} stands in. /away ends it.", day=talk.t.day(last), name=deputy))


def end_of(day: date, t: Tongue) -> datetime:
    """The end of that day by the reader's clock, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=t.zone).astimezone(UTC)
