"""R39: what was agreed with a customer is fulfilled, and verified for its effectiveness by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.model import Refused
from bot.procedure.kinds import Unreadable
from tests.scenario.backstage import Backstage
from tests.scenario.forging import forged, owed
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, LIN, SUN, WANG, ZHAO, Books, Talk, labels, only

SELLER, HE = 1010, 1011
CONTENT = "On site within a day, spare parts in Changchun"
FORM = ("=/new", "📜 Service agreement", "FAW Jiefang", f"={CONTENT}", "=2026-12-01", "=2027-11-30")
DUTY = ("Response time", "=On site within 24 hours", "Sales company", "=2026-12-31", "=2027-03-31")
SERVICE, QUALITY = "After-sale service", "Quality"


def duty(books: Books, unit: str = SERVICE, **other: Any) -> dict[str, Any]:
    (row,) = books.rows("SELECT id FROM unit WHERE name_en = ?", unit)
    known = {"duty_kind": "response", "duty": "On site within 24 hours", "unit_id": row["id"]}
    return known | {"fulfil_by": "2026-12-31", "verify_on": "2027-03-31"} | other


async def agreed(backstage: Backstage, *duties: dict[str, Any]) -> str:
    """An agreement that is in force; its number."""
    number = await backstage.open(
        SELLER, "service_agreement", customer_id="FAW", content=CONTENT, valid_from="2026-12-01", valid_to="2027-11-30",
        duties=list(duties),
    )  # fmt: skip
    await backstage.act(HE, number, "approve")
    await backstage.act(LIN, number, "approve")
    return number


@pytest.mark.shows("R39", "R47")
@in_both_languages
async def test_an_agreement_is_approved_fulfilled_verified_and_ended(talk: Talk, books: Books) -> None:
    await talk.fill(SELLER, *FORM, *DUTY, "That's all", "Skip", "Hand in")
    number = only(books.numbers("service_agreement"))
    await talk.sees(HE, number, CONTENT, "On site within 24 hours")
    await talk.press(HE, number, "Approve")
    assert not books.numbers("agreement_duty")  # nothing is owed before the last approval
    await talk.press(LIN, number, "Approve")
    one = only(books.numbers("agreement_duty"))
    await talk.press(HE, one, "Record the fulfilment", "=Rota of three engineers", "photo", "Hand in")
    await move(talk.play, "2027-03-31 09:30")
    await talk.press(ZHAO, one, "It works", "=Five calls, all within 20 hours", "Hand in")
    verified = books.record(one)
    assert verified["state"] == "done"
    assert {n: verified["data"][n] for n in ("effective", "cpa_needed", "cpa_reason")} == {
        "effective": True, "cpa_needed": False, "cpa_reason": "Five calls, all within 20 hours",
    }  # fmt: skip
    assert [(d.step, d.by) for d in books.work(one)] == [("fulfil", "He Jun"), ("verify", "Zhao Min")]
    assert books.record(number)["data"]["duties_verified"] == 1
    await move(talk.play, "2027-11-30 09:30")
    await talk.press(SELLER, number, "End the agreement", "Renewed as it is")
    assert books.record(number)["state"] == "done"
    assert books.record(one)["origin_id"] == books.record(number)["id"]


@pytest.mark.shows("R39")
async def test_no_agreement_ends_while_a_duty_lacks_its_verification(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    """Rule 8 of section 1.4: it is a finding."""
    number = await agreed(backstage, duty(books), duty(books, duty="Two visits a year", duty_kind="visits"))
    first, second = books.numbers("agreement_duty")
    with pytest.raises(Refused) as early:
        await backstage.act(SELLER, number, "end", result="Not renewed")
    assert early.value.msgid == "You will be asked for this {moment}."
    await backstage.act(LI, first, "fulfil", done="Rota", proof=1)
    await move(talk.play, "2027-03-31 09:30")
    await backstage.act(ZHAO, first, "effective", verified_how="Five calls, all in time")
    assert "findings" not in books.record(number)["data"]
    await move(talk.play, "2027-04-01 09:30")
    assert books.record(number)["data"]["findings"] == 1
    review = books.record(books.numbers("review")[-1])["data"]  # of March
    assert (review["period"], review["unverified"]) == ("2027-03", 1)
    for who in (SELLER, LIN):
        await talk.sees(who, second, "that is a finding. Next: ")
    await move(talk.play, "2027-11-30 09:30")
    card = await talk.fill(SELLER, "=/work", "Handle 1")
    assert "Finding: duties not verified in time: 1" in card["text"]
    told = await talk.fill(SELLER, "End the agreement", "Not renewed")
    assert f"Not verified yet: {second}." in told["text"]
    with pytest.raises(Refused):
        await backstage.act(SELLER, number, "end", result="Not renewed")
    assert books.record(number)["state"] == "open"
    await backstage.act(LI, second, "fulfil", done="Both visits made", proof=2)
    await backstage.act(SUN, second, "effective", verified_how="Both reports read")
    assert "findings" not in books.record(number)["data"]
    await backstage.act(SELLER, number, "end", result="Not renewed")
    assert books.record(number)["state"] == "done"


@pytest.mark.shows("R39")
async def test_somebody_other_verifies_and_not_before_the_day(books: Books, backstage: Backstage, talk: Talk) -> None:
    await agreed(backstage, duty(books, QUALITY))
    one = only(books.numbers("agreement_duty"))
    with pytest.raises(Refused):
        await backstage.act(LI, one, "fulfil", done="Not mine", proof=1)
    with pytest.raises(Refused):  # without its proof it is not fulfilled
        await backstage.act(ZHAO, one, "fulfil", done="Procedure written")
    await backstage.act(ZHAO, one, "fulfil", done="Procedure written", proof=1)
    with pytest.raises(Refused):
        await backstage.act(SUN, one, "effective", verified_how="Looks good")
    await move(talk.play, "2027-03-31 09:30")
    with pytest.raises(Refused):  # who fulfilled it does not verify it
        await backstage.act(ZHAO, one, "effective", verified_how="I did it well")
    assert one not in "".join(m["text"] for m in await talk[ZHAO].messages() if "It works" in labels(m))
    await backstage.act(SUN, one, "effective", verified_how="Used in all five calls")
    assert books.record(one)["state"] == "done"


@pytest.mark.shows("R39")
async def test_made_up_presses_verify_and_end_nothing(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await agreed(backstage, duty(books))
    one = only(books.numbers("agreement_duty"))
    heard = await forged(talk, (SELLER, LI, LIN), f"{owed(books, number)}:end")
    await backstage.act(LI, one, "fulfil", done="Rota", proof=1)
    heard |= await forged(talk, (LI, SUN), f"{owed(books, one)}:effective")
    assert not books.rows("SELECT id FROM draft")
    assert {books.record(n)["state"] for n in (number, one)} == {"open"}
    assert any(said.startswith("You will be asked for this") for said in heard)


@pytest.mark.shows("R39", "R48")
async def test_a_duty_that_does_not_work_opens_an_action(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await agreed(backstage, duty(books))
    one = only(books.numbers("agreement_duty"))
    await backstage.act(LI, one, "fulfil", done="Rota", proof=1)
    await move(talk.play, "2027-03-31 09:30")
    await talk.fill(SUN, "=/work", "Handle 1", "It does not work", "=Two calls took three days", "Hand in")
    action = books.record(only(books.numbers("cpa")))
    assert (action["origin_id"], action["data"]["trigger"]) == (books.record(one)["id"], "Two calls took three days")
    assert books.record(one)["data"]["cpa_needed"] is True
    assert action["data"]["title"] == "On site within 24 hours"
    assert action["data"]["clock_at"] == books.record(one)["data"]["verified_at"]  # not when the duty was agreed
    for told in (SELLER, LI):
        await talk.sees(told, one, "Verified: it does not work. Two calls took three days")
    assert books.record(number)["data"]["duties_verified"] == 1


@pytest.mark.shows("R39")
async def test_a_duty_to_be_verified_on_a_sunday_is_verified_on_monday(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await agreed(backstage, duty(books, verify_on="2027-01-17"))
    one = only(books.numbers("agreement_duty"))
    await backstage.act(LI, one, "fulfil", done="Rota", proof=1)
    assert "effectiveness\u2060○ Mon 18 Jan 2027" in (await talk.card(SELLER, one))["text"]
    await move(talk.play, "2027-01-18 09:30")
    assert "Please verify the effectiveness by 17:30 today." in (await talk.card(ZHAO, one, "It works"))["text"]
    assert "findings" not in books.record(number)["data"]


@pytest.mark.shows("R39")
async def test_what_goes_on_for_years_is_verified_again(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await agreed(backstage, duty(books))
    one = only(books.numbers("agreement_duty"))
    await backstage.act(LI, one, "fulfil", done="Rota", proof=1)
    await move(talk.play, "2027-03-31 09:30")
    asked = await talk.press(ZHAO, one, "It works so far", "=All five in time", "=2027-12-31")
    assert "The agreement ends on Tue 30 Nov." in asked["text"]
    await talk.fill(ZHAO, "=2027-09-30", "Hand in")
    assert (books.owed(one), books.record(one)["data"]["verify_on"]) == (["verify"], "2027-09-30")
    with pytest.raises(Refused):
        await backstage.act(SUN, one, "effective", verified_how="Too early")
    await move(talk.play, "2027-09-30 09:30")
    counted = books.record(number)["data"]
    assert (counted["duties_verified"], "findings" in counted) == (1, False)
    await backstage.act(SUN, one, "effective", verified_how="All nine in time")
    assert books.trail(one) == ["opened", "fulfil", "effective_again", "effective"]


@pytest.mark.shows("R39")
async def test_dates_fit_and_units_are_at_work(talk: Talk, books: Books, backstage: Backstage) -> None:
    asked = await talk.fill(SELLER, *FORM[:-1], "=2026-11-30")
    assert "It begins on Tue 1 Dec." in asked["text"]
    asked = await talk.fill(SELLER, FORM[-1], *DUTY[:3], "=2027-12-31")
    assert "The agreement ends on Tue 30 Nov 2027." in asked["text"]
    asked = await talk.fill(SELLER, "=2026-12-31", "=2026-12-15")
    assert "It is to be fulfilled by Thu 31 Dec." in asked["text"]
    assert labels(asked)[:4] == ["Mon 1 Feb 2027", "Mon 1 Mar 2027", "Wed 31 Mar 2027", "Tue 29 Jun 2027"]
    for wrong in ({"verify_on": "2026-12-01"}, {"fulfil_by": "2028-01-01"}, {"verify_on": "2028-01-01"}):
        with pytest.raises(Unreadable):
            await agreed(backstage, duty(books, **wrong))


@pytest.mark.shows("R39")
async def test_the_leader_and_then_the_management_representative_approve(books: Books, backstage: Backstage) -> None:
    with pytest.raises(Refused):
        await backstage.open(ZHAO, "service_agreement", customer_id="FAW")
    number = await backstage.open(
        WANG, "service_agreement", customer_id="FAW", content=CONTENT, valid_from="2026-12-01", valid_to="2027-11-30",
        duties=[duty(books)],
    )  # fmt: skip
    for wrong in (WANG, LIN):
        with pytest.raises(Refused):
            await backstage.act(wrong, number, "approve")
    assert books.owed(number) == ["review"]


@pytest.mark.shows("R39")
async def test_an_agreement_ends_early_and_its_open_duties_with_it(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await agreed(backstage, duty(books), duty(books, QUALITY, duty="Two visits a year", duty_kind="visits"))
    first, second = books.numbers("agreement_duty")
    await backstage.act(LI, first, "fulfil", done="Rota", proof=1)
    ending = ("Details", "📜 Early end of an agreement", "The customer terminates it", "Hand in")
    await talk.press(SELLER, number, *ending)
    end = books.numbers("service_agreement")[-1]
    refused = await talk.fill(SELLER, f"=/find {number}", "Show 1", *ending)
    assert f"{end} asks for its end already." in refused["text"]
    await talk.press(HE, end, "Approve")
    assert books.record(number)["state"] == "open"  # two have agreed on it, two release from it
    await talk.press(LIN, end, "Approve")
    await move(talk.play, "2026-11-23 10:00")
    over = books.record(number)
    assert (over["state"], over["data"]["result"], books.owed(number)) == ("done", "The customer terminates it", [])
    assert [books.record(n)["state"] for n in (first, second)] == ["withdrawn", "withdrawn"]
    assert {books.trail(n)[-1] for n in (number, first, second)} == {"ended_early"}
    await talk.sees(ZHAO, second, "The agreement ends early (The customer terminates it)")
    await move(talk.play, "2027-04-01 09:30")
    assert "findings" not in books.record(number)["data"]  # what has ended is not verified any more


@pytest.mark.shows("R39")
async def test_who_does_not_hold_an_agreement_does_not_end_it(books: Books, backstage: Backstage) -> None:
    number = await agreed(backstage, duty(books))
    with pytest.raises(Refused) as refused:  # by a press that was made up, from nowhere
        await backstage.open(SELLER, "service_agreement", "early_end", customer_id="FAW", reason="Costs too much")
    assert "start from there" in refused.value.msgid
    assert books.numbers("service_agreement") == [number]
