"""What the windows of a sitting show, read afresh from the desk every time."""

from __future__ import annotations

from typing import Any

from aiogram_dialog import DialogManager

from bot.cards.model import Card
from bot.dialogs.screen import CARD
from bot.dialogs.sitting import summary
from bot.dialogs.sitting.asking import asking
from bot.dialogs.sitting.talk import SittingTalk
from bot.dialogs.tools import Tools

Shown = dict[str, Card]


class Getters:
    """A getter a window."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def asking(self, dialog_manager: DialogManager, **_: Any) -> Shown:
        talk = SittingTalk(self._tools, dialog_manager)
        sitting, options = await talk.window()
        question = sitting.question
        if question is None:  # answered from elsewhere meanwhile
            return {CARD: summary.summary(sitting, talk.recalled(None), talk.t)}
        memory = talk.recalled(question)
        return {CARD: asking(sitting, question, [] if memory.codes else options, memory, talk.t)}

    async def summary(self, dialog_manager: DialogManager, **_: Any) -> Shown:
        talk = SittingTalk(self._tools, dialog_manager)
        return {CARD: summary.summary(await talk.sitting(), talk.recalled(None), talk.t)}

    async def changing(self, dialog_manager: DialogManager, **_: Any) -> Shown:
        talk = SittingTalk(self._tools, dialog_manager)
        return {CARD: summary.changing(await talk.sitting(), talk.recalled(None), talk.t, talk.data.get("page", 0))}

    async def extras(self, dialog_manager: DialogManager, **_: Any) -> Shown:
        talk = SittingTalk(self._tools, dialog_manager)
        return {CARD: summary.more_fields(await talk.sitting(), talk.recalled(None), talk.t)}

    async def discarding(self, dialog_manager: DialogManager, **_: Any) -> Shown:
        talk = SittingTalk(self._tools, dialog_manager)
        return {CARD: summary.discarding(await talk.sitting(), talk.t)}
