"""The buttons of cards and lists. What may be done the desk says, from the database, at the moment of the press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiogram import Bot, Router
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.desk.model import Actor, DraftLine, Member, Pressed, Refused
from bot.handlers.callbacks import (
    AskWithdraw,
    ChangeFile,
    Details,
    Drop,
    Go,
    Lend,
    Open,
    PassOn,
    Press,
    PrintForm,
    PrintLabel,
    Promise,
    Resume,
    Search,
    Show,
    ShowFile,
    ShowItem,
    ShowSent,
    Snooze,
    Speak,
    Urge,
    UrgeOwner,
    Withdraw,
)
from bot.handlers.evidence import send_printed, show_sent
from bot.handlers.filters import Asks
from bot.handlers.menus import begun_card, known, withdraw_card
from bot.handlers.pages import drafts_page
from bot.handlers.places import go, search, speak
from bot.handlers.ports import Desk, OpenSitting
from bot.handlers.records import send_item, send_record
from bot.handlers.say import about_several, notify, plain, send, show_here
from bot.handlers.tool_card import lend, print_label
from bot.procedure.words import N_
from bot.tongue import Tongue


def presses_router() -> Router:
    """Card buttons; to be included before the dialogs, which swallow a press they do not know."""
    router = Router(name="presses")
    router.callback_query.filter(Asks(*(kind for kind, _ in _HANDLERS)))  # a tap in a dialog is asked once
    for kind, handler in _HANDLERS:
        router.callback_query.register(handler, Asks(kind))
    return router


async def press(
    query: CallbackQuery,
    asked: Press,
    desk: Desk,
    actor: Actor,
    t: Tongue,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    outcome = await desk.press(actor, asked.item_id, asked.version, asked.action)
    await _tell(query, outcome, t)
    if outcome.draft_id is not None:
        await open_sitting(dialog_manager, outcome.draft_id)


async def urge(query: CallbackQuery, asked: Urge, desk: Desk, actor: Actor, t: Tongue) -> None:
    await _tell(query, await desk.urge(actor, asked.record_id), t)


async def urge_owner(query: CallbackQuery, asked: UrgeOwner, desk: Desk, actor: Actor, t: Tongue) -> None:
    await _tell(query, await desk.urge_owner(actor, asked.item_id), t)


async def pass_on(
    query: CallbackQuery,
    asked: PassOn,
    desk: Desk,
    actor: Actor,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    draft_id = await desk.begin_passing(actor, asked.item_id)
    await notify(query)
    await open_sitting(dialog_manager, draft_id)


async def ask_withdraw(query: CallbackQuery, asked: AskWithdraw, desk: Desk, actor: Actor, t: Tongue) -> None:
    card = await desk.show(actor, asked.record_id)
    await notify(query)
    await show_here(query, withdraw_card(t, asked.record_id, card))


async def withdraw(query: CallbackQuery, asked: Withdraw, desk: Desk, actor: Actor, t: Tongue) -> None:
    await _tell(query, await desk.withdraw(actor, asked.record_id), t)


async def promise(
    query: CallbackQuery,
    asked: Promise,
    desk: Desk,
    actor: Actor,
    t: Tongue,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    outcome = await desk.confirm_delivery(actor, asked.order_line_id, asked.on_time)
    await _tell(query, outcome, t)
    if outcome.draft_id is not None:
        await open_sitting(dialog_manager, outcome.draft_id)


async def show(query: CallbackQuery, asked: Show, bot: Bot, desk: Desk, actor: Actor) -> None:
    card = await desk.show(actor, asked.record_id)
    await notify(query)
    if asked.below:
        await send_record(bot, desk, actor, asked.record_id, card)
    else:
        await show_here(query, card)


async def item(query: CallbackQuery, asked: ShowItem, bot: Bot, desk: Desk, actor: Actor) -> None:
    card = await desk.show_item(actor, asked.item_id)
    await notify(query)
    await send_item(bot, desk, actor, asked.item_id, card)


async def details(query: CallbackQuery, asked: Details, bot: Bot, desk: Desk, actor: Actor) -> None:
    """In place of the record's own message; below a message that is about several things."""
    card = await desk.details(actor, asked.record_id)
    await notify(query)
    if about_several(query):
        await send(bot, actor.telegram_id, card)
    else:
        await show_here(query, card)


async def file(query: CallbackQuery, asked: ShowFile, bot: Bot, desk: Desk, member: Member, actor: Actor) -> None:
    card = await desk.customer_file(member, asked.customer_id)
    await notify(query)
    await send(bot, actor.telegram_id, card)


async def change_file(
    query: CallbackQuery,
    asked: ChangeFile,
    desk: Desk,
    actor: Actor,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    draft_id = await desk.begin_file_change(actor, asked.customer_id)
    await notify(query)
    await open_sitting(dialog_manager, draft_id)


async def begin(
    query: CallbackQuery,
    asked: Open,
    desk: Desk,
    member: Member,
    actor: Actor,
    t: Tongue,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    """A new form; if one of its kind lies half-filled, that one is offered first."""
    if not known(asked.chapter, asked.route):
        raise Refused(N_("This form is no longer in use. /new shows those that are."))
    begun = await _begun(desk, member, asked)
    if begun is not None:
        await notify(query)
        await show_here(query, begun_card(t, begun))
        return
    draft_id = await desk.start(actor, asked.chapter, asked.route, asked.origin_id)
    await notify(query)
    await open_sitting(dialog_manager, draft_id)


async def _begun(desk: Desk, member: Member, asked: Open) -> DraftLine | None:
    """The half-filled form of that kind, unless a new one is wanted all the same."""
    if asked.origin_id is not None or asked.anew:
        return None
    wanted = (asked.chapter, asked.route, None)
    return next((d for d in await desk.drafts(member) if (d.chapter.kind, d.route, d.action) == wanted), None)


async def resume(
    query: CallbackQuery,
    asked: Resume,
    desk: Desk,
    member: Member,
    dialog_manager: DialogManager,
    open_sitting: OpenSitting,
) -> None:
    """Looked for before the press is answered: a press can be answered once, and it may be gone."""
    await desk.sitting(member, asked.draft_id)
    await notify(query)
    await open_sitting(dialog_manager, asked.draft_id)


async def drop(query: CallbackQuery, asked: Drop, desk: Desk, member: Member, actor: Actor, t: Tongue) -> None:
    await desk.discard(actor, asked.draft_id)
    await notify(query, t("Discarded."))
    await show_here(query, await drafts_page(desk, member, t))


async def snooze(query: CallbackQuery, asked: Snooze, desk: Desk, member: Member, actor: Actor, t: Tongue) -> None:
    if asked.person_id != member.id:
        raise Refused(N_("This message was meant for somebody else."))
    until = await desk.snooze(actor, [owing.item_id for owing in await desk.work(member)], asked.when)
    await notify(query, t("I will bring it up again {when}.", when=t.moment(until)))


async def _tell(query: CallbackQuery, outcome: Pressed, t: Tongue) -> None:
    await notify(query, plain(t, outcome.text, outcome.values))


_HANDLERS: Final[tuple[tuple[type, Callable[..., Awaitable[None]]], ...]] = (
    (Press, press),
    (Urge, urge),
    (UrgeOwner, urge_owner),
    (PassOn, pass_on),
    (AskWithdraw, ask_withdraw),
    (Withdraw, withdraw),
    (Promise, promise),
    (Show, show),
    (ShowItem, item),
    (Details, details),
    (ShowSent, show_sent),
    (PrintForm, send_printed),
    (Open, begin),
    (ShowFile, file),
    (ChangeFile, change_file),
    (Resume, resume),
    (Drop, drop),
    (Snooze, snooze),
    (Go, go),
    (Search, search),
    (Speak, speak),
    (Lend, lend),
    (PrintLabel, print_label),
)
