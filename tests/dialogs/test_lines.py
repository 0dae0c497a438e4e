"""A field of lines: the parts that were swapped, each with its old and its new serial."""

from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.model import Actor
from tests.dialogs.conftest import LI_WEI
from tests.dialogs.phone import Phone
from tests.dialogs.test_sitting import filled_in


@pytest.fixture
async def report(li_wei: Phone, desk: Desk) -> Phone:
    """The report of a finished job, at the question for the first swapped part."""
    await filled_in(li_wei)
    await li_wei.tap("Hand in")
    await li_wei.press(f"d:{await _report(desk)}:go", li_wei.window)
    await li_wei.say("Sensor was wet")
    await li_wei.tap("Product")
    await li_wei.say("Dried and swapped")
    await li_wei.tap("Yes")
    return li_wei


async def _report(desk: Desk) -> int:
    """Do what comes before the report; its draft."""
    member = await desk.member(LI_WEI)
    assert member is not None
    for action in ("start", "finish", "report"):
        (owing,) = await desk.work(member)
        pressed = await desk.press(Actor(member, LI_WEI), owing.item_id, owing.version, action)
    assert pressed.draft_id is not None
    return pressed.draft_id


async def test_the_header_names_action_and_record(report: Phone) -> None:
    assert report.text.startswith("🛠 Write the report · <code>SJ-202611-0001</code> · FAW Jiefang")


async def test_lines_are_asked_one_after_the_other(report: Phone) -> None:
    assert "Swapped parts, no. 1: Serial number of the old part?" in report.text
    await report.say("OLD-1")
    assert "Swapped parts, no. 1: Serial number of the new part?" in report.text
    await report.say("NEW-1")
    await report.tap("No")
    text = await report.tap("‹ Previous")  # one is usual: whether there is another is not asked
    assert "Swapped parts: 1 so far. Is there another one?" in text
    assert "1. Old serial no.: OLD-1 · New serial no.: NEW-1 · Old part kept: No" in text
    assert "Swapped parts, no. 2" in await report.tap("Add another")
    await report.say("OLD-2")
    await report.say("NEW-2")
    await report.tap("Yes")
    assert "Photos, before and after?" in await report.tap("That's all")
    assert "2 entries" in report.text


async def test_the_photo_that_is_still_missing_is_named(report: Phone) -> None:
    for answer in ("OLD-1", "NEW-1"):
        await report.say(answer)
    await report.tap("No")
    assert "1 saved.\nStill missing: a photo after the work. Just send it" in await report.photo("before")
    assert "2 saved.\nJust send more" in await report.photo("after")


async def test_a_serial_of_one_line_is_changed_from_the_summary(report: Phone) -> None:
    await report.say("OLD-1")
    await report.say("NEW-1")
    await report.tap("No")
    await report.photo("before")
    await report.tap("That's all")
    await report.tap("Solved")
    await report.tap("No")
    assert "Swapped parts: 1 entry\n1. Old serial no.: OLD-1" in report.text
    await report.tap("Change something")
    await report.tap("1. Old serial no.")
    assert "Entered now: OLD-1" in report.text
    assert "1. Old serial no.: OLD-9 · New serial no.: NEW-1" in await report.say("OLD-9")
    assert report.buttons[0] == "Hand in"
    assert (
        await report.tap("Hand in")
        == "<code>SJ-202611-0001</code>: “Write the report” is done. Next: get the customer's signature (you)."
    )


async def test_one_line_more_than_usual_is_added_from_the_summary(report: Phone) -> None:
    """With one part swapped and a follow-up the report takes 14 taps and messages: five came before the old part's
    number (the card's button among them), and [Hand in] is the last."""
    for deed in (report.say("OLD-1"), report.say("NEW-1"), report.tap("No"), report.photo("before")):
        await deed
    for button in ("That's all", "Temporary fix", "Tomorrow", "No"):
        text = await report.tap(button)
    assert (5 + 8 + 1, report.buttons[0]) == (14, "Hand in")
    assert "1. Old serial no.: OLD-1" in text
    assert "Swapped parts, no. 2: Serial number of the old part?" in await report.tap("Swapped parts: add another")
    await report.say("OLD-2")
    await report.say("NEW-2")
    assert "Swapped parts: 2 so far. Is there another one?" in await report.tap("Yes")
    assert "2. Old serial no.: OLD-2" in await report.tap("That's all")
    assert report.buttons[0] == "Hand in"


async def test_odd_input_between_lines(report: Phone) -> None:
    await report.say("OLD-1")
    await report.say("NEW-1")
    await report.tap("No")
    await report.tap("‹ Previous")
    text = await report.say("one more")
    assert "Please tap one of the buttons." in text
    assert "Add another" in report.buttons


async def test_a_line_is_taken_out_again_and_a_second_tap_takes_no_other(report: Phone) -> None:
    for serial in ("1", "2"):
        await report.say(f"OLD-{serial}")
        await report.say(f"NEW-{serial}")
        await report.tap("Yes")
        if serial == "1":
            await report.tap("‹ Previous")
            await report.tap("Add another")
    first = report.window.data["Remove 1"]
    assert "Swapped parts: 1 so far" in await report.tap("Remove 1")
    assert "1. Old serial no.: OLD-2" in report.text
    await report.press(first, report.window)
    assert "1. Old serial no.: OLD-2" in report.text
