"""A dispatcher over a fake desk, with one small dialog that takes any text, as a form would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiogram import Dispatcher
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window, setup_dialogs
from aiogram_dialog.test_tools.memory_storage import JsonMemoryStorage
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.text import Const

from bot.telegram import assemble
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import LI_WEI, STRANGER, FakeDesk
from tests.handlers.recording import recording_bot
from tests.support.clocks import HandClock


class Form(StatesGroup):
    asking = State()


class FormStub:
    """Stands in for bot.dialogs: one window, which notes what it was given."""

    def __init__(self) -> None:
        self.opened: list[int] = []
        self.taken: list[str] = []

    async def open_sitting(self, manager: DialogManager, draft_id: int, note: str = "") -> None:
        self.opened.append(draft_id)
        await manager.start(Form.asking, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)

    def install(self, dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
        dispatcher.include_router(Dialog(Window(Const("a question"), MessageInput(self._take), state=Form.asking)))
        setup_dialogs(dispatcher, events_isolation=isolation)

    async def _take(self, message: Message, widget: MessageInput, manager: DialogManager) -> None:
        self.taken.append(message.text or ContentType(message.content_type).value)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(clock: HandClock) -> FakeDesk:
    return FakeDesk(clock)


@pytest.fixture
def form() -> FormStub:
    return FormStub()


@pytest.fixture
def person(desk: FakeDesk, form: FormStub, clock: HandClock) -> Callable[[int], Person]:
    bot, session = recording_bot()
    dispatcher = assemble(desk, "zh_CN", JsonMemoryStorage(), form.install, form.open_sitting)
    return lambda telegram_id: Person(telegram_id, dispatcher, bot, session, clock)


@pytest.fixture
def li_wei(person: Callable[[int], Person]) -> Person:
    return person(LI_WEI)


@pytest.fixture
def stranger(person: Callable[[int], Person]) -> Person:
    return person(STRANGER)
