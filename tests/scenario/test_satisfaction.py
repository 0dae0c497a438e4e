"""R3, T14: after each closed service one tap says how content the customer is; once a year every customer is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import CHEN, LI, LIU, SONG, WANG, WU, ZHANG, ZHAO, ZHOU, Books, Talk, about, labels, only

SERVED = {"customer_id": "FAW", "site_id": "Changchun plant 1", "asker_id": "李伟", "about": "ECU swapped"}


async def closed_resupply(backstage: Backstage) -> str:
    """A resupply of Wu Bin's that was received and determined; its number."""
    number = await backstage.resupply(WU)
    await backstage.act(ZHAO, number, "sign")
    await backstage.act(CHEN, number, "ready_made")
    await backstage.act(ZHOU, number, "ready_bought")
    await backstage.act(LIU, number, "settle", settlement="free")
    await backstage.act(CHEN, number, "ship", carrier="SF Express", waybill_no="SF1")
    await backstage.act(WU, number, "receive", received_qty=5, received_state="good", received_by="Keller")
    await backstage.act(WU, number, "no_action", reason="One-off, solved")
    await backstage.act(SONG, number, "confirm")
    return number


@pytest.mark.shows("R3", "T14")
@in_both_languages
async def test_one_tap_after_a_closed_service(talk: Talk, books: Books, backstage: Backstage) -> None:
    service = await closed_resupply(backstage)
    number = only(books.numbers("satisfaction"))
    assert books.record(number)["origin_id"] == books.record(service)["id"]
    card = await talk.card(WU, number, "5")
    assert labels(card)[:5] == ["5", "4", "3", "2", "1"]
    assert talk.said("SAIC-GM") in card["text"]
    assert "David Keller" in card["text"]  # whom to ask, by the channel that they prefer
    assert service in card["text"]
    assert not [m for m in await talk.heard(SONG, number) if about(m) == number], (
        "who did the last step of the service has nothing to do with it"
    )
    await talk.press(WU, number, "5")
    record = books.record(number)
    assert (record["state"], record["data"]["score"]) == ("done", 5)
    assert len([m for m in await talk.heard(WU, number) if about(m) == number]) == 1  # no second card of it
    assert not books.undelivered()


@pytest.mark.shows("T14")
async def test_a_low_score_asks_for_the_reason(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(LI, "satisfaction", "after_service", **SERVED)
    asked = await talk.press(LI, number, "2")
    assert "Why? Tap a reason or write one." in asked["text"]
    assert books.record(number)["state"] == "open"
    await talk.fill(LI, "Fault came back")
    data = books.record(number)["data"]
    assert (data["score"], data["words"]) == (2, "Fault came back")
    assert books.record(number)["state"] == "done"
    await talk.sees(WANG, number, "The customer gave 2 of 5. Fault came back")
    assert "Score: 2 · Customer's words: Fault came back" in (await talk.card(LI, number))["text"]


@pytest.mark.shows("T14")
async def test_a_reason_can_be_given_with_a_good_score(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(LI, "satisfaction", "after_service", **SERVED)
    await talk.press(LI, number, "With a reason", "5", "=Came within the hour", "Hand in")
    data = books.record(number)["data"]
    assert (data["score"], data["words"]) == (5, "Came within the hour")


@pytest.mark.shows("T14")
async def test_only_who_served_records_the_answer(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(LI, "satisfaction", "after_service", **SERVED)
    with pytest.raises(Exception, match="owes"):
        await backstage.act(LI, number, "surveyed")
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(ZHANG, number, "score_5")
    assert not await talk.heard(ZHANG, number)


@pytest.mark.shows("T14")
async def test_a_job_that_has_its_score_is_not_asked_about_again(books: Books, backstage: Backstage) -> None:
    job = await backstage.reported_job(LI)
    signed: dict[str, Any] = {"signed": True, "signature": 1, "signer": "Zheng", "score": 4}
    await backstage.act(LI, job, "sign_off", **signed)
    await backstage.act(LI, job, "no_action", reason="One-off, solved")
    await backstage.act(WANG, job, "confirm")
    assert books.record(job)["state"] == "done"
    assert not books.numbers("satisfaction")


@pytest.mark.shows("T14")
@in_both_languages
async def test_every_customer_is_asked_once_a_year(talk: Talk, books: Books) -> None:
    await move(talk.play, "2027-11-22 09:00")
    assert not books.numbers("satisfaction")
    await move(talk.play, "2027-11-24 09:00")
    surveys = books.numbers("satisfaction")
    assert len(surveys) == 3  # FAW, SAIC-GM, BYD
    await move(talk.play, "2027-11-25 09:00")
    assert books.numbers("satisfaction") == surveys
    card = await talk.card(LI, surveys[0], "Record the answers")
    assert talk("planned") in card["text"]  # nobody was served
    assert talk.said("FAW Jiefang") in card["text"]
    await talk.press(LI, surveys[0], "Record the answers", "4", "3", "5", "2", "=Prices rose twice", "Hand in")
    data = books.record(surveys[0])["data"]
    assert [data[n] for n in ("quality", "delivery", "service", "price")] == [4, 3, 5, 2]
    assert (data["opinion"], data["year"]) == ("Prices rose twice", "2027")
    assert books.record(surveys[0])["state"] == "done"
    assert data["lowest"] == 2
    shown = await talk.press(WANG, surveys[0], "Details")  # who leads the asker was told of the low score
    assert talk.said("🧭 Corrective or preventive action") in labels(shown)
