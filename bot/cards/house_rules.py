"""House rules and time limits as people read them. Not escaped."""

from __future__ import annotations

from typing import Any

from bot.cards.view import RecordView
from bot.procedure.house_rules import EVERY_RULE, FACT, RULES, Amount, HouseRule
from bot.procedure.kinds import OneOf, YesNo
from bot.procedure.spans import CalendarDays, Elapsed, WorkingDays, WorkingHours, parse_span
from bot.procedure.time_limits import LIMIT, TimeLimit
from bot.procedure.words import N_
from bot.tongue import Tongue


def label_text(rule: HouseRule, t: Tongue) -> str:
    """What a rule is called; a time limit of urgent cases says so."""
    return t.aside(t(rule.label), t(N_("urgent"))) if rule.urgent else t(rule.label)


def value_text(rule: HouseRule, value: Any, t: Tongue) -> str:
    """An answer to a rule."""
    match rule.kind:
        case YesNo():
            return t(N_("Yes")) if value else t(N_("No"))
        case OneOf(choices=choices):
            return t(choices(value).label)
        case TimeLimit():
            return span_text(value, t)
        case Amount():
            return t.number(value) if value else t(N_("off"))
    return str(value)


def span_text(code: str, t: Tongue) -> str:
    """1 working day, 24 hours, 2 working days before."""
    match parse_span(code):
        case Elapsed(hours=n):
            return t.n("{n} hour", "{n} hours", n)
        case WorkingHours(hours=n):
            return t.n("{n} working hour", "{n} working hours", n)
        case CalendarDays(days=n):
            return t.n("{n} day", "{n} days", n)
        case WorkingDays(days=0):
            return t(N_("the same day"))
        case WorkingDays(days=n):
            text = t.n("{n} working day", "{n} working days", abs(n))
            return t(N_("{span} before"), span=text) if n < 0 else text
    return code


def followed(v: RecordView, t: Tongue) -> str:
    """The house rules that decide this record's way, as it keeps them, and the time limits that differ."""
    told = [t.pair(label_text(rule, t), value_text(rule, v.rules[key], t)) for key, rule in _deciding(v).items()]
    limits = {key: value for key, value in v.rules.items() if key.startswith(LIMIT) and key in EVERY_RULE}
    told += [t.pair(label_text(EVERY_RULE[key], t), value_text(EVERY_RULE[key], limits[key], t)) for key in limits]
    return " · ".join(told)


def _deciding(v: RecordView) -> dict[str, HouseRule]:
    steps = (s for stage in v.chapter.route(v.route).stages for s in stage.steps)
    asked = {w.field.removeprefix(FACT) for s in steps for w in (*s.when, *s.deferred_when) if w.field.startswith(FACT)}
    return {key: rule for key, rule in RULES.items() if key in v.rules and (key in asked or v.chapter.kind in rule.of)}
