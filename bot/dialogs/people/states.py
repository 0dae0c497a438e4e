"""Windows whose names are stored with every open dialog: a rename loses those."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class AbsenceStates(StatesGroup):
    asking = State()


class InviteStates(StatesGroup):
    asking = State()


class LockStates(StatesGroup):
    asking = State()
