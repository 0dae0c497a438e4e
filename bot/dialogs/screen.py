"""A window that shows a card: its getter makes the card, its handler takes the pressed button's data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.kbd import Keyboard
from aiogram_dialog.widgets.text import Text

from bot.cards.model import Card

OnPress = Callable[[CallbackQuery, DialogManager, str], Awaitable[None]]

CARD = "card"
"""The key under which a getter gives the card."""


class Shown(Text):
    """The card's text."""

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        card: Card = data[CARD]
        return card.text


class Keys(Keyboard):
    """The card's buttons. With the dialog's prefix, 55 bytes are left for a button's data."""

    def __init__(self, on_press: OnPress) -> None:
        super().__init__(id="k")
        self._on_press = on_press

    async def _render_keyboard(self, data: dict[str, Any], manager: DialogManager) -> RawKeyboard:
        card: Card = data[CARD]
        return [
            [
                InlineKeyboardButton(text=b.text, callback_data=self._item_callback_data(b.data), style=b.style)
                for b in row
            ]
            for row in card.rows
        ]

    async def _process_item_callback(
        self, callback: CallbackQuery, data: str, dialog: DialogProtocol, manager: DialogManager
    ) -> bool:
        await self._on_press(callback, manager, data)
        return True
