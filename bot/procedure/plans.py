"""Which questions a sitting has: those of a new record, of an action on a work item, of an amendment."""

from __future__ import annotations

from dataclasses import replace

from bot.procedure.forms import Ask, FormField, Plan
from bot.procedure.kinds import Ref, Why, Words
from bot.procedure.words import N_
from bot.procedure.workflow import ANSWER, ASK, EVERYTHING, Action, Chapter, Goes

OPENING = "open"  # the step name under which a form's first fields are asked

TRANSFER_TO = FormField("transfer_to", Ref("person", within="transfer"), Ask("transfer", N_("To"), N_("To whom?")))
BACK_TO = FormField("back_to", Ref("record", within="steps"), Ask("back", N_("Back to"), N_("Back to whom?")))
REASON = FormField("reason", Why(500), Ask("reason", N_("Reason"), N_("Why? Tap a reason or write one.")))
OWN_WORDS = replace(REASON, ask=Ask("reason", N_("Reason"), N_("Why? Please write one sentence.")))
QUESTION = replace(REASON, kind=Words(500), ask=Ask("reason", N_("Question"), N_("What would you like to know?")))
REPLY = replace(QUESTION, ask=Ask("reason", N_("Answer"), N_("Please write the answer.")))


def opening_plan(chapter: Chapter, route: str) -> Plan:
    """What is asked before a record is opened; what the choice of the route already says is not asked."""
    said = {name for name, _ in chapter.route(route).fixed}
    return Plan(tuple(f for f in chapter.form.asked(OPENING) if f.name not in said))


def action_plan(chapter: Chapter, action: Action) -> Plan:
    """What is asked before `action` takes effect; an empty plan means that one tap does it."""
    fields: tuple[FormField, ...] = ()
    if action.asks == EVERYTHING:
        fields = chapter.form.asked(OPENING)
    elif action.goes is Goes.HAND_OVER:
        fields = (TRANSFER_TO,)
    elif action.asks:
        fields = chapter.form.asked(action.asks)
    return Plan(fields + ((_reason(action),) if action.reason else ()))


def _reason(action: Action) -> FormField:
    if action.name == ASK.name:
        return QUESTION
    if action.name == ANSWER.name:
        return REPLY
    return replace(REASON, ask=replace(REASON.ask, offers=action.reasons)) if action.reasons else OWN_WORDS
