"""aiogram put together: the bot's session, the dispatcher with its routers in their order, the command list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import BotCommand, LinkPreviewOptions, Update

from bot.catalogues.store import Language
from bot.handlers.callbacks import UNKNOWN
from bot.handlers.commands import commands_router, texts_router
from bot.handlers.errors import errors_router
from bot.handlers.limits import Gate
from bot.handlers.menus import COMMANDS
from bot.handlers.middleware import Door
from bot.handlers.odd import odd_router
from bot.handlers.ports import Desk, OpenSitting, People
from bot.handlers.presses import presses_router
from bot.handlers.replies import replies_router
from bot.session import Session
from bot.settings import Settings

InstallDialogs = Callable[[Dispatcher, BaseEventIsolation], None]
"""Includes the dialogs' routers and sets them up, under the isolation that the dispatcher itself has."""


def build_bot(settings: Settings) -> Bot:
    """The bot as aiogram speaks for it. Raises StartError when there is no token."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return Bot(
        settings.bot_token(),
        session=Session(proxy=proxy, api=TelegramAPIServer.from_base(settings.api_base)),
        # Not by link_preview_is_disabled, which has aiogram also send a parameter that the Bot API no longer names.
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)),
    )


def assemble(
    desk: Desk,
    language: Language,
    storage: BaseStorage,
    install_dialogs: InstallDialogs,
    open_sitting: OpenSitting,
    gate: Gate | None = None,
) -> Dispatcher:
    """The dispatcher. `gate` says how much one account may send.

    One isolation for it and for the dialogs: with either alone, taps in quick succession get lost.

    Commands and cards stand before the dialogs, for an open dialog swallows every press and text that reaches it;
    what no dialog took comes after."""
    isolation = SimpleEventIsolation()
    dispatcher = Dispatcher(storage=storage, events_isolation=isolation)
    dispatcher.workflow_data["open_sitting"] = open_sitting
    dispatcher.update.outer_middleware(Door(desk, language, gate))
    dispatcher.include_routers(commands_router(), presses_router(), replies_router())
    install_dialogs(dispatcher, isolation)
    dispatcher.include_routers(texts_router(), odd_router(), errors_router())
    return dispatcher


def handler(dispatcher: Dispatcher, bot: Bot) -> Callable[[Update], Awaitable[str]]:
    """What intake calls with each update; how it came out, to be counted. Raises whatever a handler raised that was no
    refusal."""

    async def handle(update: Update) -> str:
        return UNKNOWN if await dispatcher.feed_update(bot, update) == UNKNOWN else "handled"

    return handle


async def publish_commands(bot: Bot, desk: People) -> None:
    """The command list and the two descriptions, in English for everybody and in Chinese for Chinese clients."""
    for language, code in ((desk.tongue_for("en"), None), (desk.tongue_for("zh_CN"), "zh")):
        t = language
        commands = [BotCommand(command=name, description=t(description)) for name, description in COMMANDS]
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_short_description(t("Service forms, approvals and reminders in chat."), language_code=code)
        await bot.set_my_description(
            t(
                "I carry the service procedure: report from the customer's site, approve with one tap, and I remind "
                "whoever is late. To join, tap the invitation link that your administrator sends you."
            ),
            language_code=code,
        )
