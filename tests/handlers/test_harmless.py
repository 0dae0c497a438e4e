"""What people wrote turns no text around and links nowhere, in a message and in a notice."""

from __future__ import annotations

import pytest
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import CallbackQuery, User

from bot.cards.harmless import escape, harmless
from bot.cards.model import Card
from bot.desk.model import Refused
from bot.dialogs.layout import safe
from bot.handlers.say import plain, send, sentence, show_here
from bot.tongue import Tongue
from tests.handlers.fake_desk import FakeDesk
from tests.handlers.recording import message, recording_bot

HOSTILE = "Li\u202e ieW\u2066 <b>tg://user?id=1</b>"


@pytest.mark.parametrize("shown", [escape(HOSTILE), safe(HOSTILE)])
def test_a_name_in_a_message(shown: str) -> None:
    assert shown == "Li ieW &lt;b&gt;tg:\u2060//user?id=1&lt;/b&gt;"


def test_a_name_in_an_answer(desk: FakeDesk) -> None:
    t: Tongue = desk.tongue_for("en")
    no = Refused("{name} has it.", name=HOSTILE)
    assert sentence(t, no) == f"{escape(HOSTILE)} has it."
    assert plain(t, no.msgid, no.values) == f"{harmless(HOSTILE)} has it."
    assert "\u202e" not in plain(t, no.msgid, no.values)


@pytest.mark.parametrize(("protected", "kind"), [(True, EditMessageText), (False, SendMessage)])
async def test_a_private_card_takes_the_place_of_a_protected_message_only(protected: bool, kind: type[object]) -> None:
    bot, session = recording_bot()
    shown = message(1, "a list", 5).model_copy(update={"has_protected_content": protected})
    user = User(id=1, is_bot=False, first_name="Li")
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=shown).as_(bot)
    await show_here(query, Card("an alert", private=True))
    assert [type(call) for call in session.take()] == [kind]


async def test_a_private_card_is_sent_as_such() -> None:
    bot, session = recording_bot()
    for card in (Card("an alert", private=True), Card("a part")):
        await send(bot, 1, card)
    first, second = (call for call in session.take() if isinstance(call, SendMessage))
    assert first.protect_content is True
    assert second.protect_content is not True
