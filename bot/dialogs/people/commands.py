"""/away, /invite and /lock, and the button that ends an absence."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.cards.model import Button, Card
from bot.desk.model import Absence, Actor, Member
from bot.dialogs.layout import safe
from bot.dialogs.manager import markup
from bot.dialogs.people.states import AbsenceStates, InviteStates, LockStates
from bot.dialogs.tools import Tools
from bot.procedure.permissions import may_invite, may_shut_out
from bot.tongue import Tongue

BACK_AGAIN = "a:end"
LONGER = "a:new"


class Carries(Filter):
    """A button with exactly this data."""

    def __init__(self, data: str) -> None:
        self._data = data

    async def __call__(self, query: CallbackQuery) -> bool:
        return query.data == self._data


def commands(tools: Tools) -> Router:
    """A router that stands before the dialogs."""
    router = Router(name="people")
    commanded = Commanded(tools)
    router.message.register(commanded.away, Command("away"))
    router.message.register(commanded.invite, Command("invite"))
    router.message.register(commanded.lock, Command("lock"))
    router.callback_query.register(commanded.back_again, Carries(BACK_AGAIN))
    router.callback_query.register(commanded.longer, Carries(LONGER))
    return router


class Commanded:
    """The handlers."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def away(self, message: Message, dialog_manager: DialogManager, actor: Actor, t: Tongue) -> None:
        """Ask from when until when; whoever is or will be away is asked whether that still holds."""
        absence = await self._tools.desk.absence(actor)
        if absence is None:
            await _start(dialog_manager, AbsenceStates)
            return
        card = away_card(absence, t)
        await message.answer(card.text, reply_markup=markup(card))

    async def invite(self, message: Message, dialog_manager: DialogManager, actor: Actor, t: Tongue) -> None:
        """Only those who may, and only into a unit that there is."""
        if not may_invite(actor.member):
            await message.answer(t("Only administrators and unit leaders can invite. Please ask yours."))
        elif not await self._tools.desk.units(actor):
            await message.answer(t("There are no units yet. Please have the master data imported first."))
        else:
            await _start(dialog_manager, InviteStates)

    async def lock(self, message: Message, dialog_manager: DialogManager, member: Member, t: Tongue) -> None:
        """Only those who may."""
        if may_shut_out(member):
            await _start(dialog_manager, LockStates)
        else:
            await message.answer(t("Only administrators can shut somebody out. Please ask yours."))

    async def back_again(self, query: CallbackQuery, actor: Actor, t: Tongue) -> None:
        """End the absence, or take back one that is to come."""
        absence = await self._tools.desk.absence(actor)
        await self._tools.desk.end_absence(actor)
        await query.answer()
        if isinstance(query.message, Message):
            stays = absence is not None and absence.coming
            welcome = t("Welcome back. Your work comes to you again.")
            await query.message.edit_text(t("Your absence is taken back.") if stays else welcome)

    async def longer(self, query: CallbackQuery, dialog_manager: DialogManager) -> None:
        """Other days, or another deputy."""
        await query.answer()
        await _start(dialog_manager, AbsenceStates)


def away_card(absence: Absence, t: Tongue) -> Card:
    """From when until when, who stands in, and the way back."""
    name, until = safe(absence.deputy), t.until(absence.until)
    if absence.coming:
        since = t.day(absence.since)
        text = t("You are away from {since} to {day}; {name} stands in.", since=since, day=until, name=name)
        back = Button(t("Take it back"), BACK_AGAIN)
    else:
        text = t("You are away until {when}; {name} stands in.", when=until, name=name)
        back = Button(t("I am back"), BACK_AGAIN, style="success")
    return Card(text, ((back, Button(t("Change it"), LONGER)),))


async def _start(manager: DialogManager, states: type[AbsenceStates] | type[InviteStates] | type[LockStates]) -> None:
    await manager.start(states.asking, {}, mode=StartMode.RESET_STACK, show_mode=ShowMode.DELETE_AND_SEND)
