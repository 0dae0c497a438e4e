"""R22 to R27, R40: what a customer tells us is kept as it came, goes to whom it concerns, and is answered in time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.model import Actor, Refused
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import CHEN, LI, LIN, SONG, SUN, ZHAO, Books, Talk, labels, only, picture

XU, GAO, HUANG, LUO, MA, JIANG = 1019, 1013, 1010, 1020, 1007, 1017
ZHENG = "Zheng Guoqiang · final assembly manager"
DRAWING = "Please send us the packaging drawing of the ECU"
SUNDAY = int(datetime(2026, 11, 22, 21, 15, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
INFO = {
    "customer_id": "FAW", "said_by": "Zheng", "channel": "phone", "said": DRAWING, "stage": "in_sale",
    "quality_info": False, "urgency": "normal",
}  # fmt: skip


async def at_the_unit(backstage: Backstage, **changes: object) -> str:
    """Information that market development is to acknowledge; its number."""
    number = await backstage.open(HUANG, "customer_info", **INFO | changes)
    await backstage.act(XU, number, "dispatch", unit_id="Market development")
    return number


def due(books: Books, number: str) -> dict[str, tuple[str, str]]:
    """By which rule and until when each step was due."""
    sql = "SELECT w.* FROM work_item w JOIN record r ON r.id = w.record_id WHERE r.number = ?"
    return {row["step"]: (row["deadline_rule"], str(row["due_at"])[:16]) for row in books.rows(sql, number)}


@pytest.mark.shows("R2", "R6", "R8", "R22", "R23", "R24", "R26", "R47")
@in_both_languages
async def test_from_the_call_to_the_answer(talk: Talk, books: Books) -> None:
    name = talk.said
    await talk.fill(
        HUANG, "=/new", "💬 Customer information", "FAW Jiefang", ZHENG, "Phone", "1 hour ago", f"={DRAWING}",
        "In-sale", "No", "More details (optional)", "What came with it",
    )  # fmt: skip
    await talk[HUANG].send_voice(b"OggS call")
    await talk.settled()
    await talk.fill(HUANG, "That's all", "Hand in")
    number = only(books.numbers("customer_info"))
    data = books.record(number)["data"]
    assert (data["received_at"], data["channel"], data["stage"]) == ("2026-11-23T00:00:00+00:00", "phone", "in_sale")
    assert [row["kind"] for row in books.rows("SELECT kind FROM file WHERE id = ?", *data["evidence"])] == ["voice"]

    await talk.press(XU, number, "Dispatch", "Research institute", "Hand in")
    asked = await talk.card(SONG, number, "Customer knows, I take it")
    assert name("Zheng Guoqiang") in asked["text"]  # whom to tell, and how (R23)
    assert DRAWING in asked["text"]
    await talk.press(SONG, number, "Customer knows, I take it")
    await talk.press(
        SONG, number, "Record the answer", "=Version 3 is in force", "=Sent version 3", "=You have it in your mail",
        ZHENG, "E-mail", "Hand in",
    )  # fmt: skip
    await talk.press(HUANG, number, "No action needed", "One-off, solved")
    await talk.press(1011, number, "Confirm")

    record = books.record(number)
    assert (record["state"], record["retention"], record["data"]["cpa_needed"]) == ("done", "service_3y", False)
    assert [(w.step, w.by) for w in books.work(number)] == [
        ("dispatch", "Xu Rui"), ("acknowledge", "Song Ke"), ("reply", "Song Ke"), ("determine", "Huang Ling"),
        ("confirm_determination", "He Jun"),
    ]  # fmt: skip
    assert books.undelivered() == []


@pytest.mark.shows("R24")
async def test_the_clocks_run_from_when_it_was_received(books: Books, backstage: Backstage) -> None:
    received = "2026-11-22T23:00:00+00:00"  # 07:00 in Changchun, two hours before it is written down
    number = await at_the_unit(backstage, received_at=received)
    urgent = await at_the_unit(backstage, received_at=received, urgency="urgent")
    await backstage.act(GAO, number, "acknowledge")

    assert due(books, number)["acknowledge"] == ("acknowledge_customer:24h", "2026-11-23 23:00")
    assert due(books, urgent)["acknowledge"] == ("acknowledge_customer.urgent:2h", "2026-11-23 01:00")
    assert due(books, number)["reply"] == ("answer_customer:3wd", "2026-11-26 09:30")


@pytest.mark.shows("R13", "R24")
async def test_the_answer_is_due_as_agreed_with_the_customer(books: Books, backstage: Backstage) -> None:
    terms = {"customer_id": "FAW", "change": "New terms", "answer_days": 5}
    change = await backstage.open(XU, "customer_file", "customer_change", **terms)
    await backstage.act(LI, change, "right")
    number = await at_the_unit(backstage)
    await backstage.act(GAO, number, "acknowledge")
    assert due(books, number)["reply"] == ("answer_customer:5wd", "2026-11-30 09:30")


@pytest.mark.shows("R26")
async def test_a_unit_that_it_does_not_concern_gives_it_back(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_the_unit(backstage)
    await talk.press(GAO, number, "Not ours", "Another unit does this")

    card = await talk.card(XU, number, "Dispatch")
    assert talk("Another unit does this") in card["text"]
    await talk.press(XU, number, "Dispatch", "Research institute", "Hand in")
    assert books.owed(number) == ["acknowledge"]
    assert not [label for label in labels(await talk.card(GAO, number)) if label == "Customer knows, I take it"]


@pytest.mark.shows("R26")
async def test_the_project_team_dismisses_what_is_none(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(HUANG, "customer_info", **INFO)
    await talk.press(XU, number, "Dismiss", "Received twice")
    assert books.record(number)["state"] == "rejected"
    assert "Received twice" in (await talk.card(HUANG, number))["text"]


@pytest.mark.shows("R25")
async def test_quality_information_goes_to_quality_alone(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(HUANG, "customer_info", **INFO | {"quality_info": True, "said": "Plugs come loose"})
    alert = only(books.numbers("quality_alert"))
    assert books.record(alert)["data"]["title"] == "Plugs come loose"
    assert "Plugs come loose" in (await talk.card(ZHAO, alert, "Register, I take it"))["text"]
    assert await talk.heard(XU, number) == []

    for nobody in (XU, GAO, MA):
        await talk.fill(nobody, f"={number}")
        await talk.sees(nobody, f"There is no record {number}, or it is not yours to see.")
    for knows in (HUANG, SUN, LIN):
        await talk.fill(knows, f"={number}")
        await talk.sees(knows, number, "Plugs come loose")


@pytest.mark.shows("R7", "R25", "R47")
async def test_quality_information_is_closed_by_qualitys_alert_only(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.open(HUANG, "customer_info", **INFO | {"quality_info": True})
    for somebody in (HUANG, XU, ZHAO):
        for action in ("dispatch", "answered", "no_action", "confirm"):
            with pytest.raises(LookupError):
                await backstage.act(somebody, number, action)
    with pytest.raises(Refused):  # nor by a button made up for what waits
        await backstage.act(HUANG, number, "alert_closed")
    assert "Withdraw" not in labels(await _shown(talk, number))

    alert = only(books.numbers("quality_alert"))
    await backstage.act(ZHAO, alert, "take", priority="1")
    await backstage.act(ZHAO, alert, "contain", containment="Stock blocked")
    await backstage.act(ZHAO, alert, "analyse", occurrence_cause="Cold joint")
    await backstage.act(ZHAO, alert, "handle", handling="Batch sorted", customer_told_on="2026-11-23")
    await backstage.act(ZHAO, alert, "no_action", reason="One-off")
    await move(talk.play, "2026-11-23 10:00")
    assert books.record(number)["state"] == "open"
    await backstage.act(ZHAO, alert, "close")
    await move(talk.play, "2026-11-23 10:30")

    assert books.record(number)["state"] == "done"
    assert [(w.step, w.by) for w in books.work(number)] == [("await_alert", "Zhao Min")]


async def _shown(talk: Talk, number: str) -> dict[str, object]:
    await talk.fill(HUANG, f"={number}")
    return await talk.card(HUANG, number)


@pytest.mark.shows("R25")
async def test_what_turns_out_to_be_about_quality_goes_there(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_the_unit(backstage)
    await talk.press(GAO, number, "It is about quality")

    alert = only(books.numbers("quality_alert"))
    assert books.record(alert)["origin_id"] == books.record(number)["id"]
    assert books.record(number)["quality_info"] == 1
    assert books.owed(number) == ["await_alert"]


@pytest.mark.shows("R6", "R22", "R40")
async def test_who_receives_customer_information(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(LUO, "customer_info", **INFO)
    centre = books.rows("SELECT kind FROM unit WHERE id = ?", books.record(number)["unit_id"])
    assert [row["kind"] for row in centre] == ["service_centre"]
    for nobody in (CHEN, ZHAO):
        with pytest.raises(Refused, match="Your unit does not open"):
            await backstage.open(nobody, "customer_info", **INFO)
        await talk.fill(nobody, "=/new")
        assert "💬 Customer information" not in labels(await talk[nobody].last())


@pytest.mark.shows("R27")
async def test_the_question_at_intake_is_optional(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(HUANG, "customer_info", **INFO | {"action_likely": True})
    assert books.record(number)["data"]["action_likely"] is True
    desk = backstage.demo.app.desk
    admin, huang = await desk.member(JIANG), await desk.member(HUANG)
    assert admin is not None
    assert huang is not None
    for asked in (True, False):
        await desk.set_rule(Actor(admin, JIANG), "preliminary_question", asked)
        sitting = await desk.sitting(huang, await desk.start(Actor(huang, HUANG), "customer_info", "customer_info"))
        assert ("action_likely" in {field.name for field in sitting.plan.shown(sitting.data)}) is asked


@pytest.mark.shows("R22", "R25")
@in_both_languages
async def test_forwarded_messages_become_one_form(talk: Talk, books: Books) -> None:
    huang = talk[HUANG]
    await huang.relay("Bai Jing", "The sensors of batch 7 leak", at=SUNDAY)
    await huang.relay("Bai Jing", photos=(picture(1), picture(2)), at=SUNDAY + 60)
    await huang.relay("Bai Jing", voice=b"OggS leaks", at=SUNDAY + 90)
    await huang.relay("Bai Jing", "Batch 8 as well", at=SUNDAY + 120)
    await talk.settled()
    assert [row["kind"] for row in books.rows("SELECT kind FROM draft")] == ["customer_info"]
    kept = "What you forwarded is kept with this customer information. You can forward more."
    assert talk(kept) in (await huang.last())["text"]

    await talk.fill(HUANG, "After-sale", "Yes", "Skip", "Hand in")  # who wrote it is on file
    data = books.record(only(books.numbers("customer_info")))["data"]
    (contact,) = books.rows("SELECT name_en, customer_id FROM contact WHERE id = ?", data["contact_id"])
    assert (contact["name_en"], contact["customer_id"]) == ("Bai Jing", data["customer_id"])
    assert data["channel"] == "chat"
    assert data["said"] == "The sensors of batch 7 leak\nBatch 8 as well"
    assert data["received_at"] == "2026-11-22T13:15:00+00:00"
    originals = [(o["author"], o["sent_at"][11:19], o.get("words"), len(o.get("files", []))) for o in data["originals"]]
    assert originals == [
        ("Bai Jing", "13:15:00", "The sensors of batch 7 leak", 0),
        ("Bai Jing", "13:16:00", None, 1),
        ("Bai Jing", "13:16:00", None, 1),
        ("Bai Jing", "13:16:30", None, 1),
        ("Bai Jing", "13:17:00", "Batch 8 as well", 0),
    ]
    assert data["evidence"] == [file_id for o in data["originals"] for file_id in o.get("files", [])]
    files = books.rows("SELECT kind, sha256 FROM file WHERE id IN (?, ?, ?)", *data["evidence"])
    assert [row["kind"] for row in files] == ["photo", "photo", "voice"]
    assert len({row["sha256"] for row in files} - {None}) == 3
    only(books.numbers("quality_alert"))


@pytest.mark.shows("R22", "R40")
async def test_who_is_not_on_file_is_named_as_telegram_does(talk: Talk, books: Books) -> None:
    await talk[LUO].relay("Lao Wang", voice=b"OggS engine light")
    await talk.settled()
    await talk.fill(LUO, "BYD", "=Engine light comes on", "After-sale", "No", "Change urgency", "Urgent", "Hand in")
    data = books.record(only(books.numbers("customer_info")))["data"]
    assert (data["said_by"], data["said"]) == ("Lao Wang", "Engine light comes on")
    assert (len(data["evidence"]), data["received_at"]) == (1, "2026-11-23T01:00:00+00:00")


@pytest.mark.shows("R22")
async def test_what_is_forwarded_elsewhere_does_not_begin_one(talk: Talk, books: Books, backstage: Backstage) -> None:
    await talk.fill(HUANG, "=/new", "⚠️ Quality alert", "BYD", "Skip", "=TMP-0316")
    await talk[HUANG].relay("Bai Jing", "Sensor leaks")
    await talk.settled()
    drafted = books.rows("SELECT kind, data FROM draft")
    assert [row["kind"] for row in drafted] == ["quality_alert"]
    assert '"title": "Sensor leaks"' in drafted[0]["data"]  # it answers what the open form asks

    await talk.fill(HUANG, "=Leaks at the plug")
    await talk[HUANG].relay("Bai Jing", "Line 2 stands")  # that is no answer to the question that stands
    await talk.settled()
    await talk.sees(HUANG, "What you forwarded is kept", "The form that was open is saved: /drafts.")
    assert {row["kind"] for row in books.rows("SELECT kind FROM draft")} == {"quality_alert", "customer_info"}
    await talk.fill(HUANG, "=/cancel")

    await talk[CHEN].relay("Bai Jing", "Where is my delivery?")
    await talk.settled()
    await talk.sees(CHEN, "No form is open, so I have not kept this message.")
    number = await backstage.open(HUANG, "customer_info", **INFO)
    await talk[XU].relay("Huang Ling", number)
    await talk.settled()
    await talk.sees(XU, number, DRAWING)
    assert {row["kind"] for row in books.rows("SELECT kind FROM draft")} == {"quality_alert", "customer_info"}


@pytest.mark.shows("R22")
async def test_the_moment_is_typed_as_people_say_it(talk: Talk, books: Books) -> None:
    await talk.fill(HUANG, "=/new", "💬 Customer information", "FAW Jiefang", ZHENG, "Phone")
    await talk.fill(HUANG, "=11:45")
    await talk.sees(HUANG, "This is still to come.")
    await talk.fill(HUANG, "=lately")
    await talk.sees(HUANG, "for example 8:30 or yesterday 16:00", "lately")
    await talk.fill(HUANG, "=yesterday 16:00", f"={DRAWING}", "Pre-sale", "No", "Hand in")
    record = books.record(only(books.numbers("customer_info")))
    assert record["data"]["received_at"] == "2026-11-22T08:00:00+00:00"
