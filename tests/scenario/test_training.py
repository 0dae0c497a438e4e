"""R12, R28, R42, R43: who goes to a site unbriefed is flagged; a training counts with content and result only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.sandbox.client import RefusedError
from tests.scenario.backstage import JOB, Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, PHOTO, WANG, ZHANG, ZHAO, Books, Done, Talk, labels, only

HAO, SELLER = 1023, 1010  # human resources; sales company
JOB_FOR_ZHANG = (
    "=/new", "🛠 On-site job", "Repair", "FAW Jiefang", "=FAW-CC1", "=郑", "=ACT", "=THR-3301",
    "=Throttle sticks",
)  # fmt: skip
HELD = (
    "Record the training", "Passed", "Today", "=4", "=Throttle adaptation", "Practical test", "=Can adapt it alone",
    "=2027-11-24", "=2026-11-27", PHOTO, "Hand in",
)  # fmt: skip
ACTUATORS = JOB | {"product_id": "ACT", "part_id": "THR-3301"}
COMPLAINT: dict[str, Any] = {
    "customer_id": "FAW", "part_id": "THR-3301", "title": "Broken when fitted", "description": "Clips broken off",
    "found_where": "field", "urgency": "normal",
}  # fmt: skip
WISH: dict[str, Any] = {"topic": "product", "product_id": "ACT", "need": "plan", "needed_by": "2026-12-01"}
PLAN = {"trainer_id": "李伟", "planned_on": "2026-11-23", "place": "Workshop"}
REQUEST = {
    "customer_id": "FAW", "said_by": "Zheng", "channel": "phone", "said": "Please show our people how to swap it",
    "stage": "after_sale", "quality_info": False, "urgency": "normal",
}  # fmt: skip
RECORD: dict[str, Any] = {
    "held_on": "2026-11-23", "hours": 4, "content": "Throttle adaptation", "method": "exam",
    "result": "Two of three passed", "valid_until": "2027-11-23", "check_on": "2026-11-27",
}  # fmt: skip


def id_of(books: Books, name_en: str) -> int:
    return int(only(row["id"] for row in books.rows("SELECT id FROM person WHERE name_en = ?", name_en)))


def briefed(books: Books, number: str) -> list[tuple[str, str]]:
    """Whom a training put into the register, and until when."""
    sql = (
        "SELECT p.name_en, b.valid_until FROM briefing b JOIN person p ON p.id = b.person_id "
        "JOIN record r ON r.id = b.record_id WHERE r.number = ? ORDER BY p.id"
    )
    return [(row["name_en"], row["valid_until"]) for row in books.rows(sql, number)]


async def planned(books: Books, backstage: Backstage, *names: str) -> str:
    """A training for these people that Li Wei agreed to give; its number."""
    trainees = [{"person_id": id_of(books, name)} for name in names]
    number = await backstage.open(WANG, "training", "own_training", **WISH, trainees=trainees)
    await backstage.act(HAO, number, "plan", **PLAN)
    await backstage.act(LI, number, "agree")
    return number


@pytest.mark.shows("R12", "R42")
async def test_a_complaint_leads_to_a_training(talk: Talk, books: Books, backstage: Backstage) -> None:
    alert = await backstage.open(LI, "quality_alert", **COMPLAINT)
    asked = await talk.press(ZHAO, alert, "Details", "🎓 Training of a customer")
    assert "What is to be taught?" in asked["text"]  # whose people is known
    for answer in ("Part replacement", "Actuators", "Complaint", "Skip", "=2026-12-01", "=Zheng, fitter", "That's all"):
        await talk.fill(ZHAO, answer)
    await talk.fill(ZHAO, "Hand in")
    training = books.record(only(books.numbers("training")))
    assert training["origin_id"] == books.record(alert)["id"]


@pytest.mark.shows("R12", "R28", "R43")
@in_both_languages
async def test_who_lacks_a_briefing_is_flagged_and_trained(talk: Talk, books: Books) -> None:
    asked = await talk.fill(WANG, *JOB_FOR_ZHANG)
    zhang = "Zhang Lei · not briefed"
    assert talk.said(zhang) in labels(asked)
    await talk.fill(WANG, zhang)
    assert talk.tongue.dated(date(2026, 11, 3)) in (await talk[WANG].last())["text"]  # who, what, since when
    await talk.fill(WANG, "Hand in")
    job = only(books.numbers("site_job"))
    kept = books.record(job)["data"]
    assert (kept["unbriefed_id"], kept["unbriefed_since"]) == (id_of(books, "Zhang Lei"), "2026-11-03")
    await talk.sees(ZHANG, job, talk.tongue.pair(talk("No valid briefing"), talk.said("Zhang Lei")))

    await talk.press(ZHANG, job, "Details", "🎓 Training of own staff")
    await talk.fill(ZHANG, "Product introduction", "Before a job on site", "=2026-12-01", "Hand in")
    number = only(books.numbers("training"))
    assert books.record(number)["data"]["trainees"] == [{"person_id": kept["unbriefed_id"]}]
    await talk.press(HAO, number, "Plan it", "=李伟", "Today", "Training room", "Hand in")
    await talk.press(LI, number, "I train")
    called = await talk.sees(ZHANG, number, talk.said("Training room"), talk.said("Li Wei"))
    assert talk.tongue.dated(date(2026, 11, 23)) in called["text"]
    await talk.press(LI, number, *HELD)
    assert briefed(books, number) == [("Zhang Lei", "2027-11-24")]
    await talk.fill(WANG, *JOB_FOR_ZHANG)
    assert talk.said(zhang) not in labels(await talk[WANG].last())

    await move(talk.play, "2026-11-27 10:00")
    await talk.press(WANG, number, "Effective", "Watched at work")
    assert books.record(number)["state"] == "done"
    assert [item.by for item in books.work(number)] == ["Hao Lei", "Li Wei", "Li Wei", "Wang Fang"]


@pytest.mark.shows("R12", "R42", "R43")
@in_both_languages
async def test_a_customers_people_are_trained(talk: Talk, books: Books, backstage: Backstage) -> None:
    asked_for = await backstage.open(SELLER, "customer_info", **REQUEST)
    await talk.press(SELLER, asked_for, "Details", "🎓 Training of a customer", "Part replacement", "=ACT")
    await talk.fill(SELLER, "Customer's request", "=KR-77", "=2026-12-01", "=Ren Jun", "That's all", "Hand in")
    number = only(books.numbers("training"))
    linked = books.record(number)  # the customer is known from what was asked
    assert (linked["origin_id"], linked["customer_id"]) == (books.record(asked_for)["id"], 1)
    await talk.press(HAO, number, "Plan it", "=李伟", "Today", "At the customer's", "Hand in")
    await talk.press(LI, number, "I train")
    await talk.press(LI, number, "Record the training", "Passed", "Today", "=6", "=Swap of the throttle")
    await talk.fill(LI, "Written test", "=Swaps it alone", "=2026-12-23", "Skip", "Hand in")
    held = books.record(number)["data"]
    assert (held["basis_no"], held["content"], held["result"]) == (
        "KR-77", "Swap of the throttle", "Swaps it alone",
    )  # fmt: skip
    assert held["guest_attendees"] == [{"name": "Ren Jun", "outcome": "passed"}]
    assert briefed(books, number) == []  # the register is for those whom we send


@pytest.mark.shows("R43")
async def test_without_content_and_result_it_does_not_count(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await planned(books, backstage, "Zhang Lei")
    await talk.press(LI, number, "Record the training", "Passed", "Today", "=4")
    for field in ("Skip", "Hand in"):
        with pytest.raises(RefusedError):
            await talk.fill(LI, field)
    attendees = [{"person_id": id_of(books, "Zhang Lei"), "outcome": "passed"}]
    for left_out in ("content", "result"):
        with pytest.raises(Exception, match="Still missing"):
            await backstage.act(LI, number, "held", attendees=attendees, **RECORD | {left_out: ""})
    assert books.owed(number) == ["hold"]
    assert briefed(books, number) == []


@pytest.mark.shows("R28", "R43")
async def test_only_who_passed_is_briefed_and_only_while_it_has_effect(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await planned(books, backstage, "Zhang Lei", "Luo Cheng")
    outcomes = [("Zhang Lei", "passed"), ("Luo Cheng", "failed")]
    attendees = [{"person_id": id_of(books, name), "outcome": outcome} for name, outcome in outcomes]
    await backstage.act(LI, number, "held", attendees=attendees, **RECORD)
    assert briefed(books, number) == [("Zhang Lei", "2027-11-23")]

    await move(talk.play, "2026-11-27 10:00")
    await talk.press(1015, number, "No effect", "=Adapted none right")  # Wang Fang asked for it: her superior checks
    assert briefed(books, number) == [("Zhang Lei", "2026-11-26")]
    details = await talk.press(WANG, number, "Details")
    assert "🎓 Training of own staff" in labels(details)
    assert "🎓 Training of a customer" not in labels(details)


@pytest.mark.shows("R12")
async def test_only_human_resources_plans_and_only_the_trainer_records(books: Books, backstage: Backstage) -> None:
    trainees = [{"person_id": id_of(books, "Li Wei")}]
    number = await backstage.open(LI, "training", "own_training", **WISH, trainees=trainees)
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(LI, number, "plan", **PLAN)
    await backstage.act(HAO, number, "plan", **PLAN | {"trainer_id": "王芳"})
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(LI, number, "agree")
    await backstage.act(WANG, number, "cannot", reason="Another day, please")
    assert books.owed(number) == ["plan"]
    await backstage.act(HAO, number, "plan", **PLAN | {"trainer_id": "王芳"})
    await backstage.act(WANG, number, "agree")
    attendees = [{"person_id": id_of(books, "Li Wei"), "outcome": "passed"}]
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(LI, number, "held", attendees=attendees, **RECORD)
    await backstage.act(WANG, number, "held", attendees=attendees, **RECORD)
    with pytest.raises(Exception, match="not yours to decide"):  # she trained: the effect is for somebody else
        await backstage.act(WANG, number, "effective", effect_how="Watched")


@pytest.mark.shows("R28")
@in_both_languages
async def test_the_register_tells_who_is_briefed_for_which_product(talk: Talk) -> None:
    shown = (await talk.fill(WANG, "=/briefings"))["text"]
    actuators = shown.split(talk.said("Actuators"))[1].split(talk.said("Wiring harnesses"))[0]
    ran_out = talk("✗ {name}: ran out on {day}", name=talk.said("Zhang Lei"), day=talk.tongue.dated(date(2026, 11, 3)))
    until = talk("✓ {name}: until {day}", name=talk.said("Li Wei"), day=talk.tongue.dated(date(2027, 9, 19)))
    never = talk("○ {name}: not briefed", name=talk.said("Luo Cheng"))
    assert actuators.split("\n")[1:4] == [until, ran_out, never]
    own = await talk.fill(1020, "=/briefings")  # Luo Cheng, of a service centre
    assert talk.said("Li Wei") not in own["text"]
    assert never in own["text"]


@pytest.mark.shows("R28")
async def test_the_flag_follows_who_is_sent(books: Books, backstage: Backstage) -> None:
    own = await backstage.job(LI, **ACTUATORS)
    assert "unbriefed_id" not in books.record(own)["data"]
    own = await backstage.job(1020, **ACTUATORS)  # Luo Cheng was never trained on it
    kept = books.record(own)["data"]
    assert (kept["unbriefed_id"], "unbriefed_since" in kept) == (id_of(books, "Luo Cheng"), False)

    sent = await backstage.open(WANG, "site_job", **ACTUATORS, engineer_id="张磊")
    assert books.record(sent)["data"]["unbriefed_id"] == id_of(books, "Zhang Lei")
    await backstage.act(ZHANG, sent, "decline", reason="Not trained for this product")
    answers = {name: books.record(sent)["data"][name] for name in ACTUATORS}
    await backstage.act(WANG, sent, "resubmit", **answers, engineer_id="李伟")
    assert not {"unbriefed_id", "unbriefed_since"} & set(books.record(sent)["data"])
    assert books.work(sent)[0] == Done("accept", "done", "decline", "Zhang Lei")
