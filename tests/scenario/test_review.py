"""R50, T16: what was done is looked at every month and every year, and what is found becomes an action."""

from __future__ import annotations

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, LIN, SUN, WANG, ZHAO, Books, Talk, only

MONTH_IS_OVER = "2026-12-01 09:00"


async def november(backstage: Backstage, *, signed: bool = True) -> None:
    """Two jobs with the same fault, one of them signed by a content customer, and an application that waits."""
    for result in ("solved", "temporary"):
        later = {"follow_up_on": "2026-12-10"} if result == "temporary" else {}
        job = await backstage.reported_job(LI, result=result, failure_code="P0606", **later)
        if signed and result == "solved":
            score = {"signed": True, "signature": 1, "signer": "Zheng", "score": 4}
            await backstage.act(LI, job, "sign_off", **score)
    await backstage.part(LI)


@pytest.mark.shows("R50", "T16")
@in_both_languages
async def test_month_is_reviewed_and_a_finding_becomes_an_action(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    await november(backstage)
    await move(talk.play, "2026-11-30 17:00")
    assert not books.numbers("review")
    await move(talk.play, MONTH_IS_OVER)
    number = only(books.numbers("review"))
    data = books.record(number)["data"]
    assert (data["period"], data["until"]) == ("2026-11", "2026-11-30")
    assert (data["first_time_fix"], data["satisfaction"], data["opened"]) == ("1/2 (50%)", "4.0/5 (n=1)", 3)
    assert [(r["failure"], r["times"]) for r in data["repeats"]] == [("P0606", 2)]
    assert data["overdue_units"] == [{"unit_id": data["overdue_units"][0]["unit_id"], "overdue": data["overdue"]}]

    card = await talk.card(SUN, number, "Record the findings")
    assert talk.tongue.pair(talk("First-time fix"), "1/2 (50%)") in card["text"]
    waiting = (await talk.fill(SUN, "=/work"))["text"]
    assert all(talk.tongue.period("2026-11") in text for text in (card["text"], waiting)), "which month it is about"
    finding = ("=P0606 came twice at plant 1", "Yes", "Add another")
    remark = ("=Applications wait too long", "No", "That's all")
    await talk.press(SUN, number, "Record the findings", "Getting worse", "Yes", *finding, *remark, "Hand in")
    assert not books.numbers("cpa")  # nothing begins before it is approved
    await talk.press(LIN, number, "Approve the review")
    assert books.record(number)["state"] == "done"
    action = books.record(only(books.numbers("cpa")))
    assert (action["data"]["title"], action["data"]["action_type"]) == ("P0606 came twice at plant 1", "improvement")
    assert action["origin_id"] == books.record(number)["id"]
    await talk.card(SUN, action["number"], "Name the team")
    assert not books.undelivered()


@pytest.mark.shows("R50")
async def test_review_is_opened_once_and_returned_for_what_is_missing(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    await november(backstage, signed=False)
    await move(talk.play, MONTH_IS_OVER)
    await move(talk.play, "2026-12-02 09:00")
    number = only(books.numbers("review"))
    assert "satisfaction" not in books.record(number)["data"]  # nobody was asked: no figure is better than 0
    for other in (LI, WANG, ZHAO, LIN):
        assert not await talk.heard(other, number)
        with pytest.raises(Exception, match="not yours to decide"):
            await backstage.act(other, number, "record_findings", conclusion="All well", found=False)
    await backstage.act(SUN, number, "record_findings", conclusion="Nothing striking", found=False)
    with pytest.raises(Exception, match="own request"):
        await backstage.act(SUN, number, "approve")
    await talk.press(LIN, number, "Return", "An action is missing")
    assert "An action is missing" in (await talk.card(SUN, number, "Record the findings"))["text"]
    assert books.owed(number) == ["findings"]


@pytest.mark.shows("R50", "T16")
async def test_year_is_reviewed_too_and_a_time_without_records_is_not(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    await move(talk.play, MONTH_IS_OVER)
    assert not books.numbers("review")
    await november(backstage)
    await move(talk.play, "2027-01-04 09:00")
    found = books.rows("SELECT route, data FROM record WHERE kind = 'review' ORDER BY id")
    assert [row["route"] for row in found] == ["monthly", "yearly"]
    assert '"period": "2026-12"' in found[0]["data"]
    assert '"period": "2026"' in found[1]["data"]
