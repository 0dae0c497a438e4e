"""The dialogs, attached to a dispatcher."""

from __future__ import annotations

from aiogram import Dispatcher
from aiogram.filters import ExceptionTypeFilter
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram_dialog import setup_dialogs
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from bot.dialogs.manager import Managers
from bot.dialogs.messages import Messages
from bot.dialogs.people.absence import absence_dialog
from bot.dialogs.people.commands import commands
from bot.dialogs.people.invite import invite_dialog
from bot.dialogs.people.lock import lock_dialog
from bot.dialogs.settings.command import settings_command
from bot.dialogs.settings.dialog import settings_dialog
from bot.dialogs.sitting.windows import sitting_dialog
from bot.dialogs.stale import Stale, from_member
from bot.dialogs.tools import Tools


def register(dispatcher: Dispatcher, tools: Tools, isolation: BaseEventIsolation) -> None:
    """Attach the dialogs: after every other router, for an open dialog takes whatever reaches it.

    The dispatcher must have been built with the same `isolation`, or two quick taps lose one (the library reads a
    dialog's state before it takes its own lock). Its middleware gives `member`, `actor` and `t`, for DialogUpdates too.
    A general error handler comes after this call."""
    dispatcher.include_routers(commands(tools), settings_command())
    dispatcher.include_routers(
        sitting_dialog(tools), absence_dialog(tools), invite_dialog(tools), lock_dialog(tools), settings_dialog(tools)
    )
    setup_dialogs(dispatcher, dialog_manager_factory=Managers(Messages()), events_isolation=isolation)
    dispatcher.errors.register(
        Stale(tools).handle, ExceptionTypeFilter(UnknownIntent, OutdatedIntent, UnknownState), from_member
    )
    dispatcher.shutdown.register(tools.later.close)
