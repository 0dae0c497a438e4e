"""What nobody asked for, and what goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from aiogram.methods import SendMessage

from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import LI_WEI, WANG_FANG, FakeDesk
from tests.handlers.test_door import PHOTO

FILE = {"file_id": "f", "file_unique_id": "u"}
STICKER = {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
USER = {"id": 7, "is_bot": False, "first_name": "Zhao"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"sticker": STICKER}, "A sticker says nothing"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "I do not need your location"),
        ({"contact": {"phone_number": "1", "first_name": "Z"}}, "I cannot take a contact"),
        ({"voice": {**FILE, "duration": 1}}, "No form is open"),
        ({"photo": PHOTO}, "No form is open"),
        ({"document": FILE}, "No form is open"),
        ({"text": "see below", "forward_origin": {"type": "user", "date": 1, "sender_user": USER}}, "No form is open"),
    ],
)
async def test_each_thing_gets_a_sentence(content: dict[str, Any], said: str, li_wei: Person) -> None:
    (text,) = await li_wei.send(**content)
    assert text.startswith(said)


async def test_an_album_without_a_form_is_answered_once(li_wei: Person) -> None:
    answers = [await li_wei.send(photo=PHOTO, media_group_id="77") for _ in range(5)]
    assert [len(answer) for answer in answers] == [1, 0, 0, 0, 0]


async def test_what_telegram_itself_notes_is_left_alone(li_wei: Person) -> None:
    pinned = {"message_id": 1, "date": 1, "chat": {"id": li_wei.id, "type": "private"}, "text": "a card"}
    assert await li_wei.send(pinned_message=pinned) == []


async def test_a_changed_text_is_not_read_and_that_is_said(li_wei: Person) -> None:
    (text,) = await li_wei.edit(text="4 pieces")
    assert text.startswith("I do not read changes")
    assert await li_wei.edit(text="5 pieces") == []


async def test_a_moving_location_is_left_alone(li_wei: Person) -> None:
    assert await li_wei.edit(location={"latitude": 1.0, "longitude": 2.0}) == []


async def test_inside_a_form_the_form_takes_it(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    assert await li_wei.send(sticker=STICKER) == ["a question"]
    assert form.taken == ["sticker"]


async def test_a_failure_is_noted_without_what_was_written(
    li_wei: Person, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.outcome = ZeroDivisionError("a customer's name")
    with caplog.at_level(logging.INFO, "bot"), pytest.raises(ZeroDivisionError):
        await li_wei.tap("r:1:urge")
    (record,) = [record for record in caplog.records if record.name == "bot.handlers.errors"]
    assert "ZeroDivisionError" in record.getMessage()
    assert "customer" not in record.getMessage()


async def test_who_cannot_be_reached_any_more_stops_nothing(li_wei: Person) -> None:
    li_wei.session.forbidden = True
    await li_wei.say("/work")
    assert [type(call) for call in li_wei.heard] == [SendMessage]


async def test_a_block_and_its_end_are_noted(li_wei: Person, desk: FakeDesk) -> None:
    for before, after in (("member", "kicked"), ("kicked", "member")):
        await li_wei.change(before, after)
    assert desk.done == [("reachable", li_wei.id, False), ("reachable", li_wei.id, True)]
    assert li_wei.heard == []


async def test_two_people_whose_messages_have_one_number_are_both_answered(person: Callable[[int], Person]) -> None:
    for account in (LI_WEI, WANG_FANG):
        assert len(await person(account).send(message_id=9, photo=PHOTO)) == 1
