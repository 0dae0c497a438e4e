"""The window behind /settings: the list, or the setting that was tapped."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput

from bot.cards.model import Card
from bot.desk.model import Refused, RuleLine
from bot.dialogs.screen import CARD, Keys, Shown
from bot.dialogs.settings.cards import answers_of, list_card, question_of, rule_card
from bot.dialogs.settings.states import SettingsStates
from bot.dialogs.sitting import codes
from bot.dialogs.sitting.codes import decoded, parsed, tag_of
from bot.dialogs.sitting.memory import recalled
from bot.dialogs.sitting.presses import STALE
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.words import N_

SAVED = N_("Saved.")


def settings_dialog(tools: Tools) -> Dialog:
    """A dialog of one window; it must be started with {} as its data."""
    chooser = Chooser(tools)
    window = Window(
        Shown(),
        Keys(chooser.on_press),
        MessageInput(chooser.on_message),
        state=SettingsStates.choosing,
        getter=chooser.getter,
    )
    return Dialog(window)


class Chooser:
    """Getter and handlers of the window. It remembers the page, and the key of the setting that is open."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def getter(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Card]:
        talk = Talk(self._tools, dialog_manager)
        lines, memory = await self._tools.desk.house_rules(talk.actor), recalled(talk.data, None)
        line = _opened(talk, lines)
        return {CARD: rule_card(line, memory, talk.t) if line else list_card(lines, _page(talk), memory, talk.t)}

    async def on_press(self, callback: CallbackQuery, manager: DialogManager, data: str) -> None:
        talk, press = Talk(self._tools, manager), parsed(data)
        talk.unnote()
        if press.verb == codes.LATER:
            await talk.close_with(Card(talk.t(N_("Settings are closed. /settings opens them again."))))
        elif press.verb == codes.MONTH:
            talk.data["page"] = int(press.arg)
        elif press.verb == codes.GO_TO:
            talk.data["rule"] = press.arg
        else:
            await self._about_one(talk, press)

    async def _about_one(self, talk: Talk, press: codes.Press) -> None:
        line = _opened(talk, await self._tools.desk.house_rules(talk.actor))
        if line is None or press.tag != tag_of(question_of(line.rule)):
            await talk.notice(STALE)
        elif press.verb == codes.BACK:
            talk.data.pop("rule")
        else:
            await self._change(talk, line, decoded(press.arg, answers_of(line.rule, talk.t)))

    async def on_message(self, message: Message, widget: object, manager: DialogManager) -> None:
        talk = Talk(self._tools, manager)
        talk.manager.show_mode = ShowMode.DELETE_AND_SEND
        talk.unnote()
        line = _opened(talk, await self._tools.desk.house_rules(talk.actor))
        if line is None or not message.text:
            talk.note(N_("Please tap a setting first."))
            return
        meant = [
            o.value for o in answers_of(line.rule, talk.t) if o.label.casefold() == message.text.strip().casefold()
        ]
        await self._change(talk, line, meant[0] if meant else message.text)

    async def _change(self, talk: Talk, line: RuleLine, answer: Any) -> None:
        try:
            await self._tools.desk.set_rule(talk.actor, line.rule.key, answer)
        except Refused as no:
            talk.note(no.msgid, **no.values)
            return
        talk.data.pop("rule")
        talk.note(SAVED)


def _opened(talk: Talk, lines: list[RuleLine]) -> RuleLine | None:
    return next((line for line in lines if line.rule.key == talk.data.get("rule")), None)


def _page(talk: Talk) -> int:
    page: int = talk.data.get("page", 0)
    return page
