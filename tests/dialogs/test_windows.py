"""Every window, in both languages: what Telegram would refuse, the session of the tests refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.model import Card
from bot.catalogues.store import Language
from bot.desk.desk import Desk
from bot.desk.model import Option, Question, Sitting
from bot.dialogs.manager import markup
from bot.dialogs.sitting import codes, summary
from bot.dialogs.sitting.asking import asking
from bot.dialogs.sitting.hints import HINTS, NO_QUESTION
from bot.dialogs.sitting.memory import Memory
from bot.procedure.chapters import CHAPTERS
from bot.procedure.forms import FormField, Plan, rows_form
from bot.procedure.kinds import Day, Photos, Rows, Whole
from bot.procedure.plans import action_plan, opening_plan
from bot.procedure.workflow import Action, Chapter
from bot.tongue import Tongue
from tests.dialogs.conftest import GAO_XIN, LI_WEI, MA_LI, speaks
from tests.dialogs.phone import Phone
from tests.dialogs.telegram import Shown, checked

LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
PREFIX = "aaaaaa\x1dk:"  # the longest that the library puts before a button's data
MOST_STEPS = 40
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LONG = "一汽解放汽车有限公司长春智能工厂总装车间<A & B>" * 3


def tongue(language: Language) -> Tongue:
    return Tongue(language, ZoneInfo("Asia/Shanghai"), NOW)


def plans() -> Iterator[tuple[Chapter, str, Action | None, Plan]]:
    """Every sitting that there can be."""
    for chapter in CHAPTERS.values():
        for route in chapter.routes:
            yield chapter, route.key, None, opening_plan(chapter, route.key)
            actions = {a.name: a for stage in route.stages for step in stage.steps for a in step.actions}
            for action in actions.values():
                if action_plan(chapter, action).fields:
                    yield chapter, route.key, action, action_plan(chapter, action)


def questions(plan: Plan) -> Iterator[Question]:
    for field in plan.fields:
        if isinstance(field.kind, Rows):
            yield Question(field.name, field, more=True, saved=1)
            yield from (Question(f"{field.name}.0.{sub.name}", sub) for sub in rows_form(field).asked("row"))
        else:
            yield Question(field.name, field)
            yield Question(field.name, field, saved=1)


def sitting(chapter: Chapter, route: str, action: Action | None, plan: Plan, question: Question | None) -> Sitting:
    names = {("customer", 1): LONG, ("site", 1): LONG}
    data = {"customer_id": 1, "site_id": 1}
    return Sitting(1, "open", chapter, route, action, "SJ-202611-0001", plan, data, question, 2, 9, NOW, names, False)


def shown(card: Card) -> Shown:
    checked(Shown(1, 1, card.text, markup(card)))
    for row in card.rows:
        for button in row:
            assert len((PREFIX + button.data).encode()) <= 64, button
    return Shown(1, 1, card.text, markup(card))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_every_form(language: Language) -> None:
    t, options = tongue(language), [Option(2**31, LONG), Option(LONG, LONG), Option(True, "x")]
    memories = (
        Memory(),
        Memory(query=LONG, month="2027-02", note=NO_QUESTION),
        Memory(codes=(LONG, "short"), note=HINTS[0][1]),
    )
    for chapter, route, action, plan in plans():
        for question in questions(plan):
            for memory in memories:
                now = sitting(chapter, route, action, plan, question)
                card = asking(now, question, options, memory, t)
                assert shown(card).rows, card.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_summary_and_list(language: Language) -> None:
    t = tongue(language)
    for chapter, route, action, plan in plans():
        now = sitting(chapter, route, action, plan, None)
        for card in (
            summary.summary(now, Memory(note=NO_QUESTION), t),
            summary.changing(now, Memory(), t),
            summary.more_fields(now, Memory(), t),
            summary.discarding(now, t),
        ):
            shown(card)


BEFORE = 2  # /new, and which
MOST_DEEDS = 14


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [LI_WEI, GAO_XIN, MA_LI])
async def test_every_form_can_be_walked_through(
    who: int, language: str, phone: Callable[[int], Phone], desk: Desk
) -> None:
    """With whatever comes first: every button and every plain answer leads on, to the summary and to a number."""
    await speaks(desk, who, language)
    walker = phone(who)
    await walker.say("/new")
    menu = walker.window
    for data in list(menu.data.values()):
        await walker.press(data, menu)
        deeds = await walk(walker, desk, who)
        assert "-202611-" in walker.text
        assert BEFORE + deeds <= MOST_DEEDS, data


async def walk(walker: Phone, desk: Desk, who: int) -> int:
    """How many taps and messages it took."""
    member = await desk.member(who)
    assert member is not None
    for deeds in range(MOST_STEPS):
        drafts = await desk.drafts(member)
        if not drafts:
            return deeds
        now = await desk.sitting(member, drafts[0].id)
        if now.question is None:
            await walk_around(walker)
            await walker.press(first(walker, codes.HAND_IN), walker.window)
        else:
            await answer(walker, now.question.field)
    pytest.fail(f"the form does not come to its end: {walker.text}")


async def answer(walker: Phone, field: FormField) -> None:
    if isinstance(field.kind, Day) and field.kind.only == "future":
        await walker.say("tomorrow" if field.ask.check == "loan_covered" else "2027-06-30")  # a loan is a short one
        return
    for verb in (codes.THATS_ALL, codes.PICK):
        if data := first(walker, verb):
            await walker.press(data, walker.window)
            return
    if isinstance(field.kind, Photos):
        await walker.photo()
    else:
        await walker.say("3" if isinstance(field.kind, Whole) else "13800001111")


async def walk_around(walker: Phone) -> None:
    """The other windows, and back."""
    for verb in (codes.CHANGE, codes.EXTRAS, codes.DISCARD):
        if data := first(walker, verb):
            await walker.press(data, walker.window)
            await walker.press(first(walker, codes.SUMMARY), walker.window)


def first(walker: Phone, verb: str) -> str:
    """The first button with that verb; "" if there is none."""
    return next((data for data in walker.window.data.values() if f"\x1dk:{verb}:" in data), "")
