"""A month to tap a day in.

Not the library's calendar: it takes today from the system's clock and month names from the process's locale, and its
buttons do not say which question they answer."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta

from babel.dates import format_date

from bot.cards.model import Button
from bot.desk.model import Question
from bot.dialogs.layout import Rows
from bot.dialogs.sitting.codes import MONTH, NOTHING, PICK, coded, packed
from bot.procedure.kinds import Day
from bot.tongue import Tongue

EMPTY = Button("·", packed(NOTHING))  # Telegram refuses a blank one
WEEKS = Calendar(firstweekday=0)
YEARS_AHEAD = 3
YEARS_BACK = 30


def month_grid(first: date, question: Question, t: Tongue, today: date) -> Rows:
    """The month of `first` with arrows, weekdays, and the days that may be the answer."""
    earliest, latest = bounds(question, today)
    days = tuple(
        tuple(_day(d, question, first.month, earliest, latest) for d in week)
        for week in WEEKS.monthdatescalendar(first.year, first.month)
        if any(d.month == first.month and earliest <= d <= latest for d in week)
    )
    return (_head(first, question, t, earliest, latest), _weekdays(t), *days)


def bounds(question: Question, today: date) -> tuple[date, date]:
    """The first and the last day that may be answered."""
    kind = question.field.kind
    only = kind.only if isinstance(kind, Day) else "any"
    earliest = today if only == "future" else today.replace(year=today.year - YEARS_BACK, day=1)
    earliest = max(earliest, question.first or earliest)
    latest = today if only == "past" else today.replace(year=today.year + YEARS_AHEAD, day=28)
    return earliest, latest


def month_of(text: str, today: date) -> date:
    """The first day of the month written 2026-11; this month if it is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _head(first: date, question: Question, t: Tongue, earliest: date, latest: date) -> tuple[Button, ...]:
    before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    name = format_date(first, t.c("month pattern", "LLLL y"), locale=t.language)
    return (
        _arrow("‹", before, question) if before >= earliest else EMPTY,
        Button(name, packed(NOTHING)),
        _arrow("›", after, question) if after <= latest else EMPTY,
    )


def _arrow(text: str, to: date, question: Question) -> Button:
    return Button(text, packed(MONTH, question, f"{to:%Y-%m}"))


def _weekdays(t: Tongue) -> tuple[Button, ...]:
    monday = date(2024, 1, 1)
    return tuple(
        Button(format_date(monday + timedelta(days=n), "ccccc", locale=t.language), packed(NOTHING)) for n in range(7)
    )


def _day(day: date, question: Question, month: int, earliest: date, latest: date) -> Button:
    if day.month != month or not earliest <= day <= latest:
        return EMPTY
    return Button(str(day.day), packed(PICK, question, coded(day.isoformat())))
