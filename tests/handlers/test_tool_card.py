"""The ways to a tool's card, and from it to a loan (R41)."""

from __future__ import annotations

from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import FakeDesk


async def test_the_link_of_a_label_shows_the_tool(li_wei: Person, desk: FakeDesk) -> None:
    assert await li_wei.say("/start tool_G-017") == ["tool G-017"]
    assert await li_wei.say("/start tool_X<1>") == ["There is no tool X&lt;1&gt;. Please check the label."]


async def test_a_search_for_its_number_shows_the_tool_first(li_wei: Person, desk: FakeDesk) -> None:
    assert await li_wei.say("/find G-017") == ["tool G-017"]
    (text,) = await li_wei.say("/find G-0")
    assert "Nothing found for “G-0”" in text


async def test_lend_begins_a_form(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    await li_wei.tap("t:3:lend")
    assert form.opened == [703]
    assert await li_wei.tap("t:x:lend")  # no button of ours
