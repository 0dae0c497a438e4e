"""R13, R14, R16, R23: what a customer file is good for, and nothing without one."""

from __future__ import annotations

import pytest

from bot.demo.run import Demo
from bot.desk.customer_checks import NO_FILE
from bot.procedure.kinds import Unreadable
from bot.storage import loading
from tests.scenario.backstage import Backstage
from tests.scenario.talk import LI, ZHANG, ZHAO, Books, Talk
from tests.scenario.test_customer_file import report_change

CHEN, HUANG = 1006, 1010
ALERT = {
    "part_id": "SPD-1108", "title": "No signal", "description": "Three sensors", "found_where": "zero_km",
    "urgency": "normal",
}  # fmt: skip


@pytest.mark.shows("R14")
async def test_nothing_is_opened_for_a_customer_without_a_file(
    talk: Talk, demo: Demo, backstage: Backstage, books: Books
) -> None:
    names = {"name": "长城汽车", "name_en": "Great Wall"}
    await demo.app.database.write(loading.put, "customer", {"code": "GWM"}, names)
    asked = await talk.fill(LI, "=/new", "⚠️ Quality alert", "=GWM")
    assert talk(NO_FILE) in asked["text"]
    assert talk("Which customer?") in asked["text"]
    for kind, route, answers in (
        ("quality_alert", "quality_alert", {"part_id": "SPD-1108", "title": "x", "description": "x"}),
        ("site_job", "site_job", {}),
        ("spare_part", "warranty_spare", {"part_id": "SPD-1108", "qty": 1}),
        ("customer_file", "customer_change", {"change": "x"}),
    ):
        with pytest.raises(Unreadable):
            await backstage.open(LI, kind, route, customer_id="Great Wall", **answers)
    assert not books.rows("SELECT id FROM record")


@pytest.mark.shows("R13")
async def test_times_agreed_with_the_customer_replace_the_usual_ones(backstage: Backstage, books: Books) -> None:
    await backstage.act(LI, await report_change(backstage, containment_hours=8), "right")
    for customer, hours in (("FAW", 8), ("BYD", 24)):
        number = await backstage.open(LI, "quality_alert", **ALERT | {"customer_id": customer})
        await backstage.act(ZHAO, number, "take", priority="1")
        assert _hours(books, number, "contain") == hours


def _hours(books: Books, number: str, step: str) -> int:
    sql = "SELECT round((julianday(w.due_at) - julianday(w.clock_start)) * 24) AS hours FROM work_item w JOIN record r"
    (row,) = books.rows(f"{sql} ON r.id = w.record_id WHERE r.number = ? AND w.step = ?", number, step)
    return int(row["hours"])


@pytest.mark.shows("R16")
async def test_customers_come_first_and_stopped_lines_before_them(talk: Talk, backstage: Backstage) -> None:
    inside = await backstage.open(LI, "quality_alert", **ALERT)
    customer = await backstage.open(LI, "quality_alert", **ALERT | {"customer_id": "BYD"})
    stopped = await backstage.open(LI, "quality_alert", **ALERT | {"urgency": "line_down"})
    shown = (await talk.fill(ZHAO, "=/work"))["text"]
    assert sorted((inside, customer, stopped), key=shown.index) == [stopped, customer, inside]


@pytest.mark.shows("R23")
async def test_who_tells_the_customer_sees_by_which_channel(talk: Talk, backstage: Backstage) -> None:
    change = await report_change(backstage, ZHANG, "SAIC-GM", portal="srm.sgm.example")
    await backstage.act(LI, change, "right")
    await backstage.open(
        CHEN, "late_delivery", order_line_id="4500917362", new_date="2026-12-07", late_qty=300, cause_class="material",
        cause="Magnets come late", remedy="Second source",
    )  # fmt: skip
    await talk.sees(
        HUANG, "Reach them: David Keller E-mail d.keller@sgm.example · Qu Ming Customer's portal srm.sgm.example"
    )
