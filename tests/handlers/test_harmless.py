"""What people wrote turns no text around and links nowhere, in a message and in a notice."""

from __future__ import annotations

import pytest
from aiogram.methods import SendMessage

from bot.cards.harmless import escape, harmless
from bot.cards.model import Card
from bot.desk.model import Refused
from bot.dialogs.layout import safe
from bot.handlers.say import plain, send, sentence
from bot.tongue import Tongue
from tests.handlers.fake_desk import FakeDesk
from tests.handlers.recording import recording_bot

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


async def test_a_private_card_is_sent_as_such() -> None:
    bot, session = recording_bot()
    for card in (Card("an alert", private=True), Card("a part")):
        await send(bot, 1, card)
    first, second = (call for call in session.take() if isinstance(call, SendMessage))
    assert first.protect_content is True
    assert second.protect_content is not True
