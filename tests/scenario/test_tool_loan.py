"""R41: what a customer asks for and needs is lent while it is calibrated, to one at a time, and comes back checked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.demo.run import Demo
from bot.desk.model import Refused
from bot.dialogs.labels import codes_in
from bot.procedure.kinds import Unreadable
from bot.procedure.tool_loan import number_on
from tests.dialogs.pictures import label, photo
from tests.scenario.backstage import Backstage
from tests.scenario.forging import forged
from tests.scenario.stage import fresh, in_both_languages, move
from tests.scenario.talk import DENG, LI, WANG, ZHANG, ZHAO, Books, Talk, labels, only

LUO = 1020
FORM = ("=/new", "🔧 Tool loan", "FAW Jiefang")
LOAN: dict[str, Any] = {
    "customer_id": "FAW", "tool_id": "G-017", "purpose": "Check of the bolted joints",
    "borrower": "The customer itself", "borrower_person": "Zheng Guoqiang", "due_on": "2026-12-11",
}  # fmt: skip
OUT: dict[str, Any] = {"state_out": "in_order", "photos_out": 1}


def tool(books: Books, number: str) -> dict[str, Any]:
    (row,) = books.rows("SELECT * FROM tool WHERE tool_no = ?", number)
    return dict(row)


async def lent(backstage: Backstage, **other: Any) -> str:
    """A tool that is out, by an engineer's loan; the loan's number."""
    number = await backstage.open(LI, "tool_loan", **LOAN | other)
    await backstage.act(WANG, number, "approve")
    await backstage.act(WANG, number, "hand_out", **OUT)
    return number


@pytest.mark.shows("R41")
@in_both_languages
async def test_a_tool_goes_out_is_kept_longer_comes_back_and_is_checked(talk: Talk, books: Books) -> None:
    asked = await talk.fill(
        LI, *FORM, "=G-017", "=Check of the bolted joints", "The customer itself", "=Zheng Guoqiang", "=2026-12-11"
    )
    assert len(asked["buttons"]) > 1  # nine taps and messages with the last
    await talk.fill(LI, "Hand in")
    number = only(books.numbers("tool_loan"))
    await talk.sees(WANG, number, "G-017", talk.tongue.pair(talk("Due back"), talk.tongue.day(date(2026, 12, 11))))
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHANG, number, "Hand out", "In order", "photo", "That's all", "Hand in")
    loan = books.record(number)
    assert tool(books, "G-017")["loan_id"] == loan["id"]
    assert (loan["data"]["state_out"], len(loan["data"]["photos_out"])) == ("in_order", 1)
    assert loan["data"]["calibration_until"] == "2027-06-21"

    await talk.press(LI, number, "Extend", "=2026-12-18", "=A further line", "Hand in")
    asked = await talk.sees(
        WANG, number, talk.tongue.pair(talk("Wanted until"), talk.tongue.day(date(2026, 12, 18))), "A further line"
    )
    assert asked["text"].index("⏳") < asked["text"].index("○")  # it is not back yet
    assert not asked["text"].count(f"{talk.said('return')}\u2060✓")
    await talk.press(WANG, number, "Approve")
    extended = books.record(number)["data"]
    assert (extended["due_on"], extended["extended_from"]) == ("2026-12-18", "2026-12-11")
    assert "wanted_until" not in extended

    await talk.press(LI, number, "It is back", "photo", "Hand in")
    assert tool(books, "G-017")["loan_id"] == loan["id"]  # nobody lends it before it is checked
    await talk.press(ZHAO, number, "Fit to be lent", "Within tolerance", "=2027-12-20", "Hand in")
    back = tool(books, "G-017")
    assert (back["loan_id"], back["calibration_valid_until"]) == (None, "2027-12-20")
    assert books.record(number)["state"] == "done"
    assert [done[:3] for done in books.work(number)] == [
        ("approve", "done", "approve"), ("hand_out", "done", "hand_out"), ("return_tool", "done", "extend"),
        ("extension", "done", "approve"), ("return_tool", "done", "back"), ("recheck", "done", "fit"),
    ]  # fmt: skip


@pytest.mark.shows("R41")
class TestOnlyWhileTheCalibrationCoversIt:
    """The date to which it is valid is in the refusal."""

    async def test_at_the_question(self, talk: Talk, books: Books) -> None:
        await talk.fill(LI, *FORM, "=G-030", "=Voltage", "The customer itself", "=Zheng Guoqiang")
        asked = await talk.fill(LI, "=2026-12-06")
        assert "The calibration of G-030 is valid until Sat 5 Dec only." in asked["text"]
        assert "When is it due back?" in asked["text"]
        assert "Hand in" in labels(await talk.fill(LI, "=2026-12-05"))
        await move(talk.play, "2026-12-07 09:00")
        await talk.fill(LI, "Hand in")
        assert not books.numbers("tool_loan")
        asked = await talk.fill(ZHANG, *FORM, "=G-030")
        assert "The calibration of G-030 was valid until Sat 5 Dec." in asked["text"]

    async def test_at_the_hand_out(self, talk: Talk, books: Books, backstage: Backstage) -> None:
        number = await backstage.open(LI, "tool_loan", **LOAN | {"tool_id": "G-030", "due_on": "2026-12-05"})
        await backstage.act(WANG, number, "approve")
        await move(talk.play, "2026-12-07 09:00")
        asked = await talk.press(ZHANG, number, "Hand out", "In order")
        assert "The calibration of G-030 was valid until Sat 5 Dec." in asked["text"]
        with pytest.raises(Unreadable):
            await backstage.act(ZHANG, number, "hand_out", **OUT)
        assert tool(books, "G-030")["loan_id"] is None

    async def test_at_the_extension(self, talk: Talk, backstage: Backstage) -> None:
        number = await lent(backstage, tool_id="G-030", due_on="2026-12-01")
        asked = await talk.press(LI, number, "Extend", "=2026-12-08")
        assert "The calibration of G-030 is valid until Sat 5 Dec only." in asked["text"]
        asked = await talk.fill(LI, "=2026-12-01")
        assert "It is due back on Tue 1 Dec already." in asked["text"]
        with pytest.raises(Unreadable):
            await backstage.act(LI, number, "extend", wanted_until="2026-12-08", extension_reason="More to do")

    async def test_thirty_days_at_most(self, talk: Talk, backstage: Backstage) -> None:
        with pytest.raises(Unreadable) as refused:
            await backstage.open(LI, "tool_loan", **LOAN | {"due_on": "2026-12-24"})
        assert refused.value.values["day"] == date(2026, 12, 23)
        await backstage.open(LI, "tool_loan", **LOAN | {"due_on": "2026-12-23"})


@pytest.mark.shows("R41")
async def test_one_loan_of_a_tool_at_a_time(talk: Talk, books: Books, backstage: Backstage) -> None:
    second = await backstage.open(ZHANG, "tool_loan", **LOAN | {"customer_id": "BYD"})
    await backstage.act(WANG, second, "approve")
    first = await lent(backstage)
    asked = await talk.press(LI, second, "Hand out", "In order")
    assert f"G-017 is lent until Fri 11 Dec ({first})" in asked["text"]
    with pytest.raises(Unreadable):
        await backstage.act(ZHANG, second, "hand_out", **OUT)
    asked = await talk.fill(LUO, *FORM, "=G-017")
    assert "G-017 is lent until Fri 11 Dec" in asked["text"]
    await backstage.act(LI, first, "back", photos_back=1)
    with pytest.raises(Unreadable) as refused:
        await backstage.open(LUO, "tool_loan", **LOAN)
    assert "not checked yet" in refused.value.msgid
    await backstage.act(ZHAO, first, "fit", check_result="Within tolerance")
    await backstage.act(ZHANG, second, "hand_out", **OUT)
    assert tool(books, "G-017")["loan_id"] == books.record(second)["id"]


@pytest.mark.shows("R41")
async def test_the_owners_leader_decides_and_never_on_an_own_loan(backstage: Backstage, books: Books) -> None:
    number = await backstage.open(LUO, "tool_loan", **LOAN)  # of the service centre; the tool is the service unit's
    for other in (LUO, LI, ZHAO, 1011):
        with pytest.raises(Refused):
            await backstage.act(other, number, "approve")
    await backstage.act(WANG, number, "approve")
    own = await backstage.open(WANG, "tool_loan", **LOAN)
    with pytest.raises(Refused):
        await backstage.act(WANG, own, "approve")
    await backstage.act(DENG, own, "approve")
    with pytest.raises(Refused):  # quality lends nothing
        await backstage.open(ZHAO, "tool_loan", **LOAN)


@pytest.mark.shows("R41")
async def test_an_overdue_tool_is_chased_up_to_the_leader(talk: Talk, backstage: Backstage) -> None:
    number = await lent(backstage)
    seen, above = (await talk[LI].last())["id"], (await talk[WANG].last())["id"]
    await move(talk.play, "2026-12-11 17:31")
    assert [m for m in await fresh(talk[LI], seen) if m["text"].startswith("⏰") and number in m["text"]]
    for day in range(14, 19):
        await move(talk.play, f"2026-12-{day} 10:00")
    assert [m for m in await fresh(talk[WANG], above) if number in m["text"]]


@pytest.mark.shows("R41", "R47")
async def test_what_comes_back_damaged_is_repaired_checked_and_determined(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await lent(backstage)
    await talk.press(
        LI, number, "Back, but damaged", "photo", "That's all", "=Fell off the line, scale bent", "Hand in"
    )
    await talk.press(ZHAO, number, "Not fit", "Out of tolerance", "Customer informed", "Hand in")
    assert books.owed(number) == ["mend"]
    await talk.press(ZHANG, number, "Repaired", "=New scale, adjusted")
    assert tool(books, "G-017")["loan_id"]
    await talk.press(ZHAO, number, "Fit to be lent", "Adjusted, within tolerance", "Skip", "Hand in")
    assert tool(books, "G-017")["loan_id"] is None
    assert books.owed(number) == ["determine"]
    await talk.press(LI, number, "No action needed", "One-off, solved")
    await talk.press(WANG, number, "Confirm")
    loan = books.record(number)
    assert (loan["state"], loan["data"]["cpa_needed"], loan["data"]["earlier_readings"]) == (
        "done", False, "Customer informed",
    )  # fmt: skip


@pytest.mark.shows("R41", "R47")
async def test_what_is_lost_or_written_off_is_lent_no_more(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await lent(backstage)
    await backstage.act(LI, number, "lost", damage="Left on the line, not found again")
    assert (tool(books, "G-017")["active"], books.owed(number)) == (0, ["determine"])
    other = await lent(backstage, tool_id="G-021")
    await backstage.act(LI, other, "damaged", photos_back=1, damage="Screen broken")
    await backstage.act(ZHAO, other, "unfit", fault_found="Dead", earlier_readings="Not affected")
    assert "Not fit: it is being repaired." in (await talk.fill(LUO, "=/find G-021"))["text"]
    assert labels(await talk.fill(ZHANG, *FORM))[-3:] == [  # what cannot be lent comes last, and says why
        "G-021 Handheld oscilloscope · being repaired", "‹ Previous", "Save for later",
    ]  # fmt: skip
    await backstage.act(ZHANG, other, "write_off", reason="Not worth a repair")
    assert (tool(books, "G-021")["active"], books.owed(other)) == (0, ["determine"])
    for gone in ("G-017", "G-021"):
        with pytest.raises(IndexError):  # it is not found any more
            await backstage.open(LI, "tool_loan", **LOAN | {"tool_id": gone})


@pytest.mark.shows("R41")
async def test_the_label_opens_the_tool_with_what_the_reader_may_do(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    card = await talk.fill(ZHANG, "=/start tool_G-017")
    assert "Here, nobody has it." in card["text"]
    asked = await talk.fill(ZHANG, "Lend", "FAW Jiefang")
    assert "What does the customer need it for?" in asked["text"]  # the tool is known
    number = await lent(backstage)
    person = talk[LI]
    await person.send_photo(photo(label("https://t.me/fieldclerk_bot?start=tool_G-017", "qr")))
    await talk.settled()
    card = await person.last()
    assert "Lent to Zheng Guoqiang (FAW Jiefang), due back Fri 11 Dec." in card["text"]
    assert labels(card) == ["It is back", "Extend", "Back, but damaged", "It is lost", number, "Label"]
    assert "Lent to Zheng Guoqiang" in (await talk.fill(ZHANG, "=/start tool_G-017"))["text"]  # his unit's tool
    others = await talk.fill(LUO, "=g-017")  # sees where it is, not whose loan it is
    assert "Lent, due back Fri 11 Dec." in others["text"]
    assert not labels(others)
    await move(talk.play, "2026-12-14 09:00")
    assert "due back Fri 11 Dec. Overdue" in (await talk.fill(ZHANG, "=/start tool_G-017"))["text"]
    assert "no tool G-999" in (await talk.fill(LUO, "=/start tool_G-999"))["text"]
    await person.tap("It is back", message_id=card["id"])
    await talk.settled()
    await talk.fill(LI, "photo", "Hand in")
    assert books.owed(number) == ["recheck"]
    assert "quality has it" in (await talk.fill(LUO, "=/find G-017"))["text"]


@pytest.mark.shows("R41")
async def test_the_owners_print_the_label_and_it_can_be_read(talk: Talk) -> None:
    await talk.fill(ZHANG, "=G-017", "Label")
    sent = await talk[ZHANG].last()
    assert "glue it on G-017" in sent["text"]
    picture = await talk.play.download(sent["media"][0]["url"])
    assert [number_on(code) for code in codes_in(picture)] == ["G-017"]
    assert "Label" not in labels(await talk.fill(LUO, "=G-017"))
    heard = await forged(talk, (LUO,), "t:1:label")
    assert heard == {"The unit that has the tool prints its label, or an administrator."}


@pytest.mark.shows("R41")
async def test_a_photo_of_the_label_answers_which_tool(talk: Talk) -> None:
    await talk.fill(LI, *FORM)
    await talk[LI].send_photo(photo(label("https://t.me/fieldclerk_bot?start=tool_G-022", "qr")))
    await talk.settled()
    asked = (await talk[LI].last())["text"]
    assert "G-022 ECU diagnostic tester" in asked
    assert "What does the customer need it for?" in asked


@pytest.mark.shows("R41")
async def test_an_extension_may_be_refused_and_the_date_stays(books: Books, backstage: Backstage, demo: Demo) -> None:
    number = await lent(backstage)
    await backstage.act(LI, number, "extend", wanted_until="2026-12-18", extension_reason="More to do")
    with pytest.raises(Refused):
        await backstage.act(LI, number, "approve")
    await backstage.act(WANG, number, "no_longer", reason="We need it ourselves")
    assert (books.record(number)["data"]["due_on"], books.owed(number)) == ("2026-12-11", ["return_tool"])
