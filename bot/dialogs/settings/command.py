"""/settings."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.desk.model import Member
from bot.dialogs.settings.states import SettingsStates
from bot.procedure.permissions import may_set_rules
from bot.procedure.words import N_
from bot.tongue import Tongue


def settings_command() -> Router:
    """A router that stands before the dialogs."""
    router = Router(name="settings")
    router.message.register(show, Command("settings"))
    return router


async def show(message: Message, dialog_manager: DialogManager, member: Member, t: Tongue) -> None:
    """The settings, for administrators only."""
    if not may_set_rules(member):
        await message.answer(t(N_("Only administrators change settings. Please ask yours.")))
        return
    await dialog_manager.start(
        SettingsStates.choosing, {}, mode=StartMode.RESET_STACK, show_mode=ShowMode.DELETE_AND_SEND
    )
