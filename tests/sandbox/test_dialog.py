"""aiogram-dialog, which matches refusals by their exact words, works on the sandbox as it is."""

from __future__ import annotations

from aiogram import Bot, Dispatcher, Router
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import TextInput
from aiogram_dialog.widgets.kbd import Counter, Next
from aiogram_dialog.widgets.text import Const, Format

from bot.sandbox.client import PersonPlayer


class Order(StatesGroup):
    quantity = State()
    reason = State()


async def _values(dialog_manager: DialogManager, **_: object) -> dict[str, object]:
    counter = dialog_manager.find("n")
    reason = dialog_manager.find("reason")
    return {"n": counter.get_value() if counter else 0, "reason": reason.get_value() if reason else ""}


def _dispatcher() -> Dispatcher:
    router = Router()

    @router.message(CommandStart())
    async def start(message: Message, dialog_manager: DialogManager) -> None:
        del message
        await dialog_manager.start(Order.quantity, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)

    dialog = Dialog(
        Window(Format("How many? {n:g}"), Counter("n"), Next(Const("On")), state=Order.quantity),
        Window(Format("Why? {reason}"), TextInput("reason"), state=Order.reason),
        getter=_values,
    )
    dispatcher = Dispatcher()
    dispatcher.include_routers(router, dialog)
    setup_dialogs(dispatcher)
    return dispatcher


async def test_a_dialog_sends_edits_and_reads(bot: Bot, li: PersonPlayer) -> None:
    dispatcher, offset = _dispatcher(), 0

    async def turn() -> None:
        nonlocal offset
        for update in await bot.get_updates(offset=offset):
            offset = update.update_id + 1
            await dispatcher.feed_update(bot, update)

    await turn()
    window = await li.expect("How many? 0")
    await li.tap("+")
    await turn()
    assert (await li.expect("How many? 1"))["id"] == window["id"]
    await li.tap("On")
    await turn()
    await li.expect("Why?")
    await li.say("worn out")
    await turn()
    answer = await li.expect("Why? worn out")
    assert answer["id"] > window["id"]
