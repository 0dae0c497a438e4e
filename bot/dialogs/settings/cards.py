"""The list of settings, page by page, and one setting with its answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.house_rules import label_text, value_text
from bot.cards.model import Button, Card
from bot.desk.model import Option, Question, RuleLine
from bot.dialogs.layout import FULL_ROW, clipped, in_rows, paired, safe
from bot.dialogs.sitting.answers import answer_keys
from bot.dialogs.sitting.codes import BACK, GO_TO, LATER, MONTH, packed
from bot.dialogs.sitting.frame import spoken
from bot.dialogs.sitting.memory import Memory
from bot.procedure.forms import Ask, FormField
from bot.procedure.house_rules import DAY_LIMITS, HouseRule
from bot.procedure.time_limits import LIMIT
from bot.procedure.words import N_
from bot.tongue import Tongue

PAGE = 11
TITLE, LIMITS_TITLE = N_("What the procedure leaves open"), N_("Time limits")
NOW, FOR_NEW = N_("It counts from now on."), N_("It counts for records that are opened from now on.")
A_DAY_TITLE = N_("Limits a day and person")


def pages(lines: Sequence[RuleLine]) -> list[list[RuleLine]]:
    """The rules, after them the time limits, at last what a person may do in a day; so many a page."""
    parts = ([line for line in lines if _title(line.rule) == title] for title in (TITLE, LIMITS_TITLE, A_DAY_TITLE))
    return [part[i : i + PAGE] for part in parts for i in range(0, len(part), PAGE)]


def _title(rule: HouseRule) -> str:
    if rule.key in DAY_LIMITS:
        return A_DAY_TITLE
    return LIMITS_TITLE if rule.key.startswith(LIMIT) else TITLE


def list_card(lines: Sequence[RuleLine], page: int, memory: Memory, t: Tongue) -> Card:
    """Every setting of a page with its present value, and the procedure's where that is another; a button each."""
    every = pages(lines)
    page = min(max(page, 0), len(every) - 1)
    title = t(_title(every[page][0].rule))
    text = [spoken(t, memory.note, memory.values) if memory.note else "", f"<b>{title}</b> {page + 1}/{len(every)}"]
    text += [_line(line, t) for line in every[page]]
    keys = paired(
        Button(clipped(label_text(line.rule, t), FULL_ROW), packed(GO_TO, None, line.rule.key)) for line in every[page]
    )
    return Card("\n".join(line for line in text if line), (*keys, *_turning(page, len(every), t)))


def _line(line: RuleLine, t: Tongue) -> str:
    value = safe(value_text(line.rule, line.value, t))
    if line.value != line.rule.default:
        value = t.aside(f"<b>{value}</b>", t(N_("default: {value}"), value=safe(_default(line, t))))
    return t.pair(safe(label_text(line.rule, t)), value)


def _default(line: RuleLine, t: Tongue) -> str:
    return value_text(line.rule, line.rule.default, t)


def _turning(page: int, count: int, t: Tongue) -> tuple[tuple[Button, ...], ...]:
    before = (Button("‹", packed(MONTH, None, str(page - 1))),) if page > 0 else ()
    after = (Button("›", packed(MONTH, None, str(page + 1))),) if page < count - 1 else ()
    return ((*before, *after), (Button(t(N_("Done")), packed(LATER)),))


def question_of(rule: HouseRule) -> Question:
    """A setting as a question of a form."""
    return Question(rule.key, FormField(rule.key, rule.kind, Ask("", rule.label, rule.question)))


def answers_of(rule: HouseRule, t: Tongue) -> list[Option]:
    """What can be tapped: every answer of a closed list, the usual ones of a number."""
    return [Option(value, value_text(rule, value, t)) for value in rule.answers or rule.offers]


def rule_card(line: RuleLine, memory: Memory, t: Tongue) -> Card:
    """One setting: the question, what holds now, and the answers."""
    rule, question = line.rule, question_of(line.rule)
    now = t.pair(t(N_("Now")), safe(value_text(rule, line.value, t)))
    text = [
        spoken(t, memory.note, memory.values) if memory.note else "",
        f"<b>{safe(label_text(rule, t))}</b>",
        t(rule.question),
        f"{now} · {t.pair(t(N_('Default')), safe(_default(line, t)))}",
        t(N_("Tap an answer or write one.")) if rule.offers else "",
        t(NOW if rule.key in DAY_LIMITS else FOR_NEW),
    ]
    back = Button(t(N_("‹ Back")), packed(BACK, question))
    rows = answer_keys(question, answers_of(rule, t), memory, t)
    return Card("\n".join(part for part in text if part), (*rows, *in_rows([back], 1)))
