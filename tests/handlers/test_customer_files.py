"""Customer files from the chat: found by name, read, and the way to the report of a change."""

from __future__ import annotations

from bot.desk.model import Option
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import FakeDesk
from tests.handlers.test_commands import line
from tests.support.clocks import HandClock

FAW = Option(3, "FAW Jiefang")


async def test_a_customer_without_records_is_found_by_its_file(li_wei: Person, desk: FakeDesk) -> None:
    desk.files = [FAW]
    assert await li_wei.say("/find faw") == ["Customer files for “faw”"]
    assert await li_wei.tap("📇 FAW Jiefang") == [""]
    assert li_wei.read == ["file 3"]


async def test_a_file_stands_below_the_records_found(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.lines, desk.files = [line(4, clock)], [Option(3, "SP Motors")]
    await li_wei.say("/find sp")
    assert list(li_wei.buttons) == ["Show 1", "📇 SP Motors"]


async def test_a_change_is_reported_for_that_customer(li_wei: Person, form: FormStub) -> None:
    assert await li_wei.tap("f:3:change") == [""]
    assert form.opened == [903]
