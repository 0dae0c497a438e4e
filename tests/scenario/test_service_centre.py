"""R39, R40: a service centre passes on what it hears, sees its own records only, and is verified every year."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.model import Refused
from bot.procedure.kinds import Unreadable
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, SUN, WANG, ZHANG, ZHAO, Books, Talk, labels, only

LUO, XU, SELLER = 1020, 1019, 1010
CENTRE = "Chengdu service centre"
CHECKED: dict[str, Any] = {
    "tools_valid": True, "staff_trained": False, "stock_kept": True, "score": 72, "centre_state": "conditional",
    "any_findings": True, "findings": [{"finding": "No list of stock", "fix_by": "2026-12-18"}],
}  # fmt: skip
INFO = {
    "customer_id": "BYD", "said_by": "Bai Jing", "channel": "phone", "said": "Wants a second set of sensors",
    "stage": "after_sale", "quality_info": False, "urgency": "normal", "received_at": "2026-11-22T08:00:00+00:00",
}  # fmt: skip


async def planned(backstage: Backstage, by: int = WANG) -> str:
    """A verification that quality is to make; its number."""
    return await backstage.open(by, "service_centre", centre_id=CENTRE, verify_by="2026-12-15", occasion="Yearly")


@pytest.mark.shows("R39")
@in_both_languages
async def test_a_centre_is_verified_with_score_and_findings_put_right(talk: Talk, books: Books) -> None:
    await talk.fill(
        WANG, "=/new", "🏢 Service centre verification", CENTRE, "=2026-12-15", "After a complaint", "Hand in"
    )
    number = only(books.numbers("service_centre"))
    await talk.press(
        ZHAO, number, "Record the verification", "Yes", "No", "Yes", "=72", "Authorised on conditions", "Yes",
        "=Two fitters without a valid briefing", "=2027-01-15", "Add another", "=No list of stock", "=2026-12-18",
        "That's all", "Skip", "Hand in",
    )  # fmt: skip
    await talk.sees(SUN, number, talk.tongue.pair(talk("Verification score"), "72"), "No list of stock")
    assert not books.numbers("centre_finding")
    await talk.press(SUN, number, "Approve")
    verified = books.record(number)
    assert (verified["state"], verified["data"]["score"], verified["data"]["centre_state"]) == (
        "done",
        72,
        "conditional",
    )
    briefing, stock = books.numbers("centre_finding")
    await talk.press(LUO, stock, "It is put right", "=List made", "photo", "Hand in")
    await talk.press(ZHAO, stock, "Not put right", "Done in part only")
    assert (books.owed(stock), "fix_proof" in books.record(stock)["data"]) == (["fix"], False)
    await talk.press(LUO, stock, "It is put right", "=All shelves listed", "photo", "Hand in")
    await talk.press(ZHAO, stock, "Confirm")
    assert (books.record(stock)["state"], books.record(briefing)["state"]) == ("done", "open")
    assert books.record(stock)["origin_id"] == verified["id"]


@pytest.mark.shows("R39")
async def test_a_verification_falls_due_every_year(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await planned(backstage)
    await backstage.act(ZHAO, number, "verify", **CHECKED | {"any_findings": False, "findings": None})
    await backstage.act(SUN, number, "approve")
    await talk.sees(LUO, "Your service centre was verified: Authorised on conditions, 72 of 100.")
    await move(talk.play, "2027-11-08 09:00")
    assert len(books.numbers("service_centre")) == 1
    for _ in range(2):  # once, however often one looks
        await move(talk.play, "2027-11-09 09:00")
    yearly = books.numbers("service_centre")[1]
    assert (books.record(yearly)["route"], books.record(yearly)["data"]["verify_by"]) == ("yearly", "2027-11-23")
    await backstage.act(ZHAO, yearly, "verify", **CHECKED | {"any_findings": False, "findings": None})
    await backstage.act(SUN, yearly, "approve")
    assert books.record(yearly)["state"] == "done"


@pytest.mark.shows("R39")
async def test_a_centre_never_verified_falls_due_as_well(talk: Talk, books: Books) -> None:
    await move(talk.play, "2026-11-23 10:00")
    await move(talk.play, "2027-11-10 09:00")
    assert books.record(only(books.numbers("service_centre")))["data"]["verify_by"] == "2027-11-23"


@pytest.mark.shows("R39")
async def test_who_verified_it_does_not_approve_it(books: Books, backstage: Backstage) -> None:
    number = await planned(backstage)
    for outsider in (LUO, LI, WANG):
        with pytest.raises(Refused):
            await backstage.act(outsider, number, "verify", **CHECKED)
    with pytest.raises(Refused):  # no verification without score and state
        await backstage.act(ZHAO, number, "verify", tools_valid=True)
    await backstage.act(SUN, number, "verify", **CHECKED)
    for wrong in (SUN, ZHAO):
        with pytest.raises(Refused):
            await backstage.act(wrong, number, "approve")
    assert "assign" in books.owed(number)  # somebody else is to be named
    with pytest.raises(Refused):
        await planned(backstage, LUO)
    with pytest.raises(Unreadable):  # a department is no service centre
        await backstage.open(WANG, "service_centre", centre_id="Finance", verify_by="2026-12-15", occasion="Yearly")


@pytest.mark.shows("R39")
async def test_a_finding_is_put_right_with_proof_and_confirmed_by_quality(books: Books, backstage: Backstage) -> None:
    number = await planned(backstage)
    await backstage.act(ZHAO, number, "verify", **CHECKED)
    await backstage.act(SUN, number, "approve")
    finding = only(books.numbers("centre_finding"))
    with pytest.raises(Refused):
        await backstage.act(LI, finding, "fix", fixed_how="Done", fix_proof=1)
    with pytest.raises(Refused):
        await backstage.act(LUO, finding, "fix", fixed_how="Done")
    await backstage.act(LUO, finding, "fix", fixed_how="All shelves listed", fix_proof=1)
    with pytest.raises(Refused):
        await backstage.act(LUO, finding, "confirm")
    await backstage.act(SUN, finding, "confirm")
    assert books.record(finding)["state"] == "done"


@pytest.mark.shows("R40")
async def test_people_of_a_centre_see_their_own_records_only(talk: Talk, backstage: Backstage) -> None:
    own = await backstage.part(LUO)
    others = [await backstage.part(LI), await backstage.job(ZHANG), await planned(backstage)]
    others.append(
        await backstage.open(
            LI, "tool_loan", customer_id="FAW", tool_id="G-017", purpose="Bolts", borrower="FAW",
            borrower_person="Zheng", due_on="2026-12-11",
        )
    )  # fmt: skip
    found = (await talk.fill(LUO, "=/find 202611"))["text"]
    assert own in found
    assert not [number for number in others if number in found]
    for number in others:
        assert "not yours to see" in (await talk.fill(LUO, f"={number}"))["text"]
    assert "Nothing waits for you." in (await talk.fill(LUO, "=/work"))["text"]
    mine = (await talk.fill(LUO, "=/mine"))["text"]
    assert own in mine
    assert not [number for number in others if number in mine]
    assert own in (await talk.fill(WANG, f"={own}"))["text"]  # the leader of the unit above sees it


@pytest.mark.shows("R40")
async def test_what_a_centre_hears_reaches_the_unit_with_its_times(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.open(LUO, "customer_info", **INFO)
    await move(talk.play, "2026-11-23 11:00")
    await backstage.act(XU, number, "dispatch", unit_id="Sales company")
    await talk.sees(SELLER, number, "Wants a second set of sensors")
    record = books.record(number)
    (unit,) = books.rows("SELECT kind FROM unit WHERE id = ?", record["unit_id"])
    assert unit["kind"] == "service_centre"
    assert str(record["data"]["received_at"])[:16] == "2026-11-22T08:00"
    assert (str(record["created_at"])[:16], record["data"]["dispatched_at"][:16]) == (
        "2026-11-23 01:00", "2026-11-23T03:00",
    )  # fmt: skip
    assert labels(await talk.card(LUO, number))
