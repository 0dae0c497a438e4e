"""R13 to R15: a file for every customer; changes are checked by somebody else, and everything once a year."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo.run import Demo
from bot.importing import import_file
from tests.importing.books import written
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import LI, WANG, ZHANG, ZHAO, Books, Talk, labels

XU = 1019
CHANGCHUN = ZoneInfo("Asia/Shanghai")
CHECK = "Checked, right"
NEW = (
    "=/new", "📇 New customer", "=BMW", "=BMW Brilliance", "=Dadong plant", "=Line 2", "=No. 14, Shanzuizi Road",
    "=Anna Vogel", "=Resident engineer", "=+49 89 382 123", "Phone", "=Li Wei", "=Zhang Lei", "Hand in",
)  # fmt: skip
"""The project team sets up a file."""
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
    assert len(NEW) == 14, "taps and messages"
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


async def test_what_a_contact_reads_is_assumed_and_said(talk: Talk, books: Books) -> None:
    asked = await talk.fill(XU, *NEW[:10])
    assert "Entered so far: Post: Resident engineer · Phone: +49 89 382 123" in asked["text"]
    summary = await talk.fill(XU, *NEW[10:-1])
    assert "Assumed: language Chinese. Change what is wrong." in summary["text"]
    changed = await talk.fill(XU, "Change language", "English")
    assert "Assumed" not in changed["text"]
    assert "Language: English" in changed["text"]
    another = await talk.fill(XU, "Contacts: add another", "=Karl", "Skip", "=13800001111", "Phone", "That's all")
    assert "Assumed: language 2 Chinese." in another["text"]
    await talk.fill(XU, "Hand in")
    spoken = [contact["language"] for contact in books.record(newest(books))["data"]["contacts"]]
    assert spoken == ["en", "zh_CN"]


async def test_the_deputy_is_somebody_else(talk: Talk) -> None:
    asked = await talk.fill(XU, *NEW[:-2], "=Li Wei")
    assert "The deputy is the engineer." in asked["text"]
    assert "Who stands in for the engineer?" in asked["text"]


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
    await talk.sees(LI, number, "郑国强 · 13604310021 → 138 9999 0000")
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
    await talk.press(LI, number, "Correct it", "Change something", "Plants: add or remove", "Add another")
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
    await talk.fill(ZHANG, *CHANGE, "Change something", "Contacts: add or remove", "Remove 2", "That's all", "Hand in")
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


async def test_who_reports_a_change_learns_of_one_that_is_not_checked_yet(talk: Talk, backstage: Backstage) -> None:
    number = await report_change(backstage)
    shown = await talk.fill(ZHAO, *CHANGE)
    assert f"Zhang Lei reported a change of this file already: {number}." in shown["text"]
    await backstage.act(LI, number, "reject", reason="Nothing has changed")
    assert "already" not in (await talk.fill(WANG, *CHANGE))["text"]


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
