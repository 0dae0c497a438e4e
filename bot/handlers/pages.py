"""The pages of the menu: what a member sees at each of its places, read afresh from the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards.model import Card
from bot.desk.model import Member
from bot.handlers.lists import drafts_card, found_card, mine_card, nothing_found_card, work_card
from bot.handlers.menus import find_card, help_card, language_card, menu_card, menu_rows, new_card
from bot.handlers.ports import Desk
from bot.tongue import Tongue

Page = Callable[[Desk, Member, Tongue], Awaitable[Card]]
Leaf = Callable[[Desk, Member, Tongue, int], Awaitable[Card]]


async def menu_page(desk: Desk, member: Member, t: Tongue) -> Card:
    owed, drafts = await desk.work(member), await desk.drafts(member)
    return menu_card(t, member, len(owed), len(drafts), await desk.may_open(member))


async def work_page(desk: Desk, member: Member, t: Tongue, at: int = 0) -> Card:
    owed = await desk.work(member)
    if not owed and not await desk.may_open(member):  # nor has such a person records
        return Card(t("Nothing waits for you."), menu_rows(t)[1:])
    return work_card(t, owed, at)


async def mine_page(desk: Desk, member: Member, t: Tongue, at: int = 0) -> Card:
    return mine_card(t, await desk.mine(member), at)


async def new_page(desk: Desk, member: Member, t: Tongue) -> Card:
    return new_card(t, await desk.may_open(member))


async def drafts_page(desk: Desk, member: Member, t: Tongue, at: int = 0) -> Card:
    return drafts_card(t, await desk.drafts(member), at)


async def find_page(desk: Desk, member: Member, t: Tongue) -> Card:
    return find_card(t)


async def language_page(desk: Desk, member: Member, t: Tongue) -> Card:
    return language_card(t)


async def help_page(desk: Desk, member: Member, t: Tongue) -> Card:
    return help_card(t, member)


async def briefings_page(desk: Desk, member: Member, t: Tongue) -> Card:
    return await desk.briefings(member)


async def found_page(desk: Desk, member: Member, t: Tongue, words: str, at: int = 0) -> Card:
    if not words:
        return find_card(t)
    lines, files = await desk.find(member, words), await desk.customers(member, words)
    if not lines and not files:
        return nothing_found_card(t, words, opens=bool(await desk.may_open(member)))
    return found_card(t, words, lines, files, at)


PAGES: dict[str, Page] = {
    "menu": menu_page,
    "work": work_page,
    "mine": mine_page,
    "new": new_page,
    "drafts": drafts_page,
    "find": find_page,
    "briefings": briefings_page,
    "language": language_page,
    "help": help_page,
}
LEAVES: dict[str, Leaf] = {"work": work_page, "mine": mine_page, "drafts": drafts_page}
"""Those that may be longer than one message."""
