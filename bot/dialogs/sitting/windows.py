"""The windows of a sitting. Each shows a card and takes whatever is sent."""

from __future__ import annotations

from typing import Any

from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput

from bot.dialogs.screen import Keys, Shown
from bot.dialogs.sitting import getters
from bot.dialogs.sitting.answering import on_message
from bot.dialogs.sitting.presses import on_press
from bot.dialogs.sitting.states import SittingStates
from bot.dialogs.sitting.talk import SittingTalk
from bot.dialogs.tools import Tools


def sitting_dialog(tools: Tools) -> Dialog:
    """A new dialog: one can be attached to one router only."""
    show = getters.Getters(tools)
    windows = (
        (SittingStates.asking, show.asking),
        (SittingStates.summary, show.summary),
        (SittingStates.changing, show.changing),
        (SittingStates.extras, show.extras),
        (SittingStates.discarding, show.discarding),
    )

    async def on_start(data: Any, manager: DialogManager) -> None:
        talk = SittingTalk(tools, manager)
        if data.get("note"):
            talk.note(data["note"])
        await talk.settle()

    return Dialog(
        *(
            Window(Shown(), Keys(on_press(tools)), MessageInput(on_message(tools)), state=state, getter=getter)
            for state, getter in windows
        ),
        on_start=on_start,
    )


async def open_sitting(manager: DialogManager, draft_id: int, note: str = "") -> None:
    """Show the half-filled form `draft_id` in a new window below everything else; an open dialog makes way for it.
    note: a msgid, said above its first question."""
    data = {"draft": draft_id, "note": note}
    await manager.start(SittingStates.asking, data, mode=StartMode.RESET_STACK, show_mode=ShowMode.DELETE_AND_SEND)
