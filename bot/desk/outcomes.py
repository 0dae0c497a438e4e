"""What somebody is told who has just handed something in or done something: what it was, what is next, who has it."""

from __future__ import annotations

from typing import Any, Final

from bot.desk import views
from bot.desk.casework import rests_until
from bot.desk.house import tongue_of
from bot.desk.model import Actor, Member, Pressed
from bot.procedure.chapters import chapter
from bot.procedure.engine import OPEN
from bot.procedure.words import N_
from bot.procedure.workflow import Action
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

SHOWN: Final = 3
HANDED_IN: Final = N_("{number} is handed in. Next: {next}.")


def done(tx: Tx, actor: Actor, record: RecordRow, action: Action, also: str = "") -> Pressed:
    """The outcome of an action, by the record as it is then. also: the title of the step that it did as well."""
    t = tongue_of(actor.member, tx)
    label = t.aside(t(action.label), t(N_("also as {step}"), step=t(also))) if also else t(action.label)
    values = {"number": record.number, "action": label}
    text = N_("{number}: “{action}” is done.")
    if record.state != OPEN:
        text = N_("{number}: “{action}” is done. It is closed now.")
    elif owed := next_up(tx, actor.member, record):
        text, values["next"] = N_("{number}: “{action}” is done. Next: {next}."), owed
    return Pressed(True, text, values, record_id=record.id)


def handed_in(tx: Tx, actor: Actor, record: RecordRow) -> tuple[str, dict[str, Any]]:
    """The same of a new record: a msgid ("" if nobody has it now) and its values."""
    owed = next_up(tx, actor.member, record)
    return (HANDED_IN, {"number": record.number, "next": owed}) if owed else ("", {})


def next_up(tx: Tx, member: Member, record: RecordRow) -> str:
    """Answer the question (Li Wei): what is owed now and by whom, in the words of `member`; the same of several is said
    once; "" for nothing."""
    t = tongue_of(member, tx)
    found: dict[str, dict[str, None]] = {}
    for item in records.items(tx, record.id, only_open=True):
        if item.paused_at is None and item.wakes_at is None:
            what = t(chapter(record.kind).step(record.route, item.step).owed)
            mine = views.holds(tx, member, record, item)
            found.setdefault(what, {})[t(N_("you")) if mine else views.owner(tx, member, record, item)] = None
    owed = [t.aside(what, t.list(filter(None, who))) if any(who) else what for what, who in found.items()]
    return t.list(owed[:SHOWN]) if owed else _later(tx, member, record)


def due_later(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> str:
    """Who has a resting item then, and from which day on; "" if there is no such day."""
    at = rests_until(item)
    if at is None:
        return ""
    t = tongue_of(member, tx)
    who = t(N_("you")) if views.holds(tx, member, record, item) else views.owner(tx, member, record, item)
    return t(N_("{name}, from {day}"), name=who, day=t.day(at)) if who else t.day(at)


def _later(tx: Tx, member: Member, record: RecordRow) -> str:
    """What nobody has to do yet: verify the effectiveness (Quality, from Sun 20 Dec)."""
    t = tongue_of(member, tx)
    for item in records.items(tx, record.id, only_open=True):
        if when := due_later(tx, member, record, item):
            return t.aside(t(chapter(record.kind).step(record.route, item.step).owed), when)
    return ""
