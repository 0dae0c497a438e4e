"""A reply to a card belongs to the card's record, whatever form is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.desk.model import Refused
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import LI_WEI, WANG_FANG, FakeDesk
from tests.handlers.test_door import PHOTO

VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 2, "mime_type": "audio/ogg"}
STICKER = {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}


def reply_to(person: Person, message_id: int) -> dict[str, Any]:
    chat = {"id": person.id, "type": "private", "first_name": "Somebody"}
    bot = {"id": 42, "is_bot": True, "first_name": "Fieldclerk"}
    card = {"message_id": message_id, "date": 1, "chat": chat, "from": bot, "text": "a card"}
    return {"reply_to_message": card}


async def test_words_and_files_are_noted(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50] = 7
    card = reply_to(li_wei, 50)
    assert await li_wei.say("  It rattles ", **card) == ["Noted on <code>SP-202611-0001</code>. It is in the details."]
    await li_wei.send(photo=PHOTO, caption="from below", **card)
    await li_wei.send(voice=VOICE, **card)
    assert desk.done == [
        ("remark", 7, "It rattles", "", ""),
        ("remark", 7, "from below", "photo", ""),
        ("remark", 7, "", "voice", ""),
    ]


async def test_an_edited_note_is_a_correction_and_any_other_edit_is_not_read(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50] = 7
    card = reply_to(li_wei, 50)
    (text,) = await li_wei.edit(text=" It hums ", **card)
    assert text.startswith("Noted on <code>SP-202611-0001</code> as a correction.")
    (text,) = await li_wei.edit(text="no note", **card)
    assert text.startswith("I do not read changes")
    assert desk.done == [("correct", 7, "It hums"), ("correct", 7, "no note")]


async def test_a_correction_that_is_refused_is_answered(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50], desk.outcome = 7, Refused("{number} is closed.", number="SP-1")
    assert await li_wei.edit(text="It hums", **reply_to(li_wei, 50)) == ["SP-1 is closed."]


async def test_an_album_is_answered_once(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50] = 7
    answers = [await li_wei.send(photo=PHOTO, media_group_id="a", **reply_to(li_wei, 50)) for _ in range(3)]
    assert [len(answer) for answer in answers] == [1, 0, 0]
    assert len(desk.done) == 3


async def test_an_open_form_does_not_take_it(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    desk.cards[50] = 7
    await li_wei.tap("n:site_job:site_job")
    await li_wei.say("for the other one", **reply_to(li_wei, 50))
    assert desk.done[-1] == ("remark", 7, "for the other one", "", "")
    assert form.taken == []


async def test_other_replies_go_where_they_went(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50] = 7
    (text,) = await li_wei.say("hello", **reply_to(li_wei, 49))
    assert text.startswith("No form is open")
    assert "waits for you" in (await li_wei.say("/work", **reply_to(li_wei, 50)))[0]
    (text,) = await li_wei.send(sticker={**STICKER, "is_animated": False, "is_video": False}, **reply_to(li_wei, 50))
    assert text.startswith("A sticker")
    assert desk.done == []


async def test_what_is_too_large_is_said(li_wei: Person, desk: FakeDesk) -> None:
    desk.cards[50] = 7
    document = {"file_id": "d", "file_unique_id": "d", "file_size": 30 * 1024 * 1024}
    (text,) = await li_wei.send(document=document, **reply_to(li_wei, 50))
    assert text.startswith("This file has 30 MB; at most 20 MB can be taken.")
    assert desk.done == []


async def test_two_people_whose_messages_have_one_number_are_both_answered(
    person: Callable[[int], Person], desk: FakeDesk
) -> None:
    desk.cards[50] = 7
    for account in (LI_WEI, WANG_FANG):
        somebody = person(account)
        assert len(await somebody.send(message_id=9, text="It rattles", **reply_to(somebody, 50))) == 1


async def test_an_answer_that_did_not_get_out_is_given_when_the_message_is_handled_again(
    li_wei: Person, desk: FakeDesk
) -> None:
    desk.cards[50] = 7
    sent: dict[str, Any] = {"message_id": 9, "photo": PHOTO, "media_group_id": "a", **reply_to(li_wei, 50)}
    assert [len(await li_wei.send(**sent)) for _ in range(2)] == [1, 1]
    assert await li_wei.send(**sent | {"message_id": 10}) == []
