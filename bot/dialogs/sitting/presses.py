"""What the buttons of a sitting do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.cards.model import Card
from bot.desk.model import Question, Refused
from bot.dialogs.screen import OnPress
from bot.dialogs.sitting import codes
from bot.dialogs.sitting.asking import present
from bot.dialogs.sitting.codes import Press, decoded, parsed, tag_of
from bot.dialogs.sitting.memory import forget, remember
from bot.dialogs.sitting.states import SittingStates
from bot.dialogs.sitting.talk import SittingTalk
from bot.dialogs.tools import Tools
from bot.procedure.forms import is_empty
from bot.procedure.kinds import Unreadable, Words
from bot.procedure.words import N_

STALE = N_("This is out of date. Here is where things stand.")

OnQuestion = Callable[[SittingTalk, Question, str], Awaitable[None]]
OnForm = Callable[[SittingTalk, str], Awaitable[None]]


def on_press(tools: Tools) -> OnPress:
    """The handler of every button of a sitting."""

    async def handle(callback: CallbackQuery, manager: DialogManager, data: str) -> None:
        talk = SittingTalk(tools, manager)
        talk.unnote()
        try:
            await _do(talk, parsed(data))
        except Unreadable as no:
            talk.note(no.msgid, **no.values)
        except Refused as no:
            await refused(talk, no)

    return handle


async def refused(talk: SittingTalk, no: Refused) -> None:
    """Say it in the window if the draft still stands; else close."""
    try:
        await talk.sitting()
    except Refused as gone:
        await talk.gone(gone)
        return
    talk.note(no.msgid, **no.values)
    await talk.settle()


async def _do(talk: SittingTalk, press: Press) -> None:
    if press.verb in ON_QUESTION:
        await _on_question(talk, await talk.tools.desk.asked(talk.member, talk.draft_id), press)
    elif press.verb in ON_FORM:
        await ON_FORM[press.verb](talk, press.arg)


async def _on_question(talk: SittingTalk, question: Question | None, press: Press) -> None:
    """A second tap, or a tap on an older copy of the window, may mean another question than the one that stands."""
    if question is None or tag_of(question) != press.tag:
        await talk.notice(STALE)
        await talk.settle()
        return
    await ON_QUESTION[press.verb](talk, question, press.arg)
    if press.verb not in TURNING:
        await talk.settle()


async def _pick(talk: SittingTalk, question: Question, arg: str) -> None:
    memory = talk.recalled(question)
    desk, actor = talk.tools.desk, talk.actor
    offered = []
    if arg.startswith("#") and question.has_options:
        offered = await desk.options(talk.member, talk.draft_id, question.path, memory.query)
    try:
        value = decoded(arg, offered)
    except LookupError:
        value = next((code for code in memory.codes if codes.coded(code) == arg), None)
    if value is None:
        await talk.notice(STALE)
    elif isinstance(question.field.kind, Words) and memory.codes:
        await desk.answer(actor, talk.draft_id, question.path, value)
    else:
        await desk.pick(actor, talk.draft_id, question.path, value)


async def _another(talk: SittingTalk, question: Question, arg: str) -> None:
    await talk.tools.desk.more(talk.actor, talk.draft_id, question.path, True)


async def _thats_all(talk: SittingTalk, question: Question, arg: str) -> None:
    await talk.tools.desk.more(talk.actor, talk.draft_id, question.path, False)


async def _drop_files(talk: SittingTalk, question: Question, arg: str) -> None:
    await talk.tools.desk.drop_files(talk.actor, talk.draft_id, question.path)


async def _drop_line(talk: SittingTalk, question: Question, arg: str) -> None:
    number, _, of = arg.partition(".")
    if number.isdigit() and of.isdigit():
        await talk.tools.desk.drop_line(talk.actor, talk.draft_id, question.path, int(number), int(of))


async def _back(talk: SittingTalk, question: Question, arg: str) -> None:
    forget(talk.data)
    await talk.tools.desk.back(talk.actor, talk.draft_id)


async def _skip(talk: SittingTalk, question: Question, arg: str) -> None:
    await talk.tools.desk.skip(talk.actor, talk.draft_id, question.path)


async def _keep(talk: SittingTalk, question: Question, arg: str) -> None:
    """Answer as before, so that the form goes on from where one came."""
    value = present(await talk.sitting(), question)
    if not is_empty(value):
        await talk.tools.desk.pick(talk.actor, talk.draft_id, question.path, value)


async def _month(talk: SittingTalk, question: Question, arg: str) -> None:
    remember(talk.data, question, month=arg)


async def _page(talk: SittingTalk, question: Question, arg: str) -> None:
    remember(talk.data, question, page=int(arg) if arg.isdigit() else 0)


async def _later(talk: SittingTalk, arg: str) -> None:
    await talk.put_aside()


async def _hand_in(talk: SittingTalk, arg: str) -> None:
    await talk.hand_in()


async def _go_to(talk: SittingTalk, arg: str) -> None:
    forget(talk.data)
    await talk.tools.desk.goto(talk.actor, talk.draft_id, arg)
    await talk.settle()


async def _change(talk: SittingTalk, arg: str) -> None:
    talk.data["page"] = int(arg) if arg.isdigit() else 0
    await talk.manager.switch_to(SittingStates.changing)


async def _extras(talk: SittingTalk, arg: str) -> None:
    await talk.manager.switch_to(SittingStates.extras)


async def _discard(talk: SittingTalk, arg: str) -> None:
    await talk.manager.switch_to(SittingStates.discarding)


async def _summary(talk: SittingTalk, arg: str) -> None:
    await talk.settle()


async def _really(talk: SittingTalk, arg: str) -> None:
    sitting = await talk.sitting()
    await talk.tools.desk.discard(talk.actor, talk.draft_id)
    said = talk.t("Cancelled. Nothing was changed.") if sitting.single else talk.t("Discarded.")
    await talk.close_with(Card(said))


ON_QUESTION: dict[str, OnQuestion] = {
    codes.PICK: _pick,
    codes.ANOTHER: _another,
    codes.THATS_ALL: _thats_all,
    codes.DROP_FILES: _drop_files,
    codes.DROP_LINE: _drop_line,
    codes.BACK: _back,
    codes.SKIP: _skip,
    codes.KEEP: _keep,
    codes.MONTH: _month,
    codes.PAGE: _page,
}
TURNING = frozenset({codes.MONTH, codes.PAGE})  # only another part of the same window
ON_FORM: dict[str, OnForm] = {
    codes.LATER: _later,
    codes.HAND_IN: _hand_in,
    codes.CHANGE: _change,
    codes.EXTRAS: _extras,
    codes.DISCARD: _discard,
    codes.REALLY: _really,
    codes.SUMMARY: _summary,
    codes.GO_TO: _go_to,
}
