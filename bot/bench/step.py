"""The dialog step that everything is compared with: a tap that loads the context, switches the window, renders a text
and six buttons, edits the message, keeps the state and answers the tap."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count, cycle
from typing import Any, Final

from aiogram import Bot, Dispatcher, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.types import CallbackQuery, Message, Update
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button, Column
from aiogram_dialog.widgets.text import Const, Format

PEOPLE: Final = 50
Durable = Callable[[int], Awaitable[None]]
NUMBERS: Final = count(1)


class Steps(StatesGroup):
    one = State()
    two = State()


async def nothing(person: int) -> None:
    """A bare step keeps nothing but its state."""


class Stage:
    """People in a dialog of two windows. `durable`: what a tap of a person does beside; `first`: routers before the
    dialog's."""

    def __init__(
        self, bot: Bot, durable: Durable = nothing, storage: BaseStorage | None = None, first: Sequence[Router] = ()
    ) -> None:
        self._bot = bot
        self._durable = durable
        self._intents: dict[int, str] = {}
        isolation = SimpleEventIsolation()
        self._dispatcher = Dispatcher(storage=storage or MemoryStorage(), events_isolation=isolation)
        self._dispatcher.include_routers(*first, Dialog(self._window(Steps.one), self._window(Steps.two)))
        self._dispatcher.message.register(self._open)
        setup_dialogs(self._dispatcher, events_isolation=isolation)

    def _window(self, state: State) -> Window:
        buttons = [Button(Format("Choice {number}"), f"choice{n}", on_click=self._press) for n in range(6)]
        return Window(Const(f"A question that is asked in {state}"), Column(*buttons), state=state, getter=_getter)

    async def _open(self, message: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Steps.one, mode=StartMode.RESET_STACK)
        self._intents[message.chat.id] = dialog_manager.current_context().id

    async def _press(self, callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
        await self._durable(callback.from_user.id)
        await manager.switch_to(Steps.two if manager.current_context().state == Steps.one else Steps.one)

    async def begin(self) -> None:
        """Open the dialog for everybody."""
        for person in range(1, PEOPLE + 1):
            await self._feed({"message": {"message_id": 1, "date": 1, "text": "/start", **_place(person)}})
        self._turns = cycle(range(1, PEOPLE + 1))

    async def next(self) -> None:
        """A tap of whoever is next."""
        await self.tap(next(self._turns))

    async def tap(self, person: int) -> None:
        """Raises what the tap raised."""
        place = _place(person)
        shown = {"message_id": 1, "date": 1, "text": "as it was", "chat": place["chat"]}
        data = f"{self._intents[person]}\x1dchoice0"
        query = {"id": "1", "chat_instance": "1", "from": place["from"], "message": shown, "data": data}
        await self._feed({"callback_query": query})

    async def _feed(self, raw: dict[str, Any]) -> None:
        update = Update.model_validate({"update_id": next(NUMBERS), **raw}, context={"bot": self._bot})
        await self._dispatcher.feed_update(self._bot, update)

    async def together(self, people: int, taps: int) -> tuple[float, list[float]]:
        """µs a tap when so many tap at once, and the µs that each of their taps took."""
        spent: list[float] = []

        async def keep_tapping(person: int) -> None:
            for _ in range(taps):
                began = time.perf_counter()
                await self.tap(person)
                spent.append((time.perf_counter() - began) * 1e6)

        began = time.perf_counter()
        await asyncio.gather(*(keep_tapping(person) for person in range(1, people + 1)))
        return (time.perf_counter() - began) / len(spent) * 1e6, spent


async def bare(bot: Bot) -> Stage:
    """The step with nothing beside it."""
    stage = Stage(bot)
    await stage.begin()
    return stage


async def _getter(**_: Any) -> dict[str, Any]:
    return {"number": 1}


def _place(person: int) -> dict[str, Any]:
    return {
        "from": {"id": person, "is_bot": False, "first_name": "Li"},
        "chat": {"id": person, "type": "private", "first_name": "Li"},
    }
