"""Being away: from when until when, and who stands in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from aiogram_dialog import Dialog

from bot.cards.model import Card
from bot.desk.model import Option, Refused
from bot.dialogs.people.dialog import steps_dialog
from bot.dialogs.people.states import AbsenceStates
from bot.dialogs.people.steps import Answers, Steps, named
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.forms import Ask, FormField
from bot.procedure.kinds import Day, Ref
from bot.procedure.words import N_
from bot.tongue import Tongue

FROM = FormField("from", Day("future"), Ask("", N_("Away from"), N_("Which is your first day away?")))
UNTIL = FormField("until", Day("future"), Ask("", N_("Away until"), N_("Which is your last day away?")))
DEPUTY = FormField("deputy", Ref("person"), Ask("", N_("Deputy"), N_("Who stands in for you?")))


def absence_dialog(tools: Tools) -> Dialog:
    """The dialog behind /away."""
    return steps_dialog(tools, Steps(N_("Going away"), (FROM, UNTIL, DEPUTY), _options, _finish), AbsenceStates.asking)


async def _options(talk: Talk, field: FormField, query: str) -> list[Option]:
    found = await talk.tools.desk.people(talk.actor, query)
    return [option for option in found if option.value != talk.member.id][:8]


async def _finish(talk: Talk, answers: Answers) -> Card:
    first, last = (date.fromisoformat(answers[field.name]) for field in (FROM, UNTIL))
    if last < first:
        del answers[DEPUTY.name]  # the day before it is asked for again
        raise Refused(N_("That is before your first day away, {day}."), day=talk.t.day(first))
    today = first == talk.t.now.astimezone(talk.t.zone).date()
    await talk.tools.desk.set_absence(
        talk.actor,
        person_id=talk.member.id,
        deputy_id=answers["deputy"],
        starts_at=talk.t.now if today else start_of(first, talk.t),
        ends_at=start_of(last + timedelta(days=1), talk.t),
    )
    deputy = named(await talk.tools.desk.people(talk.actor), answers["deputy"])
    if today:
        text = talk.t("You are away until {day}; {name} stands in. /away ends it.", day=talk.t.day(last), name=deputy)
    else:
        days = {"since": talk.t.day(first), "day": talk.t.day(last)}
        text = talk.t("You are away from {since} to {day}; {name} stands in. /away takes it back.", name=deputy, **days)
    return Card(text)


def start_of(day: date, t: Tongue) -> datetime:
    """The beginning of that day by the reader's clock, in UTC."""
    return datetime.combine(day, time(0), tzinfo=t.zone).astimezone(UTC)
