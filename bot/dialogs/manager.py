"""aiogram-dialog's manager, with the three things that a chat full of cards needs of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from aiogram import Router
from aiogram.enums import ParseMode
from aiogram.types import CallbackQuery, CopyTextButton, ErrorEvent, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.entities import EVENT_CONTEXT_KEY, ChatEvent, EventContext, NewMessage, OldMessage, UnknownText
from aiogram_dialog.api.internal import DialogManagerFactory
from aiogram_dialog.api.protocols import DialogRegistryProtocol, MediaIdStorageProtocol, MessageNotModified
from aiogram_dialog.context.media_storage import MediaIdStorage
from aiogram_dialog.manager.manager import ManagerImpl
from aiogram_dialog.utils import remove_intent_id

from bot.cards.model import Button, Card
from bot.dialogs.messages import Messages


class Manager(ManagerImpl):
    """A press on a card must never edit, delete or strip the card: only a window of ours is replaced by a window."""

    def _get_last_message(self) -> OldMessage | None:
        """The window that is known to stand, even if an older copy of it was pressed."""
        shown = self._shown_last()
        if shown is None and isinstance(self.event, CallbackQuery) and remove_intent_id(self.event.data or "")[0]:
            return super()._get_last_message()
        return shown

    def _shown_last(self) -> OldMessage | None:
        stack = self.current_stack()
        context: EventContext = self.middleware_data[EVENT_CONTEXT_KEY]
        if not stack or not stack.last_message_id:
            return None
        return OldMessage(
            chat=context.chat,
            message_id=stack.last_message_id,
            media_id=stack.last_media_id,
            media_uniq_id=stack.last_media_unique_id,
            text=UnknownText.UNKNOWN,
            has_reply_keyboard=False,
            has_protected_content=None,
            business_connection_id=None,
        )

    async def close_with(self, card: Card) -> None:
        """End the dialog; its window becomes `card`, below what the person wrote if they wrote something."""
        pressed = isinstance(self.event, CallbackQuery)
        new = self._message(card, ShowMode.EDIT if pressed else ShowMode.DELETE_AND_SEND)
        with suppress(MessageNotModified):
            await self.message_manager.show_message(self.middleware_data["bot"], new, self._get_last_message())
        self.current_stack().last_message_id = None
        await self.done(show_mode=ShowMode.NO_UPDATE)

    async def notice(self, text: str) -> None:
        """The small notice on the button that was pressed, at most 200 characters; nothing if none was."""
        query = self.event.update.callback_query if isinstance(self.event, ErrorEvent) else self.event
        if isinstance(query, CallbackQuery) and isinstance(self.message_manager, Messages):
            await self.message_manager.notice(self.middleware_data["bot"], query, text)

    def _message(self, card: Card, mode: ShowMode) -> NewMessage:
        context: EventContext = self.middleware_data[EVENT_CONTEXT_KEY]
        return NewMessage(
            chat=context.chat,
            text=card.text,
            reply_markup=markup(card),
            parse_mode=ParseMode.HTML,  # None, its default, would be sent as such and win over the bot's own default
            show_mode=mode,
        )


class Managers(DialogManagerFactory):
    """Makes one Manager an event."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._media: MediaIdStorageProtocol = MediaIdStorage()  # type: ignore[no-untyped-call]  # it has no annotations

    def __call__(
        self, event: ChatEvent, data: dict[str, Any], registry: DialogRegistryProtocol, router: Router
    ) -> DialogManager:
        return Manager(
            event=event,
            data=data,
            message_manager=self._messages,
            media_id_storage=self._media,
            registry=registry,
            router=router,
            getter=None,
        )


def own(manager: DialogManager) -> Manager:
    """The manager as ours. TypeError if the dialogs were not set up with Managers."""
    if not isinstance(manager, Manager):
        raise TypeError(f"not set up with Managers: {manager!r}")
    return manager


def markup(card: Card) -> InlineKeyboardMarkup | None:
    """The card's buttons, to be pressed outside of any dialog."""
    rows = [[_button(button) for button in row] for row in card.rows]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy:
        return InlineKeyboardButton(text=button.text, copy_text=CopyTextButton(text=button.copy))
    if button.url:
        return InlineKeyboardButton(text=button.text, url=button.url, style=button.style)
    return InlineKeyboardButton(text=button.text, callback_data=button.data, style=button.style)
