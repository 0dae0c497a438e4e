"""The house rules: what is in force, what a new record keeps of it, and how an administrator changes it (section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.house import House
from bot.desk.model import Actor, Refused, RuleLine
from bot.procedure.house_rules import DAY_LIMITS, DEFAULTS, EVERY_RULE, TIME_LIMITS, HouseRule
from bot.procedure.kinds import Reading, Unreadable
from bot.procedure.permissions import may_set_rules
from bot.procedure.spans import Span, parse_span
from bot.procedure.time_limits import LIMIT, TimeLimit
from bot.procedure.words import N_
from bot.storage import keys, trail
from bot.storage.customer_master import agreed_times
from bot.storage.tx import Tx

CONFIGURED = "configured"
KEPT_UNDER = "rule:"
"""Before a rule's key in the table of settings."""
_BACK = N_("This limit counts back from a day. Please write working days, for example -2wd.")
_FORWARD = N_("This limit counts forward. Please write it without a minus, for example 2 working days.")


def in_force(tx: Tx, house: House) -> dict[str, Any]:
    """Every rule as it is now: the default, unless the configuration says otherwise, unless an administrator does. A
    time limit is in it only where it is not the procedure's."""
    return {key: value for key, value in _settled(tx, house).items() if key not in DAY_LIMITS}


def _settled(tx: Tx, house: House) -> dict[str, Any]:
    return {**DEFAULTS, **house.rules, **keys.under(tx, KEPT_UNDER)}


def a_day(tx: Tx, house: House, key: str) -> int:
    """What one person may do in a day; 0 is any number. KeyError if there is no such limit."""
    most: int = _settled(tx, house).get(key, DAY_LIMITS[key].default)
    return most


def kept(tx: Tx, rules: Mapping[str, Any], customer_id: int | None) -> dict[str, Any]:
    """What a new record keeps, so that it ends as it began: the rules in force, and what was agreed with its
    customer."""
    return {**rules, **{LIMIT + key: code for key, code in agreed(tx, customer_id).items()}}


def agreed(tx: Tx, customer_id: int | None) -> Mapping[str, str]:
    """Response times that the customer's file agrees: "acknowledge_customer.urgent" → "1h" (R13)."""
    return agreed_times(tx, customer_id)


def limit(tx: Tx, house: House, key: str) -> Span:
    """A time limit in force, for what belongs to no record. KeyError if there is no such limit."""
    return parse_span(in_force(tx, house).get(LIMIT + key, TIME_LIMITS[LIMIT + key].default))


def lines(tx: Tx, house: House, actor: Actor) -> list[RuleLine]:
    """Every rule and time limit as it is and as the procedure has it. Refused for all but administrators."""
    _only_administrators(actor)
    now = _settled(tx, house)
    return [RuleLine(rule, now.get(key, rule.default)) for key, rule in EVERY_RULE.items()]


def change(tx: Tx, house: House, actor: Actor, key: str, answer: Any) -> RuleLine:
    """From now on new records follow `answer`: a value that was tapped, or words. Noted in the trail. Refused if it is
    no answer, or the person no administrator."""
    _only_administrators(actor)
    rule = EVERY_RULE.get(key)
    if rule is None:
        raise Refused(N_("This setting is no longer there. /settings shows those that are."))
    value, before = _value(tx, house, rule, answer), _settled(tx, house).get(key, rule.default)
    keys.put(tx, KEPT_UNDER + key, value, set_by=actor.member.id)
    if value != before:
        _note(tx, actor, key, before, value)
    return RuleLine(rule, value)


def _note(tx: Tx, actor: Actor, key: str, before: Any, value: Any) -> None:
    trail.append(
        tx,
        "setting_changed",
        actor_id=actor.member.id,
        telegram_id=actor.telegram_id,
        update_id=actor.update_id,
        data={"key": key, "from": before, "to": value},
    )


def note_configuration(tx: Tx, house: House) -> None:
    """At a start: what the configuration says of the rules goes into the trail when it is another than before."""
    before, now = keys.get(tx, CONFIGURED) or {}, dict(house.rules)
    if before != now:
        keys.put(tx, CONFIGURED, now)
        trail.append(tx, "configuration_changed", data={"from": before, "to": now})


def _only_administrators(actor: Actor) -> None:
    if not may_set_rules(actor.member):
        raise Refused(N_("Only administrators change settings. Please ask yours."))


def _value(tx: Tx, house: House, rule: HouseRule, answer: Any) -> Any:
    if answer in rule.answers and type(answer) in {type(a) for a in rule.answers}:
        return answer
    try:
        value = rule.kind.read(str(answer), Reading(tx.now, house.calendar.zone))
    except Unreadable as no:
        raise Refused(no.msgid, **no.values) from None
    if isinstance(rule.kind, TimeLimit) and not rule.kind.fits(value):
        raise Refused(_BACK if rule.kind.before else _FORWARD)
    return value
