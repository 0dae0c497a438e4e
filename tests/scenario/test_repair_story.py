"""The main job: an engineer repairs something at the customer's, quality takes up what he found, the customer signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.client import Player
from tests.scenario.talk import ALBUM, LI, LIN, PHOTO, SUN, WANG, ZHANG, ZHAO, Books, Done, Talk, labels, only

CALLED = ("=/new", "🛠 On-site job", "Repair", "FAW Jiefang", "=长春", "=郑", "=ECM", "=ECU-2045")
FOUND = ("Write the report", "=Resets above 85 degrees", "Product", "=Swapped the controller")


@pytest.fixture
async def talk(play: Player) -> Talk:
    talk = Talk(play)
    await talk.english(LI, WANG, ZHAO, SUN)
    return talk


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


async def repair(talk: Talk, books: Books) -> str:
    """A job opened by Li Wei and worked on for an hour, ten minutes of it paused; its number."""
    await talk.fill(LI, *CALLED, "=Engine stalls when warm", "Urgent", "Hand in")
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
    await talk.fill(LI, "Yes", "=OLD-1", "=NEW-1", "Yes", "Add another", "=OLD-2", "=NEW-2", "No", "That's all")
    await talk.fill(LI, ALBUM, "That's all", "Solved", "Yes", "Hand in")


async def report_plain(talk: Talk, number: str) -> None:
    """The report: no parts swapped, one photo, solved, nothing for quality."""
    await talk.press(LI, number, *FOUND, "No", PHOTO, "That's all", "Solved", "No", "Hand in")


async def test_times_are_kept_as_the_buttons_are_pressed(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    kept = books.record(number)["data"]
    assert kept["departed_at"] == "2026-11-23T01:00:00+00:00"
    assert kept["arrived_at"] == kept["started_at"] == "2026-11-23T02:00:00+00:00"
    assert kept["finished_at"] == "2026-11-23T03:00:00+00:00"
    assert kept["paused_minutes"] == 10
    assert "paused_at" not in kept
    assert books.owed(number) == ["report"]


async def test_report_keeps_swapped_parts_and_photos_and_alerts_quality_only(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    await report_quality(talk, number)
    kept = books.record(number)["data"]
    assert kept["swapped"] == [
        {"old_serial": "OLD-1", "new_serial": "NEW-1", "old_part_kept": True},
        {"old_serial": "OLD-2", "new_serial": "NEW-2", "old_part_kept": False},
    ]
    assert len(kept["photos"]) == 3
    alert = only(books.numbers("quality_alert"))
    carried = books.record(alert)
    assert carried["origin_id"] == books.record(number)["id"]
    assert carried["urgency"] == "urgent"
    assert carried["data"]["photos"] == kept["photos"]
    assert carried["data"]["description"] == "Resets above 85 degrees"
    for person in (ZHAO, SUN):
        assert "Register, I take it" in labels(await talk.card(person, alert))
    for person in (ZHANG, WANG, LIN):
        assert not await talk.heard(person, alert)


async def test_quality_takes_the_alert_to_its_archive(talk: Talk, books: Books) -> None:
    await report_quality(talk, await repair(talk, books))
    alert = only(books.numbers("quality_alert"))
    await talk.press(ZHAO, alert, "Register, I take it", "1 high")
    taken = await talk.card(SUN, alert)
    assert "Zhao Min registered and took it" in taken["text"]
    assert labels(taken) == ["Details"]
    await talk.press(ZHAO, alert, "Record containment", "=Stock at plant 1 blocked", "=40", "Hand in")
    await talk.press(ZHAO, alert, "Record the causes", "=Cold solder joint", "=Visual check only", "Hand in")
    await talk.press(ZHAO, alert, "Record the handling", "=Batch sorted", "Today", "Hand in")
    await talk.press(ZHAO, alert, "Action needed", "A whole batch is affected")
    await talk.press(ZHAO, alert, "Close and archive")
    record = books.record(alert)
    assert (record["state"], record["retention"]) == ("done", "cpa_3y")
    assert record["data"]["suspect_qty"] == 40
    assert record["data"]["cpa_needed"] is True
    assert record["data"]["cpa_reason"] == "A whole batch is affected"
    stages = ("acknowledged_at", "contained_at", "analysed_at", "handled_at")
    assert all(record["data"][stage] for stage in stages)
    assert books.trail(alert) == ["opened", "take", "contain", "analyse", "handle", "action_needed", "close"]
    assert "Done" in (await talk.card(LI, alert))["text"]
    assert not books.undelivered()


async def test_customer_signs_and_a_quality_case_needs_no_second_determination(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    await report_quality(talk, number)
    signed = ("Yes", PHOTO, "That's all", "=Zheng, head of the workshop", "4", "=Fast help", "Hand in")
    await talk.press(LI, number, "Customer's sign-off", *signed)
    record = books.record(number)
    assert record["state"] == "done"
    assert record["data"]["signer"] == "Zheng, head of the workshop"
    assert record["data"]["score"] == 4
    assert len(record["data"]["signature"]) == 1
    assert [item.step for item in books.work(number)] == ["work", "report", "sign_off"]
    assert "Done" in (await talk.card(LI, number))["text"]


async def test_refused_signature_keeps_its_reason_and_the_leader_confirms(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    await report_plain(talk, number)
    refused = ("No", "Nobody there who may sign", "3", "Skip", "Hand in")
    await talk.press(LI, number, "Customer's sign-off", *refused)
    kept = books.record(number)["data"]
    assert (kept["signed"], kept["refusal_reason"]) == (False, "Nobody there who may sign")
    assert "signature" not in kept
    await talk.press(LI, number, "No action needed", "One-off, solved")
    assert books.owed(number) == ["confirm_determination"]
    await talk.press(WANG, number, "Confirm")
    record = books.record(number)
    assert (record["state"], record["data"]["cpa_needed"]) == ("done", False)
    assert books.work(number)[-2:] == [
        Done("determine", "done", "no_action", "Li Wei"),
        Done("confirm_determination", "done", "confirm", "Wang Fang"),
    ]
    assert not books.numbers("quality_alert")
    assert not books.undelivered()


async def test_returned_determination_is_made_anew_and_nothing_else(talk: Talk, books: Books) -> None:
    number = await repair(talk, books)
    await report_plain(talk, number)
    await talk.press(LI, number, "Customer's sign-off", "No", "=In a hurry", "5", "Skip", "Hand in")
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
