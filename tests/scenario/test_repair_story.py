"""The main job: an engineer repairs something at the customer's, quality takes up what he found, the customer signs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import ALBUM, LI, LIN, PHOTO, SUN, WANG, ZHANG, ZHAO, Books, Done, Talk, labels, only

CALLED = ("=/new", "🛠 On-site job", "Repair", "FAW Jiefang", "=FAW-CC1", "=郑", "=ECM", "=ECU-2045")
FOUND = ("Write the report", "=Resets above 85 degrees", "Product", "=Swapped the controller")

ON_SITE_BY = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # 48 hours after it was opened


async def repair(talk: Talk, books: Books) -> str:
    """A job opened by Li Wei and worked on for an hour, ten minutes of it paused; its number."""
    await talk.fill(LI, *CALLED, "=Engine stalls when warm", "Change urgency", "Urgent", "Hand in")
    number = only(books.numbers("site_job"))
    await talk.press(LI, number, "En route")
    await talk.play.clock(advance="1h")
    await talk.press(LI, number, "On site")
    await talk.press(LI, number, "Start")
    await talk.play.clock(advance="25m")
    await talk.press(LI, number, "Pause")
    await talk.play.clock(advance="10m")
    await talk.press(LI, number, "Resume")
    await talk.play.clock(advance="25m")
    await talk.press(LI, number, "Finish")
    return number


async def report_quality(talk: Talk, number: str) -> None:
    """The report: two parts swapped, an album of photos, solved, and something for quality to know."""
    await talk.press(LI, number, *FOUND)
    await talk.fill(LI, "Yes", "=OLD-1", "=NEW-1", "Yes", ALBUM, "That's all", "Solved", "Yes")
    await talk.fill(LI, "Swapped parts: add another", "=OLD-2", "=NEW-2", "No", "That's all", "Hand in")


@pytest.mark.shows("R1", "R31", "T12", "T13")
@in_both_languages
async def test_a_repair_from_the_call_to_the_signature(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    _check_times(books.record(number)["data"])
    assert books.owed(number) == ["report"]
    await report_quality(talk, number)
    alert = only(books.numbers("quality_alert"))
    _check_report(books, number, alert)
    for person in (ZHAO, SUN):
        assert talk("Register, I take it") in labels(await talk.card(person, alert))
    for person in (ZHANG, WANG, LIN):
        assert not await talk.heard(person, alert)

    signed = ("Yes", PHOTO, "That's all", "=Zheng, head of the workshop", "4", "=Fast help", "Hand in")
    await talk.press(LI, number, "Customer's sign-off", *signed)
    record = books.record(number)
    assert (record["state"], record["data"]["score"]) == ("done", 4)
    assert record["data"]["signer"] == "Zheng, head of the workshop"
    assert len(record["data"]["signature"]) == 1
    assert [item.step for item in books.work(number)] == ["work", "report", "sign_off"]  # the alert determines (R47)
    assert talk("Done") in (await talk.card(LI, number))["text"]
    assert not books.undelivered()


@in_both_languages
async def test_the_engineer_reads_whom_to_ask_for_and_where(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.job(LI)
    (there,) = books.rows(
        "SELECT c.phone, s.address FROM record r JOIN site s ON s.id = r.site_id"
        " JOIN contact c ON c.id = json_extract(r.data, '$.contact_id')"
    )
    card = (await talk.card(LI, number, "On site"))["text"]
    line = next(line for line in card.splitlines() if line.startswith(talk("Contact")))
    assert there["phone"] in line
    assert there["address"] in line


@in_both_languages
async def test_the_limit_is_for_being_on_site_not_for_the_work(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.job(LI)
    asked = (await talk.card(LI, number, "On site"))["text"]
    assert talk("Please {task} {by}.", task=talk("be on site"), by=talk.tongue.by(ON_SITE_BY)) in asked
    await talk.press(LI, number, "On site")
    heard = [len(await talk.heard(person, number)) for person in (LI, WANG, LIN)]
    await move(talk.play, "2026-11-30 17:00")
    assert [len(await talk.heard(person, number)) for person in (LI, WANG, LIN)] == heard
    await talk.press(LI, number, "Start")
    await talk.press(LI, number, "Finish")
    assert books.owed(number) == ["report"]


@pytest.mark.shows("R31", "R44")
@in_both_languages
async def test_a_part_is_applied_for_on_the_jobs_card_once_work_has_begun(talk: Talk, backstage: Backstage) -> None:
    number = await backstage.job(LI)
    part = talk.said("🔩 Warranty part")
    assert part not in labels(await talk.card(LI, number, "On site"))
    await talk.press(LI, number, "Start")
    await talk.press(LI, number, "🔩 Warranty part")
    question = talk("Batch or serial number of the failed part? Type it or send a photo of the label.")
    assert question in (await talk[LI].last())["text"]
    await backstage.act(LI, number, "finish")
    assert part in labels(await talk.card(LI, number, "Write the report"))


def _check_times(kept: dict[str, Any]) -> None:
    """Taken as the buttons were pressed."""
    assert kept["departed_at"] == "2026-11-23T01:00:00+00:00"
    assert kept["arrived_at"] == kept["started_at"] == "2026-11-23T02:00:00+00:00"
    assert kept["finished_at"] == "2026-11-23T03:00:00+00:00"
    assert kept["paused_minutes"] == 10
    assert "paused_at" not in kept


def _check_report(books: Books, number: str, alert: str) -> None:
    """Swapped parts and photos are kept, and quality has what it needs of them."""
    kept, carried = books.record(number), books.record(alert)
    assert kept["data"]["swapped"] == [
        {"old_serial": "OLD-1", "new_serial": "NEW-1", "old_part_kept": True},
        {"old_serial": "OLD-2", "new_serial": "NEW-2", "old_part_kept": False},
    ]
    assert len(kept["data"]["photos"]) == 3
    assert (carried["origin_id"], carried["urgency"]) == (kept["id"], "urgent")
    assert carried["data"]["photos"] == kept["data"]["photos"]
    assert carried["data"]["description"] == "Resets above 85 degrees"


@pytest.mark.shows("R1", "R7", "R8", "R25", "R47")
@in_both_languages
async def test_quality_takes_the_alert_to_its_archive(talk: Talk, books: Books, backstage: Backstage) -> None:
    await backstage.reported_job(LI, quality_info=True)
    alert = only(books.numbers("quality_alert"))
    await talk.press(ZHAO, alert, "Register, I take it", "1 high")
    taken = await talk.card(SUN, alert)
    assert talk("{name} registered and took it", name=talk.said("Zhao Min")) in taken["text"]
    assert labels(taken) == [talk("Details")]
    await talk.press(ZHAO, alert, "Record containment", "=Stock at plant 1 blocked", "=40", "Hand in")
    await talk.press(ZHAO, alert, "Record the causes", "=Cold solder joint", "=Visual check only", "Hand in")
    await talk.press(ZHAO, alert, "Record the handling", "=Batch sorted", "Today", "Hand in")
    await talk.press(ZHAO, alert, "Action needed", "A whole batch is affected")
    await talk.press(ZHAO, alert, "Close and archive")
    record = books.record(alert)
    assert (record["state"], record["retention"]) == ("done", "cpa_3y")
    assert record["data"]["suspect_qty"] == 40
    assert record["data"]["cpa_needed"] is True
    assert record["data"]["cpa_reason"] == talk("A whole batch is affected")
    stages = ("acknowledged_at", "contained_at", "analysed_at", "handled_at")
    assert all(record["data"][stage] for stage in stages)
    assert books.trail(alert) == ["opened", "take", "contain", "analyse", "handle", "action_needed", "close"]
    assert talk("Done") in (await talk.card(LI, alert))["text"]
    assert not books.undelivered()


@pytest.mark.shows("R47", "T12")
async def test_refused_signature_keeps_its_reason_and_the_leader_confirms(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.reported_job(LI)
    refused = ("No", "Nobody there who may sign", "Hand in")
    await talk.press(LI, number, "Customer's sign-off", *refused)
    kept = books.record(number)["data"]
    assert (kept["signed"], kept["refusal_reason"]) == (False, "Nobody there who may sign")
    assert "signature" not in kept
    await talk.press(LI, number, "No action needed", "One-off, solved")
    assert books.owed(number) == ["confirm_determination"]
    asked = await talk.card(WANG, number, "Confirm")
    assert "action needed: No" in asked["text"]
    assert "One-off, solved" in asked["text"]
    await talk.press(WANG, number, "Confirm")
    record = books.record(number)
    assert (record["state"], record["data"]["cpa_needed"]) == ("done", False)
    (later,) = books.numbers("satisfaction")  # nobody was there to give a score
    assert books.record(later)["data"]["asker_id"] == record["data"].get("engineer_id", record["created_by"])
    assert books.work(number)[-2:] == [
        Done("determine", "done", "no_action", "Li Wei"),
        Done("confirm_determination", "done", "confirm", "Wang Fang"),
    ]
    assert not books.numbers("quality_alert")
    assert not books.undelivered()


@pytest.mark.shows("R47")
async def test_returned_determination_is_made_anew_and_nothing_else(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.reported_job(LI)
    await talk.press(LI, number, "Customer's sign-off", "No", "=In a hurry", "Hand in")
    await talk.press(LI, number, "No action needed", "One-off, solved")
    await talk.press(WANG, number, "Return", "=It came up at plant 2 as well")
    assert books.owed(number) == ["determine"]
    asked = await talk.card(LI, number, "Action needed")
    assert "It came up at plant 2 as well" in asked["text"]
    assert "Withdraw" not in labels(asked)
    await talk.press(LI, number, "Action needed", "Same fault came before")
    await talk.press(WANG, number, "Confirm")
    record = books.record(number)
    assert (record["state"], record["data"]["cpa_needed"]) == ("done", True)
    assert record["data"]["cpa_reason"] == "Same fault came before"
    assert [item.step for item in books.work(number)].count("sign_off") == 1
