"""What is typed: commands, record numbers, invitations. Every one works from inside an open form too."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from aiogram_dialog import DialogManager

from bot.cards.model import Card
from bot.desk.model import Actor, Member
from bot.handlers.filters import Forwarded, Numbered, Typed, read_number
from bot.handlers.menus import hint_card
from bot.handlers.pages import PAGES, drafts_page, found_page, menu_page
from bot.handlers.ports import Desk
from bot.handlers.records import show_number
from bot.handlers.say import send
from bot.handlers.tool_card import LINK as TOOL
from bot.handlers.tool_card import show_tool
from bot.tongue import Tongue

LINK = "r_"  # t.me/<bot>?start=r_SP-202611-0042 shows that record


def commands_router() -> Router:
    """Commands; to be included before the dialogs, which take any text while one is open."""
    router = Router(name="commands")
    router.message.filter(Typed())
    router.message.register(start, Command("start"))
    router.message.register(find, Command("find"))
    router.message.register(cancel, Command("cancel"))
    router.message.register(page, Command(*PAGES))
    return router


def texts_router() -> Router:
    """Texts outside a form; to be included after the dialogs."""
    router = Router(name="texts")
    router.message.filter(Typed())
    router.message.register(number_sent, Numbered())
    router.message.register(hint, ~Forwarded())
    return router


async def start(
    message: Message, command: CommandObject, bot: Bot, desk: Desk, member: Member, actor: Actor, t: Tongue
) -> None:
    """The menu, or the record or tool that the link names. A member's second invitation changes nothing."""
    if (command.args or "").startswith(TOOL):
        await show_tool(bot, desk, actor, (command.args or "").removeprefix(TOOL))
        return
    number = read_number((command.args or "").removeprefix(LINK))
    if number:
        await show_number(bot, desk, actor, t, number)
    else:
        await send(bot, actor.telegram_id, await menu_page(desk, member, t))


async def page(
    message: Message, command: CommandObject, bot: Bot, desk: Desk, member: Member, actor: Actor, t: Tongue
) -> None:
    """/menu, /work, /mine, /new, /drafts, /briefings, /language, /help."""
    await send(bot, actor.telegram_id, await PAGES[command.command](desk, member, t))


async def find(
    message: Message, command: CommandObject, bot: Bot, desk: Desk, member: Member, actor: Actor, t: Tongue
) -> None:
    """/find and what is sought: a tool by its whole number, everything else by part of it."""
    words = (command.args or "").strip()
    tool = await desk.tool_card(member, words)
    if tool is not None:
        await send(bot, actor.telegram_id, tool)
    if tool is None or await desk.find(member, words):
        await send(bot, actor.telegram_id, await found_page(desk, member, t, words))


async def cancel(
    message: Message, bot: Bot, desk: Desk, member: Member, actor: Actor, t: Tongue, dialog_manager: DialogManager
) -> None:
    """Put the open form aside; it stays among the half-filled ones."""
    put_aside = dialog_manager.has_context()
    if put_aside:
        await dialog_manager.reset_stack()
    nothing_kept = put_aside and not await desk.drafts(member)
    said = Card(t("Cancelled. Nothing was changed.")) if nothing_kept else await drafts_page(desk, member, t)
    await send(bot, actor.telegram_id, said)


async def number_sent(message: Message, number: str, bot: Bot, desk: Desk, actor: Actor, t: Tongue) -> None:
    """A record's number by itself shows the record."""
    await show_number(bot, desk, actor, t, number)


async def hint(message: Message, bot: Bot, desk: Desk, member: Member, actor: Actor, t: Tongue) -> None:
    """Any other words."""
    owed, begun = await desk.work(member), await desk.drafts(member)
    await send(bot, actor.telegram_id, hint_card(t, message.text or "", owed, begun))
