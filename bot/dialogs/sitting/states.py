"""The windows of a sitting. Their names are stored with every open dialog: a rename loses those."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class SittingStates(StatesGroup):
    asking = State()
    summary = State()
    changing = State()
    extras = State()
    discarding = State()
