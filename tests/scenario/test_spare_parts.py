"""Spare parts on both routes: who signs before what, what ships when a line stands still, the old part's way back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import (
    CHEN,
    LI,
    LIU,
    SONG,
    SUN,
    WANG,
    WU,
    ZHAO,
    ZHOU,
    Books,
    Done,
    Talk,
    labels,
    only,
)

RESUPPLY = (
    "=/new", "🔩 Resupply for the OEM", "SAIC-GM", "=SGM-WH", "=Keller", "=PRS-0720", "=5", "Short-delivered",
    "=GM-ASN-5521", "Tomorrow",
)  # fmt: skip
SHIPPED = ("Shipped", "SF Express", "=SF1234567890", "Hand in")
ARRIVED = ("Arrived", "=1", "Complete and in good order", "=Zheng", "Hand in")
ALL_ARRIVED = ("Arrived", "=5", *ARRIVED[2:])
PRINTED = {
    "en": ("Mon 23 Nov 2026 09:00", "Tue 24 Nov 2026"),
    "zh_CN": ("2026年11月23日(周一)09:00", "2026年11月24日(周二)"),
}
PREPARING = ["make_ready", "buy_ready", "settle"]


async def prepare(talk: Talk, number: str) -> None:
    """The three confirmations of R37."""
    await talk.press(CHEN, number, "Ready")
    await talk.press(ZHOU, number, "Ready")
    await talk.press(LIU, number, "Settle", "Free of charge (warranty)")


async def until_received(talk: Talk, number: str) -> None:
    """Approved, signed, prepared, shipped and arrived."""
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Sign", "Our fault")
    await prepare(talk, number)
    await talk.press(CHEN, number, *SHIPPED)
    await talk.press(LI, number, *ARRIVED)


async def received(backstage: Backstage) -> str:
    """A warranty part of Li Wei's that has arrived; the old part is still at the customer's. Its number."""
    number = await backstage.part(LI)
    await backstage.act(WANG, number, "approve")
    await backstage.act(ZHAO, number, "sign", finding="ours")
    await backstage.act(CHEN, number, "ready_made")
    await backstage.act(ZHOU, number, "ready_bought")
    await backstage.act(LIU, number, "settle", settlement="free")
    await backstage.act(CHEN, number, "ship", carrier="SF Express", waybill_no="SF1")
    arrived: dict[str, Any] = {"received_qty": 2, "received_state": "good", "received_by": "Zheng"}
    await backstage.act(LI, number, "receive", **arrived)
    return number


async def from_job(talk: Talk, backstage: Backstage) -> str:
    """A warranty part raised from a job; only what the job does not know is asked. The number of the job."""
    swapped = [{"old_serial": "20261018-0337", "new_serial": "20261101-0004", "old_part_kept": True}]
    more: dict[str, Any] = {"parts_swapped": True, "swapped": swapped, "quality_info": True}
    job = await backstage.reported_job(LI, result="temporary", follow_up_on="2026-12-01", **more)
    await talk.press(LI, job, "Details", "🔩 Warranty part")
    await talk.fill(LI, "Yesterday", "Skip", "=42000", "Hand in")
    return job


@pytest.mark.shows("R3", "R44", "T1")
async def test_part_from_a_job_has_filled_in_what_the_job_knows(talk: Talk, books: Books, backstage: Backstage) -> None:
    job = books.record(await from_job(talk, backstage))
    part = books.record(only(books.numbers("spare_part")))
    assert part["origin_id"] == job["id"]
    same = ("customer_id", "site_id", "part_id", "photos", "quality_info")
    assert [part["data"][name] for name in same] == [job["data"][name] for name in same]
    assert part["data"]["receiver_id"] == job["data"]["contact_id"]
    assert part["data"]["receiver_phone"] == "13604310021"
    assert part["data"]["complaint"] == "Resets above 85 degrees"
    assert part["data"]["batch_no"] == "20261018-0337", "of the part that was swapped"
    assert (part["data"]["qty"], part["data"]["reason"]) == (1, "faulty"), "assumed"
    assert len(books.numbers("quality_alert")) == 1  # the job's alert serves the part too


@pytest.mark.shows("R37", "R44", "R45", "R46", "T1", "T2", "T3", "T5", "T7", "T8", "T10", "T11")
@in_both_languages
async def test_warranty_part_walks_to_the_old_parts_analysis(talk: Talk, books: Books, backstage: Backstage) -> None:
    await from_job(talk, backstage)
    number = only(books.numbers("spare_part"))
    await until_received(talk, number)
    await talk.press(LI, number, "Old part sent", "=2", "=T-17", "=SF99", "Hand in")
    settled = await talk.card(LI, number)
    assert f"{talk('arrival')}\u2060⏳{talk.said('Quality')}" in settled["text"]
    assert labels(settled) == [talk.said("Details")], "it is not drawn again, so nothing is pressed on it"
    await talk.press(ZHAO, number, "Old part is here")
    verdict = ("Sub-supplier's fault", "=Cold joint, found by thermal cycling", "=CL-8", "Kept as a sample")
    await talk.press(ZHAO, number, "Record the analysis", *verdict, "Hand in")
    record = books.record(number)
    assert (record["state"], record["data"]["old_part_verdict"]) == ("done", "sub_supplier")
    assert record["data"]["recovery_claim"] == "CL-8"
    assert record["data"]["waybill_no"] == "SF1234567890"
    assert books.work(number) == [
        Done("review", "done", "approve", "Wang Fang"),
        Done("confirm", "done", "sign", "Zhao Min"),
        Done("make_ready", "done", "ready_made", "Chen Gang"),
        Done("buy_ready", "done", "ready_bought", "Zhou Jie"),
        Done("settle", "done", "settle", "Liu Yan"),
        Done("ship", "done", "ship", "Chen Gang"),
        Done("receive", "done", "receive", "Li Wei"),
        Done("send_old", "done", "send_old", "Li Wei"),
        Done("take_in", "done", "take_in", "Zhao Min"),
        Done("analyse_old", "done", "analyse_old", "Zhao Min"),
    ]
    assert not books.undelivered()


@pytest.mark.shows("T1", "T3", "R46")
async def test_warranty_is_computed_and_quality_signs_with_a_verdict(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.part(LI, sold_on="2025-01-31")  # 24 months; it failed in November 2026
    shown = (await talk.card(WANG, number, "Approve"))["text"]
    assert "Warranty: In warranty" in shown
    assert books.record(number)["data"]["warranty_until"] == "2027-01-31"
    assert "Failure description: " in shown  # what the decision is about
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Sign", "Misuse by the customer")
    assert books.owed(number) == ["confirm"]
    await talk.fill(ZHAO, "=Goodwill, agreed with sales", "Hand in")
    kept = books.record(number)["data"]
    assert (kept["finding"], kept["verdict_note"]) == ("misuse", "Goodwill, agreed with sales")
    assert books.owed(number) == PREPARING


@pytest.mark.parametrize(
    ("sold_on", "shown"),
    [
        ("2024-02-29", "Warranty: Outside the warranty"),
        ("2024-02-29", "Warranty until: Sat 28 Feb"),
        (None, "Warranty: Cannot be computed"),
    ],
)
async def test_warranty_that_is_over_or_not_known(
    talk: Talk, backstage: Backstage, sold_on: str | None, shown: str
) -> None:
    number = await backstage.part(LI, sold_on=sold_on, failed_on="2026-11-20")
    assert shown in (await talk.card(WANG, number, "Approve"))["text"]


@pytest.mark.shows("R37")
@in_both_languages
async def test_who_ships_reads_where_it_goes(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.resupply(WU)
    await backstage.act(ZHAO, number, "sign")
    await prepare(talk, number)
    (place,) = books.rows("SELECT address FROM site WHERE code = 'SGM-WH'")
    card = (await talk.card(CHEN, number, "Shipped"))["text"]
    parcel = card.split(talk("Send it to"))[1].splitlines()[0]
    assert "13971550462" in parcel
    assert place["address"] in parcel
    assert "Keller" in parcel
    assert place["address"] in (await talk.press(CHEN, number, "Details"))["text"]


@pytest.mark.shows("T8")
async def test_waiver_that_quality_returns_asks_for_the_old_part_only(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await received(backstage)
    await talk.press(LI, number, "No old part", "Customer keeps it")
    assert books.owed(number) == ["confirm_waiver"]
    await talk.press(ZHAO, number, "Return", "=We need it for the claim")
    assert books.owed(number) == ["send_old"]
    assert "We need it for the claim" in (await talk.card(LI, number, "Old part sent"))["text"]
    await talk.press(LI, number, "Old part sent", "=1", "Lost", "=T-17", "Skip", "Hand in")
    assert books.owed(number) == ["take_in"]
    assert not {"old_part_waived", "waiver_reason"} & books.record(number)["data"].keys()
    assert [item.step for item in books.work(number)].count("ship") == 1


@pytest.mark.shows("T9")
async def test_old_part_that_nobody_can_explain_is_charged(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await received(backstage)
    await move(talk.play, "2026-12-28 09:00")  # owed back within 30 days
    await talk.sees(LI, number, "overdue by")
    await talk.press(LI, number, "No old part", "Lost")
    await talk.press(ZHAO, number, "Charge it", "No reason given")
    kept = books.record(number)["data"]
    assert (kept["waiver_reason"], kept["old_part_charged"], kept["charge_reason"]) == ("Lost", True, "No reason given")
    assert books.owed(number) == ["determine"]


@pytest.mark.shows("R47", "T8")
async def test_waived_old_part_is_not_waited_for_and_the_determination_ends_it(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await received(backstage)
    await talk.press(LI, number, "No old part", "Scrapped on site")
    assert "Scrapped on site" in (await talk.card(ZHAO, number))["text"], "what quality decides by"
    await talk.press(ZHAO, number, "Approve")
    assert books.owed(number) == ["determine"]
    assert books.record(number)["data"]["waiver_reason"] == "Scrapped on site"
    await talk.press(LI, number, "No action needed", "Not a fault of ours")
    assert books.owed(number) == ["confirm_determination"]
    await talk.press(WANG, number, "Confirm")
    assert books.record(number)["state"] == "done"


@pytest.mark.shows("R34", "R35", "R36", "R37")
@in_both_languages
async def test_nothing_is_prepared_before_quality_signs(talk: Talk, books: Books) -> None:
    await talk.fill(WU, *RESUPPLY, "Hand in")
    number = only(books.numbers("spare_part"))
    assert books.owed(number) == ["sign"]
    for person in (CHEN, ZHOU, LIU):
        assert not await talk.heard(person, number)
    await talk.press(ZHAO, number, "Sign")
    assert books.owed(number) == PREPARING
    await prepare(talk, number)
    assert books.owed(number) == ["ship"]
    await talk.press(ZHOU, number, *SHIPPED)
    await talk.press(WU, number, *ALL_ARRIVED)
    await talk.press(WU, number, "No action needed", "Not a fault of ours")
    await talk.press(SONG, number, "Confirm")
    record = books.record(number)
    assert (record["route"], record["state"]) == ("oem_resupply", "done")
    assert record["data"]["signed_at"] <= record["data"]["made_ready_at"] <= record["data"]["shipped_at"]


@pytest.mark.shows("T8", "T10")
@pytest.mark.parametrize(("settlement", "owed"), [("free", "send_old"), ("charged", "determine")])
async def test_failed_part_that_the_oem_gets_free_owes_the_old_one(
    talk: Talk, books: Books, backstage: Backstage, settlement: str, owed: str
) -> None:
    number = await backstage.resupply(WU, reason="faulty", quality_info=False)
    await backstage.act(ZHAO, number, "sign")
    await backstage.act(CHEN, number, "ready_made")
    await backstage.act(ZHOU, number, "ready_bought")
    await backstage.act(LIU, number, "settle", settlement=settlement)
    await backstage.act(CHEN, number, "ship", carrier="SF Express", waybill_no="SF1")
    await backstage.act(WU, number, "receive", received_qty=5, received_state="good", received_by="Keller")
    assert books.owed(number) == [owed]
    if owed == "send_old":
        await talk.press(WU, number, "Old part sent", "=5", "=T-17", "Skip", "Hand in")
        await talk.press(ZHAO, number, "Old part is here")
        await talk.press(ZHAO, number, "Record the analysis", "No trouble found", "=Passed all", "Scrapped", "Hand in")
        assert books.owed(number) == ["determine"]


@pytest.mark.shows("R35", "R38")
async def test_the_notice_names_its_fields_and_who_signed_it(talk: Talk, backstage: Backstage) -> None:
    number = await backstage.resupply(WU)
    await backstage.act(ZHAO, number, "sign")
    await backstage.act(CHEN, number, "ready_made")
    shown = (await talk.press(WU, number, "Details"))["text"]
    for field in (
        "Part: Rail pressure sensor PRS-0720-C", "Quantity: 5", "Needed: tomorrow", "Dispatch place: Wuhan plant",
        "Receiver: David Keller", "OEM information no.: GM-ASN-5521",
    ):  # fmt: skip
        assert field in shown
    assert "today 09:00 · Zhao Min signed\ntoday 09:00 · Chen Gang: ready" in shown


@pytest.mark.shows("R38")
@in_both_languages
async def test_the_notice_is_printed_with_its_signatures(talk: Talk, backstage: Backstage) -> None:
    number = await backstage.resupply(WU, source_no="<b>GM</b> & co")
    await backstage.act(ZHAO, number, "sign")
    await backstage.act(CHEN, number, "ready_made")
    sent = await talk.press(WU, number, "Details", "Print the notice")
    (file,) = sent["media"]
    assert file["file_name"] == f"{number}.html"
    page = (await talk.play.download(file["url"])).decode()
    signed, ready = (
        talk(text, name=talk.said(name))
        for text, name in (("{name} signed", "Zhao Min"), ("{name}: ready", "Chen Gang"))
    )
    today, tomorrow = PRINTED[talk.language]
    for line in (
        f"<h1>{talk('Spare-part notice')}</h1>", f"{talk('Resupply for the OEM')} · {number}",
        f"<th>{talk('Quantity')}</th><td>5</td>", f"<th>{talk('Needed')}</th><td>{tomorrow}</td>",
        "<td>&lt;b&gt;GM&lt;/b&gt; &amp; co</td>", f"<td>{signed}</td><td>{today}</td>", f"<td>{ready}</td>",
        f"<td>{talk('Agreed')}</td>",
        f'<tr class="ink"><th>{talk("purchasing").capitalize()}</th><td></td><td></td></tr>',
    ):  # fmt: skip
        assert line in page


@pytest.mark.shows("T6")
async def test_stopped_line_ships_first_and_the_signature_is_chased(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.resupply(WU, urgency="line_down")
    assert books.owed(number) == ["sign", *PREPARING]
    await prepare(talk, number)
    await talk.press(CHEN, number, *SHIPPED)
    await talk.press(WU, number, *ALL_ARRIVED)
    await talk.press(WU, number, "No action needed", "Not a fault of ours")
    await talk.press(SONG, number, "Confirm")
    assert (books.record(number)["state"], books.owed(number)) == ("open", ["sign"])
    await talk.play.clock(to="2026-11-24T17:40:00+08:00")
    await talk.play.settle(30)
    assert "⏰ Reminder" in (await talk.card(ZHAO, number, "Sign"))["text"]
    await talk.press(ZHAO, number, "Sign")
    assert books.record(number)["state"] == "done"
    assert not books.owed(number)


@pytest.mark.shows("R45", "R46")
async def test_returned_application_is_amended_and_signed_anew(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Return", "Applicant", "Quantity or date is not right", "Hand in")
    assert books.owed(number) == ["amend"]
    assert "Quantity or date is not right" in (await talk.card(LI, number, "Amend and hand in"))["text"]
    await talk.press(LI, number, "Amend and hand in", "Change something", "Quantity", "=4", "Hand in")
    record = books.record(number)
    assert (record["round"], record["data"]["qty"]) == (2, 4)
    assert books.owed(number) == ["review"]  # what was approved before was another quantity
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Sign", "Our fault")
    assert books.owed(number) == PREPARING


async def test_returned_to_the_leader_it_does_not_bother_the_applicant(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.part(LI)
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Return", "Unit leader", "=Is this really ours?", "Hand in")
    assert books.owed(number) == ["review"]
    assert "Is this really ours?" in (await talk.card(WANG, number, "Approve"))["text"]


@pytest.mark.shows("R45")
async def test_rejected_application_ends_with_its_reason(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    await talk.press(WANG, number, "Reject", "Outside the warranty")
    assert (books.record(number)["state"], books.owed(number)) == ("rejected", [])
    shown = await talk.card(LI, number)
    assert "Rejected" in shown["text"]
    assert "Outside the warranty" in shown["text"]
    assert not await talk.heard(ZHAO, number)


async def test_question_stops_the_clock_until_it_is_answered(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    due = "SELECT due_at, paused_at FROM work_item WHERE step = 'review'"
    (before,) = books.rows(due)
    await talk.press(WANG, number, "Ask", "=Which batch?")
    assert books.rows(due)[0]["paused_at"]
    assert labels(await talk.card(WANG, number)) == ["Details"]
    assert "Which batch?" in (await talk.card(LI, number, "Answer"))["text"]
    await talk.play.clock(advance="2h")
    await talk.press(LI, number, "Answer", "=20261018")
    (after,) = books.rows(due)
    assert after["paused_at"] is None
    assert after["due_at"] >= before["due_at"]
    answered = await talk.card(WANG, number, "Approve")
    assert "20261018" in answered["text"]
    await talk.press(WANG, number, "Approve")
    assert books.owed(number) == ["confirm"]


async def test_passed_on_signature_is_the_other_persons_only(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    await talk.press(WANG, number, "Approve")
    await talk.press(ZHAO, number, "Transfer", "=Sun", "=I am at the plant", "Hand in")
    shown = await talk.card(ZHAO, number)
    assert "quality\u2060⏳Sun Hao" in shown["text"]
    assert "Sign" not in labels(shown)
    await talk.press(SUN, number, "Sign", "Our fault")
    signed = [item for item in books.work(number) if item.step == "confirm"]
    assert signed == [
        Done("confirm", "transferred", "transfer", "Zhao Min"),
        Done("confirm", "done", "sign", "Sun Hao"),
    ]
