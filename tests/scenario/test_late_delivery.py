"""R32, R33: a promised date moves only after a notice and the customer's recorded consent."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.scenario.backstage import Backstage
from tests.scenario.stage import fresh, in_both_languages, move
from tests.scenario.talk import Books, Talk, labels

MAKER, SELLER, REP = 1006, 1010, 1014
ORDER = "4500917362"
KELLER = "David Keller · supplier quality manager"
NOTICE = ("Late", "=2026-12-07", "=300", "Material", "=Magnets come late", "=Second source", "Hand in")
DELAY = {
    "order_line_id": ORDER, "new_date": "2026-12-07", "late_qty": 300, "cause_class": "material",
    "cause": "Magnets come late", "remedy": "Second source",
}  # fmt: skip
TOLD = ("Customer is told", KELLER, "E-mail", "photo", "Hand in")
REFUSED = ("Record the answer", "Refused", KELLER, "Phone", "=The line needs them", "=Air freight of 150")


def promised(books: Books) -> str:
    sql = "SELECT promised_date FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE order_no = ?"
    (line,) = books.rows(f"{sql} AND line_no = 10", ORDER)
    return str(line["promised_date"])


def answers(books: Books) -> dict[str, Any]:
    found: dict[str, Any] = books.record(books.numbers("late_delivery")[0])["data"]
    return found


async def test_the_clock_goes_to_the_next_question_too(talk: Talk) -> None:
    at = "2026-11-24T00:30:00+00:00"  # 08:30 in Shanghai, five working days before
    assert any(due["at"] == at and "PO-88231/2" in due["title"] for due in await talk.play.timeline())
    seen = (await talk[MAKER].last())["id"]
    while not [m for m in await fresh(talk[MAKER], seen) if "PO-88231 line 2" in m["text"]]:
        await talk.play.clock(to="next")
        await talk.settled()
    assert (talk.clock.now() - datetime.fromisoformat(at)) < timedelta(minutes=1), "not a working day late"


@pytest.mark.shows("R32")
async def test_manufacturing_is_asked_five_and_two_working_days_before(talk: Talk) -> None:
    seen = (await talk[MAKER].last())["id"]

    async def asked() -> list[Any]:
        return [m for m in await fresh(talk[MAKER], seen) if "PO-88231 line 2" in m["text"]]

    await move(talk.play, "2026-11-24 08:29")  # the line is promised for Tuesday, 1 December
    assert not await asked()
    await move(talk.play, "2026-11-24 08:31")
    await talk[MAKER].expect("PO-88231 line 2", "ECU-2045-B × 500", "FAW Jiefang", "Will it be on time?")
    await talk.fill(MAKER, "On time")

    await move(talk.play, "2026-11-26 17:00")
    assert len(await asked()) == 1
    await move(talk.play, "2026-11-27 08:31")
    assert [labels(m) for m in await asked()][1:] == [["On time", "Late"]]


@pytest.mark.shows("R32")
async def test_only_manufacturing_is_asked(talk: Talk) -> None:
    await move(talk.play, "2026-11-23 10:00")
    for other in (1001, 1004, SELLER):
        assert not [m for m in await talk[other].messages() if "Will it be on time" in m["text"]]


@pytest.mark.shows("R33", "R47")
@in_both_languages
async def test_refusal_leaves_the_date_and_consent_moves_it(talk: Talk, books: Books) -> None:
    await move(talk.play, "2026-11-23 10:00")
    await talk.fill(MAKER, *NOTICE)
    assert promised(books) == "2026-11-26"
    new = talk.tongue.pair(talk("New date"), talk.tongue.day(date(2026, 12, 7)))
    await talk.sees(SELLER, talk("Late delivery"), talk.said("SAIC-GM"), new, "17:30")

    await talk.fill(SELLER, *TOLD)
    _check_told(books, answers(books))

    await talk.fill(SELLER, *REFUSED, "Hand in")
    assert promised(books) == "2026-11-26"
    await talk.sees(MAKER, talk("customer's answer") + "\u2060✓")  # an answer, whatever it was
    assert (answers(books)["consent"], answers(books)["next_action"]) == ("refused", "Air freight of 150")
    await talk.sees(
        REP,
        talk("Late delivery"),
        "PRS-0720-C × 300",
        "The line needs them",
        "Air freight of 150",
    )

    await talk.fill(MAKER, "Propose another date", "=2026-12-01", "=Air freight", "Hand in")
    assert not {"consent", "told_proof", "told_channel", "next_action"} & set(answers(books))
    await talk.fill(SELLER, "Customer is told", KELLER, "Phone", "Hand in")
    assert promised(books) == "2026-11-26"
    await talk.fill(SELLER, "Record the answer", "Agreed", KELLER, "E-mail", "photo", "Hand in")

    assert promised(books) == "2026-12-01"
    last = answers(books)
    assert (last["consent"], last["consent_channel"], last["told_channel"]) == ("agreed", "email", "phone")
    assert len(last["consent_proof"]) == 1
    _check_trail(books)

    await talk.fill(MAKER, "No action needed", "One-off, solved")
    await talk.fill(1007, "Confirm")
    assert books.record(books.numbers("late_delivery")[0])["state"] == "done"


def _check_told(books: Books, told: dict[str, Any]) -> None:
    """Channel, person, time and evidence of the notice."""
    assert (told["told_channel"], told["told_at"][:16]) == ("email", "2026-11-23T02:00")
    assert [r["name"] for r in books.rows("SELECT name FROM contact WHERE id = ?", told["told_contact_id"])] == [
        "David Keller"
    ]
    assert [r["kind"] for r in books.rows("SELECT kind FROM file WHERE id = ?", told["told_proof"][0])] == ["photo"]


def _check_trail(books: Books) -> None:
    """What the first round held is still there."""
    trail = books.rows("SELECT action, data FROM event WHERE record_id = 1 ORDER BY seq")
    assert [e["action"] for e in trail] == [
        "opened", "told", "answered", "propose", "told", "answered", "promised_date_moved",
    ]  # fmt: skip
    refusal = json.loads(trail[2]["data"])["put"]
    assert (refusal["consent_channel"], refusal["refusal_reason"]) == ("phone", "The line needs them")


@pytest.mark.shows("R33")
async def test_refusal_needs_a_next_action(talk: Talk, books: Books, backstage: Backstage) -> None:
    await backstage.open(MAKER, "late_delivery", **DELAY)
    asked = await talk.fill(SELLER, *TOLD, *REFUSED[:-1])
    assert "What is done next?" in asked["text"]
    assert "Skip" not in labels(asked)
    assert "consent" not in answers(books)


@pytest.mark.shows("R33")
async def test_sales_is_chased_until_the_customer_is_told(talk: Talk, books: Books, backstage: Backstage) -> None:
    await backstage.open(MAKER, "late_delivery", **DELAY)
    seen = (await talk[SELLER].last())["id"]
    for moment in ("2026-11-23 16:00", "2026-11-23 17:30", "2026-11-24 14:00"):  # before, due, four hours on
        await move(talk.play, moment)
    assert len([m for m in await fresh(talk[SELLER], seen) if m["text"].startswith("⏰")]) == 3
    seen = (await talk.fill(SELLER, *TOLD))["id"]  # by the newest reminder's own button
    await move(talk.play, "2026-11-24 17:29")
    assert not [m for m in await fresh(talk[SELLER], seen) if "⏰" in m["text"] and "Customer is told" in labels(m)]
    assert books.work(books.numbers("late_delivery")[0])[0].outcome == "told"


@pytest.mark.shows("R33")
async def test_an_earlier_date_is_refused_at_the_question(talk: Talk, books: Books) -> None:
    await move(talk.play, "2026-11-23 10:00")
    asked = await talk.fill(MAKER, "Late", "=2026-11-26")
    assert "The new date must be after the promised one (Thu 26 Nov)." in asked["text"]
    assert "Which date can be kept?" in asked["text"]
    await talk.fill(MAKER, *NOTICE[1:])
    await talk.fill(SELLER, *TOLD)
    await talk.fill(SELLER, *REFUSED, "Hand in")
    asked = await talk.fill(MAKER, "Propose another date", "=2026-11-25")
    assert "The new date must be after the promised one (Thu 26 Nov)." in asked["text"]
    await talk.fill(MAKER, "=2026-12-02", "=Air freight", "Hand in")
    assert answers(books)["new_date"] == "2026-12-02"
