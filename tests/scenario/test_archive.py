"""R49, R51, T16: what is closed stays as it is, is kept by the longest rule, and goes only by an approved disposal."""

from __future__ import annotations

from datetime import date

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.forging import forged
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, LIN, SUN, WANG, ZHAO, Books, Talk, labels, only

THREE_YEARS_ON = "2029-11-26 09:00"
SIGNED = {"signed": True, "signature": 1, "signer": "Zheng", "score": 4}


async def archived(backstage: Backstage) -> str:
    """A repair of Li Wei's, done, signed and determined; its number."""
    job = await backstage.reported_job(LI)
    await backstage.act(LI, job, "sign_off", **SIGNED)
    await backstage.act(LI, job, "no_action", reason="One-off, solved")
    await backstage.act(WANG, job, "confirm")
    return job


@pytest.mark.shows("R49", "R51", "T16")
@in_both_languages
async def test_what_is_past_its_date_goes_by_an_approved_disposal(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    job = await archived(backstage)
    assert (books.record(job)["retention"], books.record(job)["keep_until"]) == ("service_3y", "2029-11-23")
    details = await talk.press(LI, job, "Details")
    until = talk.tongue.dated(date(2029, 11, 23))
    assert talk("Kept until {day} ({label})", day=until, label=talk("Service, 3 years")) in details["text"]

    await talk.fill(ZHAO, "=/new", "🗄 Disposal of records", "No paper copies", "Hand in")
    await talk.sees(ZHAO, talk("No record is past its date. There is nothing to dispose of."))
    assert not books.numbers("disposal")
    await move(talk.play, THREE_YEARS_ON)
    await talk.fill(ZHAO, "=/new", "🗄 Disposal of records", "Go on", "Hand in")
    number = only(books.numbers("disposal"))
    card = await talk.card(ZHAO, number, "The list is right")
    assert talk("Service, 3 years") in card["text"]
    assert job in (await talk.press(ZHAO, number, "Details"))["text"]
    await talk.fill(ZHAO, "‹ Back")
    await talk.press(ZHAO, number, "The list is right")
    assert books.record(job)["data"]
    await talk.press(LIN, number, "Approve the disposal")

    gone = books.record(job)
    assert (gone["data"], gone["title"], gone["search"], gone["customer_id"]) == ({}, "", "", None)
    assert (gone["retention"], gone["keep_until"], gone["closed_at"][:10]) == ("service_3y", "2029-11-23", "2026-11-23")
    assert gone["disposed_in"] == books.record(number)["id"]
    assert "disposed" in books.trail(job)
    shown = await talk.fill(LI, f"=/find {job}")
    assert "Stalls when warm" not in shown["text"]
    assert not books.undelivered()


@pytest.mark.shows("R51")
async def test_a_legal_hold_is_placed_from_the_details_and_spares_the_record(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    job = await archived(backstage)
    await talk.fill(SUN, f"={job}")
    await talk.press(SUN, job, "Details", "🔒 Legal hold", "Lawsuit")
    hold = only(books.numbers("legal_hold"))
    assert books.record(job)["held_by"] == books.record(hold)["id"]
    assert books.record(hold)["state"] == "done"
    card = await talk.fill(WANG, f"={job}")
    assert f"🔒 Legal hold: {hold}" in card["text"]
    details = await talk.press(WANG, job, "Details")
    assert "Sun Hao placed it under a legal hold (Lawsuit)" in details["text"]
    assert "🔒 Lift the legal hold" not in labels(details)

    await move(talk.play, THREE_YEARS_ON)
    with pytest.raises(Exception, match="No record is past its date"):
        await backstage.open(ZHAO, "disposal", papers="No paper copies")
    await talk.fill(LIN, f"={job}")
    await talk.press(LIN, job, "Details", "🔒 Lift the legal hold", "The matter is settled")
    assert books.record(job)["held_by"] is None
    await backstage.open(ZHAO, "disposal", papers="No paper copies")
    assert books.trail(job)[-2:] == ["held", "hold_lifted"]


@pytest.mark.shows("R49")
async def test_nothing_said_or_pressed_changes_what_is_archived(talk: Talk, books: Books, backstage: Backstage) -> None:
    job = await archived(backstage)
    before = books.record(job)
    items = books.rows("SELECT id, version, outcome FROM work_item")
    presses = [f"w:{item['id']}:{item['version']}:{item['outcome']}" for item in items]
    answers = await forged(talk, (LI, WANG), *presses)
    assert all(answer.endswith("Nothing left to do.") for answer in answers), answers
    refused = await forged(talk, (LI,), f"r:{before['id']}:withdraw", f"r:{before['id']}:urge")
    assert not refused & {"Withdrawn.", "Urged."}
    card = await talk.fill(LI, f"={job}")
    await talk[LI].say("One more thing", reply_to=card["id"])
    await talk.settled()
    await talk.sees(LI, f"{job} is closed: nothing can be added to it.")
    after = books.record(job)
    assert {**after, "version": 0, "updated_at": ""} == {**before, "version": 0, "updated_at": ""}
