"""One question only: it is handed in as soon as it is answered."""

from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.model import Actor
from tests.dialogs.conftest import LI_WEI, WANG_FANG, speaks
from tests.dialogs.phone import Phone
from tests.dialogs.test_photos import at_photos


@pytest.fixture
async def wang_fang(li_wei: Phone, phone: object, desk: Desk) -> Phone:
    """The unit leader, asked why she returns a spare part."""
    await at_photos(li_wei)
    await li_wei.photo("one")
    await li_wei.tap("Hand in")
    await speaks(desk, WANG_FANG, "en")
    leader: Phone = phone(WANG_FANG)  # type: ignore[operator]  # a fixture that makes phones
    await leader.say("/menu")
    await leader.press(f"d:{await _returning(desk)}:go", leader.window)
    return leader


async def _returning(desk: Desk) -> int:
    member = await desk.member(WANG_FANG)
    assert member is not None
    (owing,) = await desk.work(member)
    pressed = await desk.press(Actor(member, WANG_FANG), owing.item_id, owing.version, "return")
    assert pressed.draft_id is not None
    return pressed.draft_id


async def _owed(desk: Desk, telegram_id: int) -> list[str]:
    member = await desk.member(telegram_id)
    assert member is not None
    return [owing.step.key for owing in await desk.work(member)]


async def test_a_tap_on_a_usual_reason_does_it(wang_fang: Phone, desk: Desk) -> None:
    assert "Why? Tap a reason or write one." in wang_fang.text
    assert wang_fang.buttons == [
        "Details are missing",
        "Photo is missing or unclear",
        "Quantity or date is not right",
        "Cancel",
    ]
    await wang_fang.tap("Quantity or date is not right")
    assert wang_fang.text == "<code>SP-202611-0001</code>: “Return” is done. Next: amend (Li Wei)."
    assert await _owed(desk, WANG_FANG) == []
    assert await _owed(desk, LI_WEI) == ["amend"]


async def test_a_reason_is_a_word_at_least(wang_fang: Phone, desk: Desk) -> None:
    for nothing in ("0", "?", "..", "x"):
        assert f"You wrote “{nothing}”." in await wang_fang.say(nothing)
    assert await _owed(desk, WANG_FANG) == ["review"]
    await wang_fang.say("错料")
    assert await _owed(desk, LI_WEI) == ["amend"]


async def test_a_written_reason_does_it_too_and_the_answer_stands_below(wang_fang: Phone, desk: Desk) -> None:
    await wang_fang.say("Please add the batch number")
    assert await _owed(desk, LI_WEI) == ["amend"]
    assert not any("Why?" in m.text for m in wang_fang.messages)


async def test_cancelling_changes_nothing(wang_fang: Phone, desk: Desk) -> None:
    assert await wang_fang.tap("Cancel") == "Cancelled. Nothing was changed."
    assert await _owed(desk, WANG_FANG) == ["review"]
