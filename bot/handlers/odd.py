"""Whatever nobody else took: each thing gets one sentence that says what to do instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.enums import ChatMemberStatus, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from aiogram_dialog import DialogManager

from bot.cards.model import Card
from bot.desk.model import Member
from bot.handlers.callbacks import UNKNOWN
from bot.handlers.filters import Carries, Forwarded
from bot.handlers.limits import Once
from bot.handlers.menus import ways_on
from bot.handlers.ports import Desk
from bot.handlers.say import markup, notify
from bot.procedure.words import N_
from bot.tongue import Tongue

FILES: Final = (ContentType.PHOTO, ContentType.DOCUMENT, ContentType.VIDEO, ContentType.VOICE, ContentType.AUDIO)
_PLACE: Final = N_("I do not need your location. Where a form asks for a place, pick the site from its list.")
SENTENCES: Final = {
    ContentType.STICKER: N_("A sticker says nothing to me. Please use the buttons, or write."),
    ContentType.ANIMATION: N_("A moving picture says nothing to me. Please use the buttons, or write."),
    ContentType.LOCATION: _PLACE,
    ContentType.VENUE: _PLACE,
    ContentType.CONTACT: N_("I cannot take a contact. Where a form asks for a person, write the name."),
    ContentType.VIDEO_NOTE: N_("I cannot take a video message. Please send a photo, or write."),
    ContentType.POLL: N_("I cannot take a poll. Please use the buttons, or write."),
    ContentType.DICE: N_("I do not play. Please use the buttons, or write."),
}
"""By content type. What is in none of them (a pinned message, a changed timer) is nothing said to the bot."""


def odd_router() -> Router:
    """The last router: what it does not take is nobody's."""
    router = Router(name="odd")
    strays = Strays()
    router.message.register(forwarded, Forwarded())
    router.message.register(strays.file, Carries(*FILES))
    router.message.register(thing, Carries(*SENTENCES))
    router.callback_query.register(button)
    router.edited_message.register(strays.edited)
    router.my_chat_member.register(let_in_or_out)
    return router


class Strays:
    """Files and edits come in bunches: one answer a bunch."""

    def __init__(self) -> None:
        self._albums = Once(timedelta(hours=1))
        self._edits = Once(timedelta(minutes=5))

    async def file(
        self, message: Message, desk: Desk, member: Member, t: Tongue, dialog_manager: DialogManager
    ) -> None:
        """A photo, document, video or recording that no form takes."""
        one = message.media_group_id or message.message_id  # numbers of messages are a chat's own
        if not self._albums.ask((message.chat.id, one), t.now, message.message_id):
            return
        if dialog_manager.has_context():
            await message.reply(t("This does not answer the question above. Please use its buttons, or write."))
        else:
            text = t(
                "No form is open, so I have not kept this. Reply with it to the card of its record, or open its form "
                "and send it again."
            )
            await _reply(message, Card(text, ways_on(t, await desk.drafts(member))))

    async def edited(self, message: Message, t: Tongue) -> None:
        """A text that was changed afterwards; a live location edits itself and is left alone."""
        if message.text is None or not self._edits.ask(message.chat.id, t.now):
            return
        await message.reply(
            t("I do not read changes to messages already sent. In the form, go back or tap Change something instead.")
        )


async def let_in_or_out(change: ChatMemberUpdated, desk: Desk) -> None:
    """Somebody blocked the bot or let it in again."""
    await desk.reachable(change.from_user.id, change.new_chat_member.status == ChatMemberStatus.MEMBER)


async def forwarded(message: Message, desk: Desk, member: Member, t: Tongue) -> None:
    """Forwarded, while no form is open that would take it."""
    text = t("No form is open, so I have not kept this message. Open a form, then forward it once more.")
    await _reply(message, Card(text, ways_on(t, await desk.drafts(member))))


async def thing(message: Message, t: Tongue) -> None:
    """A sticker, a location, a contact …"""
    await message.reply(t(SENTENCES[ContentType(message.content_type)]))


async def button(query: CallbackQuery, t: Tongue) -> str:
    """A button that is no longer known, or never was."""
    await notify(query, t("This button is out of date. /menu shows where things stand."))
    return UNKNOWN


async def _reply(message: Message, card: Card) -> None:
    await message.reply(card.text, reply_markup=markup(card))
