"""The buttons that answer, by kind of question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.cards.model import Button
from bot.desk.model import Option, Question
from bot.dialogs.layout import FULL_ROW, Rows, clipped, in_rows, paged, paired, stacked
from bot.dialogs.sitting.codes import ANOTHER, DROP_FILES, DROP_LINE, MONTH, PAGE, PICK, THATS_ALL, coded, packed
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.sitting.month import bounds, month_grid, month_of
from bot.procedure.kinds import EVERY_ONE, Day, Photos, Ref, Score, Several, YesNo
from bot.procedure.kinds import Rows as Lines
from bot.tongue import Tongue

ONE_WEEK, SATURDAY = 7, 5
MANY = 4  # choices, from which on all of them can be tapped at once


def answer_keys(question: Question, options: Sequence[Option], memory: Memory, t: Tongue) -> Rows:
    """The answers that can be tapped."""
    if question.further and isinstance(question.field.kind, Lines):
        return ((_key(THATS_ALL, question, t(question.field.kind.enough), style="success"),),)
    if question.more:
        return (
            (_key(ANOTHER, question, t("Add another")), _key(THATS_ALL, question, t("That's all"))),
            *_drops(question, memory.page, t),
        )
    match question.field.kind:
        case YesNo():
            return ((_pick(question, True, t("Yes")), _pick(question, False, t("No"))),)
        case Score(low=low, high=high):
            return (tuple(_pick(question, n, t.number(n)) for n in range(low, high + 1)),)
        case Day():
            return _days(question, memory, t)
        case Photos() as kind:
            return _photo_keys(question, kind, t)
        case Several():
            return _several_keys(question, options, t)
        case Ref():
            return stacked(_picks(question, options))
    if memory.codes:
        return stacked(_pick(question, code, code) for code in memory.codes)
    return paired(_picks(question, options))


def today_of(t: Tongue) -> date:
    """The reader's today."""
    return t.now.astimezone(t.zone).date()


def _drops(question: Question, page: int, t: Tongue) -> Rows:
    """Take a line out again, by its number; how many there were tells a second tap from the first."""
    numbers = range(1, question.saved + 1)
    drops = [_key(DROP_LINE, question, t("Remove {n}", n=n), f"{n}.{question.saved}") for n in numbers]
    return paged(in_rows(drops, 4), page, lambda n: packed(PAGE, question, str(n)))


def _days(question: Question, memory: Memory, t: Tongue) -> Rows:
    today = today_of(t)
    quick = in_rows([_pick(question, d.isoformat(), _capital(t.day(d))) for d in _near_days(question, today)], 2)
    if not memory.month:
        return (*quick, (_key(MONTH, question, t("Calendar"), f"{max(today, question.first or today):%Y-%m}"),))
    return (*quick, *month_grid(month_of(memory.month, today), question, t, today))


def _near_days(question: Question, today: date) -> list[date]:
    """Days that are often meant: the next ones and next Monday, or the last ones; those that the form names."""
    earliest, latest = bounds(question, today)
    if isinstance(question.field.kind, Day) and question.field.kind.near:
        return [_no_weekend(max(earliest, today) + timedelta(days=n)) for n in question.field.kind.near]
    if earliest > today:
        return _following(earliest)
    monday = _monday_after(today)
    if latest == today:
        near = [today - timedelta(days=n) for n in range(4)]
    elif earliest == today:
        near = [today, today + timedelta(days=1), _no_weekend(today + timedelta(days=3)), monday]
    else:
        near = [today - timedelta(days=1), today, today + timedelta(days=1), monday]
    return sorted(set(near), reverse=latest == today)


def _no_weekend(day: date) -> date:
    """The day itself, or the Monday after it: a day that is offered is one on which people work."""
    return _monday_after(day) if day.weekday() >= SATURDAY else day


def _following(first: date) -> list[date]:
    """The first day that is taken, and some after it."""
    return sorted({first, first + timedelta(days=1), _no_weekend(first + timedelta(days=3)), _monday_after(first)})


def _monday_after(day: date) -> date:
    return day + timedelta(days=ONE_WEEK - day.weekday())


def _photo_keys(question: Question, kind: Photos, t: Tongue) -> Rows:
    if question.saved == 0:
        return ()
    remove = t.c("files", "Remove these") if kind.mixed else t("Remove these")
    enough = t.c("files", "That's all") if kind.mixed else t.c("photos", "That's all")
    drop = _key(DROP_FILES, question, remove)
    return ((_key(THATS_ALL, question, enough, style="success"), drop),) if question.saved >= kind.least else ((drop,),)


def _several_keys(question: Question, options: Sequence[Option], t: Tongue) -> Rows:
    marked = [Option(o.value, f"✓ {o.label}" if o.value in question.chosen else o.label) for o in options]
    every = ((_pick(question, EVERY_ONE, t("All of these")),),) if len(options) >= MANY and not question.chosen else ()
    enough = t.c("choices", "That's all")
    done = ((_key(THATS_ALL, question, enough, style="success"),),) if question.chosen else ()
    return (*paired(_picks(question, marked)), *every, *done)


def _picks(question: Question, options: Sequence[Option]) -> list[Button]:
    return [_pick(question, option.value, option.label) for option in options]


def _pick(question: Question, value: object, label: str) -> Button:
    return _key(PICK, question, label, coded(value))


def _key(verb: str, question: Question, label: str, arg: str = "", style: object = None) -> Button:
    return Button(clipped(label, FULL_ROW), packed(verb, question, arg), style="success" if style else None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
