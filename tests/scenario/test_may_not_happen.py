"""Section 1.4 of the requirements: what may not happen does not, whichever way it is tried.

The ways: a button that is not offered, a command, a press that a hostile client makes up, the import, and the desk's
own verbs, which stand behind every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.demo.run import Demo
from bot.desk.model import Refused
from bot.importing import import_file
from bot.procedure.kinds import Unreadable
from bot.storage import loading
from tests.importing.books import written
from tests.scenario.backstage import Backstage
from tests.scenario.forging import forged, owed
from tests.scenario.talk import CHEN, DENG, LI, LIN, LIU, WANG, ZHANG, ZHAO, ZHOU, Books, Talk, labels

SELLER, ADMIN, XU, GM, HOST = 1010, 1017, 1019, 1016, 1022
ALERT: dict[str, Any] = {
    "customer_id": "FAW", "part_id": "ECU-2045-B", "title": "Resets", "description": "Resets above 85 degrees",
    "found_where": "field", "urgency": "normal",
}  # fmt: skip
DELAY = {
    "order_line_id": "4500917362", "new_date": "2026-12-07", "late_qty": 300, "cause_class": "material",
    "cause": "Magnets come late", "remedy": "Second source",
}  # fmt: skip
VISIT = {
    "customer_id": "FAW", "purpose": "Audit", "stage": "in_sale", "visitors": "Zheng Guoqiang", "our_people": "Xu Rui",
    "arrives_on": "2026-12-07", "leaves_on": "2026-12-08",
}  # fmt: skip
ANSWER = {"consent_contact_id": "Keller", "consent_channel": "phone"}


@pytest.mark.shows("R14")
class TestNoWorkWithoutACustomerFile:
    """Rule 1 (R14)."""

    @pytest.fixture
    async def stranger(self, demo: Demo) -> int:
        """A customer of whom there is a name and no file."""
        names = {"name": "无名汽车", "name_en": "Nobody Motors"}
        row_id, _ = await demo.app.database.write(loading.put, "customer", {"code": "NIX"}, names)
        return row_id

    async def test_every_form_of_the_menu_refuses_it(self, talk: Talk, books: Books, stranger: int) -> None:
        for form in ("🛠 On-site job", "🔩 Warranty part", "⚠️ Quality alert"):
            await talk.fill(LI, "=/new", form, *(("Repair",) if "job" in form else ()), "=Nobody Motors")
            assert "This customer has no customer file yet" in (await talk[LI].last())["text"]
        assert not books.rows("SELECT id FROM record")

    async def test_the_desk_opens_nothing_for_it(self, backstage: Backstage, books: Books, stranger: int) -> None:
        for deed in (backstage.job, backstage.part):
            with pytest.raises(Unreadable):
                await deed(LI, customer_id=stranger)
        with pytest.raises(Unreadable):
            await backstage.open(LI, "quality_alert", **{**ALERT, "customer_id": stranger})
        assert not books.rows("SELECT id FROM record")

    async def test_no_order_of_theirs_is_imported(self, demo: Demo, books: Books, tmp_path: Path) -> None:
        sheets = {
            "Customers": [["code", "name"], ["NIX", "无名汽车"]],
            "Orders": [["order_no", "customer", "unit"], ["NIX-1", "NIX", "XS"]],
        }
        report = await demo.app.database.write(import_file, written(tmp_path / "orders.xlsx", sheets))
        assert not report.ok
        assert "has no customer file, and nothing is ordered without one." in str(report)
        assert not books.rows("SELECT id FROM customer WHERE code = 'NIX'")


@pytest.mark.shows("R17", "R18")
class TestNoVisitIsHostedUnapproved:
    """Rule 2 (R17, R18)."""

    async def test_the_host_learns_of_it_by_the_approval_only(
        self, talk: Talk, backstage: Backstage, books: Books
    ) -> None:
        number = await backstage.open(XU, "visit", **VISIT)
        at = owed(books, number)
        assert not await talk.heard(HOST, number)
        for person in (HOST, XU, WANG, DENG, ADMIN):
            await forged(talk, (person,), f"{at}:approve", f"{at}:arranged", "w:2:1:arranged")
        assert books.owed(number) == ["approve"]
        await talk.press(GM, number, "Approve the visit")
        assert "arrange" in books.owed(number)
        assert "Reception is arranged" in labels(await talk.card(HOST, number))

    async def test_a_rejected_visit_is_hosted_by_nobody(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await backstage.open(XU, "visit", **VISIT)
        await backstage.act(LIN, number, "reject", reason="Not needed")
        assert books.owed(number) == []
        assert not await talk.heard(HOST, number)
        with pytest.raises(LookupError):
            await backstage.act(HOST, number, "arranged")


@pytest.mark.shows("R25")
class TestQualityInformationStaysWithQuality:
    """Rule 3 (R25)."""

    async def test_no_button_and_no_command_shows_it_to_others(self, talk: Talk, backstage: Backstage) -> None:
        number = await backstage.open(LI, "quality_alert", **ALERT)
        for person in (ZHANG, CHEN, SELLER):
            assert not await talk.heard(person, number)
            await talk.fill(person, f"={number}")
            assert f"There is no record {number}, or it is not yours to see." in (await talk[person].last())["text"]
            await talk.fill(person, f"=/find {number}", f"=/start r_{number}")
            await forged(talk, (person,), "r:1:card", "r:1:open", "r:1:more", "i:1")
            assert not [m for m in await talk[person].messages() if "Resets" in m["text"]]

    async def test_nobody_begins_a_form_from_what_they_may_not_see(
        self, talk: Talk, backstage: Backstage, books: Books
    ) -> None:
        await backstage.open(LI, "quality_alert", **ALERT)
        forms = ("quality_alert:quality_alert", "site_job:site_job", "spare_part:warranty_spare", "cpa:from_case")
        heard = await forged(talk, (ZHANG, SELLER), *(f"r:1:new:{form}" for form in forms))
        assert not books.rows("SELECT id FROM draft")
        assert "There is no such record that you may see." in heard

    async def test_no_made_up_press_takes_or_closes_it(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await backstage.open(LI, "quality_alert", **ALERT)
        at = owed(books, number)
        presses = (f"{at}:take", f"{at}:transfer", f"{at}:close", f"{at}:no_action", "r:1:withdraw", "r:1:more")
        await forged(talk, (LI, WANG, CHEN, ADMIN), *presses)
        assert books.owed(number) == ["acknowledge"]
        assert books.record(number)["state"] == "open"
        assert not books.rows("SELECT id FROM draft")

    async def test_quality_passes_it_on_to_nobody_else(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await backstage.open(LI, "quality_alert", **ALERT)
        await talk.press(ZHAO, number, "Transfer", "=Wang")
        assert "Nothing found for “Wang”" in (await talk[ZHAO].last())["text"]
        (wang,) = books.rows("SELECT id FROM person WHERE name_en = 'Wang Fang'")
        with pytest.raises(Refused):
            await backstage.act(ZHAO, number, "transfer", transfer_to=wang["id"], reason="Please look")
        assert [w.state for w in books.work(number)] == ["open"]


@pytest.mark.shows("R33")
class TestAPromisedDateStays:
    """Rule 4 (R33)."""

    @staticmethod
    def promised(books: Books) -> str:
        sql = "SELECT promised_date FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE order_no = ?"
        return str(books.rows(sql + " AND line_no = 10", "4500917362")[0]["promised_date"])

    async def test_until_notice_and_consent_are_there(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await backstage.open(CHEN, "late_delivery", **DELAY)
        at = owed(books, number)
        await forged(talk, (CHEN, LI, ADMIN), f"{at}:told", f"{at}:answered", "w:2:1:answered")
        await forged(talk, (SELLER,), f"{at}:answered", "w:2:1:answered")  # not before the customer was told
        with pytest.raises(LookupError):
            await backstage.act(SELLER, number, "answered", consent="agreed", **ANSWER)
        await backstage.act(SELLER, number, "told", told_contact_id="Keller", told_channel="phone")
        assert self.promised(books) == "2026-11-26"

    async def test_the_answer_must_say_who_gave_it(self, backstage: Backstage, books: Books) -> None:
        number = await backstage.open(CHEN, "late_delivery", **DELAY)
        await backstage.act(SELLER, number, "told", told_contact_id="Keller", told_channel="phone")
        with pytest.raises(Refused):
            await backstage.act(SELLER, number, "answered", consent="agreed")
        with pytest.raises(Refused):
            await backstage.act(CHEN, number, "answered", consent="agreed", **ANSWER)
        assert self.promised(books) == "2026-11-26"
        await backstage.act(SELLER, number, "answered", consent="agreed", **ANSWER)
        assert self.promised(books) == "2026-12-07"

    async def test_no_import_moves_it(self, demo: Demo, books: Books, tmp_path: Path) -> None:
        head = ["order_no", "line_no", "part_no", "qty", "promised_date"]
        book = written(
            tmp_path / "later.xlsx", {"OrderLines": [head, ["4500917362", 10, "PRS-0720-C", 800, "2027-01-15"]]}
        )
        report = await demo.app.database.write(import_file, book)
        assert not report.ok
        assert "It only moves by a delay notice and the customer's answer." in str(report)
        assert self.promised(books) == "2026-11-26"


@pytest.mark.shows("R36", "R45", "R46", "T2", "T3")
class TestNoPartLeavesUnsigned:
    """Rule 5 (R36, R45, R46)."""

    async def test_the_leader_is_before_quality(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await backstage.part(LI)
        at = owed(books, number)
        await forged(talk, (LI, ZHAO, CHEN, ADMIN), f"{at}:approve", f"{at}:sign", "w:2:1:sign")
        assert books.owed(number) == ["review"]
        await backstage.act(WANG, number, "approve")
        assert books.owed(number) == ["confirm"]

    async def test_nothing_is_prepared_or_shipped_before_quality_signs(
        self, talk: Talk, backstage: Backstage, books: Books
    ) -> None:
        number = await backstage.part(LI)
        await backstage.act(WANG, number, "approve")
        at = owed(books, number)
        senders = (CHEN, ZHOU, LIU)
        await forged(talk, (*senders, WANG, DENG), f"{at}:sign", f"{at}:ready_made", f"{at}:ship", "w:3:1:ship")
        for person in senders:
            assert not {"Ready", "Settle", "Shipped"} & {b for m in await talk.heard(person, number) for b in labels(m)}
        assert books.owed(number) == ["confirm"]

    async def test_an_urgent_part_is_no_stopped_line(self, backstage: Backstage, books: Books) -> None:
        number = await backstage.part(LI, urgency="urgent")
        assert books.owed(number) == ["review"]

    async def test_an_amended_application_is_signed_anew(self, backstage: Backstage, books: Books) -> None:
        number = await backstage.part(LI)
        await backstage.act(WANG, number, "approve")
        await backstage.act(ZHAO, number, "return", reason="Details are missing")
        with pytest.raises(LookupError):
            await backstage.act(ZHAO, number, "sign")
        assert books.owed(number) == ["amend"]
