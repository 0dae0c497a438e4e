"""Buttons that lead to a place of the menu, to another page of a list, or to the other language."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from bot.desk.model import Actor, Member
from bot.handlers.callbacks import Go, Search, Speak
from bot.handlers.pages import LEAVES, PAGES, found_page, menu_page
from bot.handlers.ports import Desk
from bot.handlers.say import notify, show_here
from bot.tongue import Tongue


async def go(query: CallbackQuery, asked: Go, desk: Desk, member: Member, t: Tongue) -> None:
    await notify(query)
    turned = LEAVES.get(asked.place)
    shown = await (turned(desk, member, t, asked.page) if turned else PAGES[asked.place](desk, member, t))
    await show_here(query, shown)


async def search(query: CallbackQuery, asked: Search, desk: Desk, member: Member, t: Tongue) -> None:
    await notify(query)
    await show_here(query, await found_page(desk, member, t, asked.words, asked.page))


async def speak(query: CallbackQuery, asked: Speak, desk: Desk, actor: Actor) -> None:
    """From the next word on the other language is spoken."""
    await desk.set_language(actor, asked.language)
    member = await desk.member(actor.telegram_id) or actor.member
    t = desk.tongue(member)
    await notify(query, t("From now on I write to you like this."))
    await show_here(query, await menu_page(desk, member, t))
