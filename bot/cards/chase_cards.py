"""The messages that chase: a reminder of one thing, several in one, the morning message, the late-delivery question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.cards.model import Button, Card
from bot.cards.record_card import about, escape, record_card
from bot.cards.view import RecordView
from bot.procedure.words import N_
from bot.tongue import Tongue

SHOWN = 8
NAMED = 24  # of those beyond, by their numbers alone
MONDAY = 0
ONE_WEEK = 7


@dataclass(frozen=True)
class Chased:
    """One thing owed, for one who is told of it. late: working time since it was due (negative before)."""

    item_id: int
    audience: str  # performer, unit_leader, management_rep
    level: int
    view: RecordView
    late: timedelta
    owner: str
    due_at: datetime | None


@dataclass(frozen=True)
class Later:
    """Until which days the morning message may be put off by whom: the next working day, and that of next Monday."""

    person_id: int
    tomorrow: date
    monday: date


def single(one: Chased, t: Tongue) -> Card:
    """One reminder: to who owes it the card itself with its buttons; to those above, who has it since when."""
    if one.audience == "performer":
        return record_card(one.view, t, above=_lead(one, t), says_when=one.level > 0)
    v = one.view
    lines = [
        t(
            N_("⏰ Overdue by {span} with {name}: {step}"),
            span=_span(one, t),
            name=escape(one.owner),
            step=_step(one, t),
        ),
        f"{v.chapter.emoji} {escape(t(v.chapter.route(v.route).title))} <code>{v.number}</code>",
        *about(v, t),
        t(N_("Please see to it that it moves on.")),
    ]
    return Card("\n".join(line for line in lines if line), _steering(one, t))


def _steering(one: Chased, t: Tongue) -> tuple[tuple[Button, ...], ...]:
    """What those above may do about it."""
    return (
        (
            Button(t(N_("Urge {name}"), name=one.owner), f"i:{one.item_id}:urge", "success"),
            Button(t(N_("Give to somebody else")), f"i:{one.item_id}:pass"),
        ),
        (Button(t(N_("Details")), f"r:{one.view.id}:more"),),
    )


def _lead(one: Chased, t: Tongue) -> str:
    if one.level == 0 and one.due_at is not None:
        return t(N_("⏰ Reminder: due {by}."), by=t.by(one.due_at))
    if one.late < timedelta(minutes=1):
        return t(N_("⏰ Reminder: due now."))
    return t(N_("⏰ Reminder: overdue by {span}."), span=_span(one, t))


def _span(one: Chased, t: Tongue) -> str:
    return t.working_span(one.late, one.view.day_length)


def _step(one: Chased, t: Tongue) -> str:
    return t(one.view.item.step.owed_by_then(one.view.data)) if one.view.item else ""


def merged(chased: Sequence[Chased], t: Tongue) -> Card:
    """Several reminders in one message, the most overdue first."""
    head = t.n("⏰ {n} thing is waiting", "⏰ {n} things are waiting", len(chased))
    worst = sorted(chased, key=lambda one: one.late, reverse=True)
    rest = [f"<code>{one.view.number}</code>" for one in worst[SHOWN : SHOWN + NAMED]]
    more = [t(N_("Further: {numbers}. Send a number to see it."), numbers=t.list(rest))] if rest else []
    return Card("\n".join([head, *_lines(worst, t), *more]), (*_urging(worst, t), *_handle(worst, t)))


def _urging(chased: Sequence[Chased], t: Tongue) -> tuple[tuple[Button, ...], ...]:
    """Whoever is told of several overdue things urges at once whoever has the most overdue one."""
    above = [(n, one) for n, one in enumerate(chased[:SHOWN], 1) if one.audience != "performer" and one.owner]
    if not above:
        return ()
    n, one = max(above, key=lambda pair: pair[1].late)
    urge = Button(t(N_("Urge {name} ({n})"), name=one.owner, n=n), f"i:{one.item_id}:urge", "success")
    return ((urge, Button(t(N_("Give {n} to somebody else"), n=n), f"i:{one.item_id}:pass")),)


def morning(chased: Sequence[Chased], waiting: int, later: Later, t: Tongue) -> Card:
    """The morning message: everything that is due today or overdue, one line each."""
    head = t.n("☀ {n} thing waits for you today", "☀ {n} things wait for you today", len(chased))
    more = [t(N_("/work shows all {n}."), n=waiting)] if waiting > min(len(chased), SHOWN) else []
    return Card("\n".join([head, *_lines(chased, t), *more]), (*_handle(chased, t), _later(later, t)))


def _later(later: Later, t: Tongue) -> tuple[Button, ...]:
    """One button where the next working day is Monday already."""
    soon = Button(_again(later.tomorrow, t), f"z:tomorrow:{later.person_id}")
    if later.monday == later.tomorrow:
        return (soon,)
    return soon, Button(_again(later.monday, t), f"z:monday:{later.person_id}")


def _again(day: date, t: Tongue) -> str:
    days = (day - t.now.astimezone(t.zone).date()).days
    if days == 1:
        return t(N_("Tomorrow morning"))
    return t(N_("Monday")) if day.weekday() == MONDAY and days <= ONE_WEEK else t.dated(day)


def _lines(chased: Sequence[Chased], t: Tongue) -> list[str]:
    return [f"{n}. {_line(one, t)}" for n, one in enumerate(chased[:SHOWN], 1)]


def _line(one: Chased, t: Tongue) -> str:
    v = one.view
    what = f"{escape(t(v.chapter.route(v.route).title))} <code>{v.number}</code> {_step(one, t)}"
    if one.audience != "performer":
        what = t.aside(what, escape(one.owner))
    if one.late >= timedelta(minutes=1):
        return f"{what} · " + t(N_("overdue by {span}"), span=_span(one, t))
    return f"{what} · {t(N_('due {moment}'), moment=t.moment(one.due_at))}" if one.due_at else what


def _handle(chased: Sequence[Chased], t: Tongue) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(t(N_("Handle {n}"), n=n), f"i:{one.item_id}" if one.audience == "performer" else f"r:{one.view.id}:more")
        for n, one in enumerate(chased[:SHOWN], 1)
    ]
    return tuple(tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4))


def notice(msgid: str, values: Mapping[str, Any], v: RecordView, t: Tongue) -> Card:
    """A notice about a record."""
    head = f"{v.chapter.emoji} <b>{escape(t(v.chapter.route(v.route).title))}</b> <code>{v.number}</code>"
    lines = [head, *about(v, t), t(msgid, **safe(values))]
    return Card("\n".join(x for x in lines if x), ((Button(t(N_("Details")), f"r:{v.id}:more"),),))


def safe(values: Mapping[str, Any]) -> dict[str, str]:
    """What a notice says of people and things, as it may stand in HTML."""
    return {name: escape(str(value)) for name, value in values.items()}


def question(line: Any, customer: str, answered_by: str, t: Tongue) -> Card:
    """The late-delivery question to manufacturing (R33), or who answered it. `line`: an order line with its order, its
    part and its answer."""
    what = t(
        N_("🚚 Order {order} line {line}: {part} × {qty} for {customer}, due {day}. Will it be on time?"),
        order=escape(line.order_no),
        line=line.line_no,
        part=escape(line.part_no),
        qty=t.number(line.qty),
        customer=escape(customer),
        day=t.day(line.promised_date),
    )
    if line.answered_at is not None:
        said = N_("✓ {name} {time}: on time") if line.answer == "on_time" else N_("✗ {name} {time}: late")
        return Card(f"{what}\n{t(said, name=escape(answered_by), time=t.time(line.answered_at))}")
    on_time = Button(t(N_("On time")), f"q:{line.id}:yes", "success")
    return Card(what, ((on_time, Button(t(N_("Late")), f"q:{line.id}:no", "danger")),))


def draft(draft_id: int, title: str, position: int, total: int, since: datetime, t: Tongue) -> Card:
    """A form that fell asleep half filled."""
    text = t(
        N_("“{title}”, begun {since}, is not finished ({position}/{total})."),
        title=escape(title),
        since=t.since(since),
        position=position,
        total=total,
    )
    go = Button(t(N_("Go on")), f"d:{draft_id}:go", "success")
    return Card(text, ((go, Button(t(N_("Discard")), f"d:{draft_id}:drop")),))
