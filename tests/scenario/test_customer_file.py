"""R13 to R16, R23: a file for every customer, changes checked by somebody else, and nothing without a file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo.run import Demo
from bot.desk.customer_checks import NO_FILE
from bot.importing import import_file
from bot.procedure.kinds import Unreadable
from bot.storage import loading
from tests.importing.books import written
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, ZHANG, ZHAO, Books, Talk, labels

CHEN, XU, HUANG = 1006, 1019, 1010
CHANGCHUN = ZoneInfo("Asia/Shanghai")
CHECK = "Checked, right"
NEW = (
    "=/new", "📇 New customer", "=BMW", "=BMW Brilliance", "Skip",
    "=Anna Vogel", "=Resident engineer", "=+49 89 382 123", "English", "Phone", "That's all",
    "=Li Wei", "=Zhang Lei", "Hand in",
)  # fmt: skip
"""The project team sets up a file: fourteen taps and messages."""
CHANGE = ("=/new", "📇 Customer data change", "FAW Jiefang", "=Zheng has a new phone")


class Register:
    """The customer files as they lie in the database."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def versions(self, code: str) -> list[dict[str, Any]]:
        """The file's versions, the oldest first, each with what it says."""
        found = self._books.rows(
            "SELECT v.*, p.name_en AS who, r.number FROM customer_version v JOIN customer c ON c.id = v.customer_id "
            "LEFT JOIN person p ON p.id = v.person_id LEFT JOIN record r ON r.id = v.record_id "
            "WHERE c.code = ? ORDER BY v.version",
            code,
        )
        return [dict(row) | {name: json.loads(row[name]) for name in ("data", "changed")} for row in found]

    def phones(self, code: str) -> dict[str, str]:
        """The contacts that can be picked, and their numbers."""
        sql = (
            "SELECT k.name, k.phone FROM contact k JOIN customer c ON c.id = k.customer_id WHERE c.code = ? AND active"
        )
        return {row["name"]: row["phone"] for row in self._books.rows(sql, code)}

    def verified_on(self, code: str) -> str:
        """When the file was last found right."""
        (row,) = self._books.rows("SELECT verified_on FROM customer WHERE code = ?", code)
        return str(row["verified_on"])


@pytest.fixture
def register(books: Books) -> Register:
    return Register(books)


def newest(books: Books) -> str:
    return books.numbers("customer_file")[-1]


async def report_change(backstage: Backstage, account: int = ZHANG, customer: str = "FAW", /, **answers: Any) -> str:
    known = {"customer_id": customer, "change": "Something is new"}
    return await backstage.open(account, "customer_file", "customer_change", **known | answers)


# --- setting up -------------------------------------------------------------------------------------------------------


@in_both_languages
@pytest.mark.shows("R13", "R14")
async def test_the_project_team_sets_up_a_file_and_the_engineer_checks_it(
    talk: Talk, books: Books, register: Register
) -> None:
    await talk.fill(XU, *NEW)
    number = newest(books)
    assert not register.versions("BMW")
    by = talk.tongue.by(datetime(2026, 11, 24, 17, 30, tzinfo=CHANGCHUN))
    await talk.sees(LI, number, "BMW Brilliance", talk("Please {task} {by}.", task=talk("check and correct"), by=by))

    await talk.press(LI, number, CHECK)
    (first,) = register.versions("BMW")
    assert (first["version"], first["who"], first["number"]) == (1, "Li Wei", number)
    assert register.phones("BMW") == {"Anna Vogel": "+49 89 382 123"}
    assert books.record(number)["state"] == "done"

    asked = await talk.fill(LI, "=/new", "⚠️ Quality alert", "=BMW")
    assert talk("Which plant or line?") in asked["text"]


async def test_only_the_project_team_sets_up_files(talk: Talk) -> None:
    assert "📇 New customer" not in labels(await talk.fill(LI, "=/new"))
    assert "📇 Customer data change" in labels(await talk[LI].last())


async def test_a_customer_has_one_file_only(talk: Talk) -> None:
    asked = await talk.fill(XU, "=/new", "📇 New customer", "=FAW")
    assert "This customer has a customer file already." in asked["text"]


async def test_the_deputy_is_somebody_else(talk: Talk) -> None:
    asked = await talk.fill(XU, *NEW[:-2], "=Li Wei")
    assert "The deputy is the engineer." in asked["text"]
    assert "Who stands in for the engineer?" in asked["text"]


# --- nothing without a file -------------------------------------------------------------------------------------------


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


# --- a change ---------------------------------------------------------------------------------------------------------


@in_both_languages
@pytest.mark.shows("R15")
async def test_whoever_learns_of_a_change_reports_it_and_the_engineer_checks(
    talk: Talk, books: Books, register: Register
) -> None:
    summary = await talk.fill(ZHANG, *CHANGE)
    assert "13604310021" in summary["text"]  # what is on file is filled in
    await talk.fill(ZHANG, "Change something")
    await talk[ZHANG].tap(f"1. {talk.said('Phone')}")
    await talk.fill(ZHANG, "=138 9999 0000", "Hand in")
    number = newest(books)
    await talk.sees(LI, number, "郑国强: 13604310021 → 138 9999 0000")
    assert register.phones("FAW")["郑国强"] == "13604310021"

    await talk.press(LI, number, CHECK)
    assert register.phones("FAW")["郑国强"] == "138 9999 0000"
    second = register.versions("FAW")[-1]
    assert (second["version"], second["changed"], second["who"], second["number"]) == (
        2,
        ["contacts"],
        "Li Wei",
        number,
    )
    assert register.versions("FAW")[0]["data"]["contacts"][0]["phone"] == "13604310021"
    assert books.trail(number) == ["opened", "right", "file_in_force"]


@pytest.mark.shows("R15")
async def test_nobody_checks_what_they_entered(talk: Talk, backstage: Backstage, books: Books) -> None:
    number = await report_change(backstage, LI, portal="srm.faw.example")
    assert books.owed(number) == ["check_deputy"]
    assert CHECK not in labels((await talk.heard(LI, number))[-1])
    await talk.press(ZHANG, number, CHECK)
    assert books.record(number)["state"] == "done"


async def test_words_alone_are_not_waved_through(talk: Talk, backstage: Backstage, register: Register) -> None:
    number = await report_change(backstage, change="They moved to a new plant")
    assert CHECK not in labels(await talk.card(LI, number))
    await talk.press(LI, number, "Correct it", "Change something", "Plants: another one", "Add another")
    await talk.fill(LI, "=长春三厂", "=涂装线", "Skip", "That's all", "Hand in")
    assert [plant["name"] for plant in register.versions("FAW")[-1]["data"]["plants"]] == [
        "长春一厂",
        "青岛工厂",
        "长春三厂",
    ]
    asked = await talk.fill(LI, "=/new", "🛠 On-site job", "Repair", "FAW Jiefang")
    assert "长春三厂 · 涂装线" in labels(asked)


async def test_what_is_not_so_changes_nothing(
    talk: Talk, backstage: Backstage, books: Books, register: Register
) -> None:
    number = await report_change(backstage, portal="srm.faw.example")
    await talk.press(LI, number, "Reject", "Nothing has changed")
    assert books.record(number)["state"] == "rejected"
    assert len(register.versions("FAW")) == 1


async def test_a_contact_who_left_is_offered_no_more(talk: Talk, books: Books, register: Register) -> None:
    await talk.fill(ZHANG, *CHANGE, "Change something", "Contacts: another one", "Remove 2", "That's all", "Hand in")
    await talk.press(LI, newest(books), CHECK)
    assert list(register.phones("FAW")) == ["郑国强"]
    assert len(books.rows("SELECT id FROM contact WHERE name = '孟丽华'")) == 1  # older records still name her


async def test_two_changes_at_once_are_both_kept(backstage: Backstage, register: Register) -> None:
    contacts = register.versions("FAW")[0]["data"]["contacts"]
    one = await report_change(backstage, contacts=[contacts[0] | {"phone": "138 1111 1111"}, contacts[1]])
    other = await report_change(backstage, contacts=[contacts[0], contacts[1] | {"phone": "138 2222 2222"}], portal="p")
    await backstage.act(LI, one, "right")
    await backstage.act(LI, other, "right")
    assert register.phones("FAW") == {"郑国强": "138 1111 1111", "孟丽华": "138 2222 2222"}
    assert [v["changed"] for v in register.versions("FAW")[1:]] == [["contacts"], ["contacts", "portal"]]


@in_both_languages
@pytest.mark.shows("R13", "R15")
async def test_the_file_is_found_read_and_changed(talk: Talk, backstage: Backstage, books: Books) -> None:
    number = await report_change(backstage, portal="srm.faw.example", on_site_hours=12)
    await backstage.act(LI, number, "right")
    await talk.fill(ZHAO, "=/find FAW", "📇 FAW Jiefang")
    changes = talk.tongue.list([talk("Agreed times"), talk("Special requirements")])
    await talk.sees(ZHAO, "13604310021", "srm.faw.example", talk("Version {n}", n=2), changes, talk.said("Li Wei"))
    summary = await talk.fill(ZHAO, "Report a change", "=Meng left")
    assert talk.tongue.pair(talk("Customer"), talk.said("FAW Jiefang")) in summary["text"]
    await talk.fill(ZHAO, "Hand in")
    await talk.press(LI, newest(books), "Details", "📇 Customer file")
    await talk.sees(LI, talk("Version {n}", n=2))


# --- every year -------------------------------------------------------------------------------------------------------


@pytest.mark.shows("R15")
async def test_every_year_the_engineers_unit_says_whether_the_file_is_right(
    talk: Talk, books: Books, register: Register
) -> None:
    await move(talk.play, "2027-11-08 09:00")
    assert not books.numbers("customer_file")
    await move(talk.play, "2027-11-09 09:00")
    await move(talk.play, "2027-11-09 11:00")
    faw, gm, _ = books.numbers("customer_file")
    assert talk("Withdraw") not in labels(await talk.card(LI, faw))

    await talk.press(ZHANG, faw, "Still right")
    assert (register.verified_on("FAW"), len(register.versions("FAW"))) == ("2027-11-09", 1)
    assert books.record(faw)["state"] == "done"

    await talk.press(
        ZHANG, gm, "Something changed", "=They have a portal now", "More details (optional)", "Customer's portal"
    )
    await talk.fill(ZHANG, "=srm.sgm.example", "Hand in")
    change = newest(books)
    assert books.owed(change) == ["check_deputy"]  # Zhang Lei is responsible, and said so himself
    assert register.verified_on("SGM") == "2026-11-23"
    await talk.press(LI, change, CHECK)
    assert register.versions("SGM")[-1]["data"]["portal"] == "srm.sgm.example"
    assert register.verified_on("SGM") == "2027-11-09"
    await move(talk.play, "2027-11-10 09:00")
    assert len(books.numbers("customer_file")) == 4


@pytest.mark.shows("R15")
async def test_what_an_import_changed_is_checked_within_a_working_day(
    talk: Talk, demo: Demo, books: Books, register: Register, tmp_path: Path
) -> None:
    rows = [["code", "name", "portal"], ["FAW", "一汽解放", "srm.faw.example"]]
    report = await demo.app.database.write(import_file, written(tmp_path / "in.xlsx", {"Customers": rows}))
    assert report.ok
    await move(talk.play, "2026-11-23 10:00")
    number = newest(books)
    assert (register.versions("FAW")[-1]["changed"], register.versions("FAW")[-1]["number"]) == (["portal"], number)
    await talk.sees(LI, number, "Please verify the customer file by 17:30 tomorrow.")
    await talk.press(LI, number, "Still right")
    await move(talk.play, "2026-11-24 10:00")
    assert books.numbers("customer_file") == [number]


# --- what the file is good for ----------------------------------------------------------------------------------------


@pytest.mark.shows("R13")
async def test_times_agreed_with_the_customer_replace_the_usual_ones(backstage: Backstage, books: Books) -> None:
    await backstage.act(LI, await report_change(backstage, containment_hours=8), "right")
    for customer, hours in (("FAW", 8), ("BYD", 24)):
        number = await backstage.open(LI, "quality_alert", **ALERT | {"customer_id": customer})
        await backstage.act(ZHAO, number, "take", priority="1")
        assert _hours(books, number, "contain") == hours


ALERT = {
    "part_id": "SPD-1108", "title": "No signal", "description": "Three sensors", "found_where": "zero_km",
    "urgency": "normal",
}  # fmt: skip


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
        HUANG, "Reach them: David Keller E-mail d.keller@sgm.example; Qu Ming Customer's portal srm.sgm.example"
    )
