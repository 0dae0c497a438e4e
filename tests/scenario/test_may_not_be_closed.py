"""Section 1.4 of the requirements, its last three rules: what may not be closed or count, whichever way it is tried."""

from __future__ import annotations

from typing import Any, Final

import pytest

from bot.desk.model import Refused
from tests.scenario.backstage import Backstage
from tests.scenario.forging import forged, owed
from tests.scenario.stage import move
from tests.scenario.talk import CHEN, LI, LIN, SUN, WANG, ZHANG, ZHAO, Books, Talk, labels

ADMIN, HR = 1017, 1023


@pytest.mark.shows("R47")
class TestNoCaseIsArchivedUndetermined:
    """Rule 6 (R47)."""

    @staticmethod
    async def signed_off(backstage: Backstage) -> str:
        number = await backstage.reported_job(LI)
        await backstage.act(LI, number, "sign_off", signed=False, refusal_reason="In a hurry", score=4)
        return number

    async def test_not_without_a_yes_or_no(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await self.signed_off(backstage)
        at = owed(books, number)
        await forged(
            talk, (WANG, SUN, LIN, ADMIN), f"{at}:no_action", f"{at}:action_needed", f"{at}:confirm", f"{at}:close"
        )
        await forged(talk, (LI,), f"{at}:confirm", f"{at}:close", f"{at}:finish", "r:1:withdraw")
        assert books.owed(number) == ["determine"]
        assert books.record(number)["state"] == "open"

    async def test_not_without_a_reason(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await self.signed_off(backstage)
        asked = await talk.press(LI, number, "No action needed")
        assert "Skip" not in labels(asked)
        with pytest.raises(Refused):
            await backstage.act(LI, number, "no_action")
        assert books.owed(number) == ["determine"]

    async def test_not_before_it_is_confirmed(self, talk: Talk, backstage: Backstage, books: Books) -> None:
        number = await self.signed_off(backstage)
        await backstage.act(LI, number, "no_action", reason="One-off, solved")
        at = owed(books, number)
        await forged(talk, (LI, ZHANG, LIN, ADMIN), f"{at}:confirm")
        assert books.record(number)["state"] == "open"
        await backstage.act(WANG, number, "confirm")
        assert books.record(number)["state"] == "done"


@pytest.mark.shows("R43")
class TestTrainingCountsOnlyWithContentAndResult:
    """Rule 7 (R43)."""

    HELD: Final = {
        "held_on": "2026-11-23", "hours": 4, "content": "Swapping the controller", "method": "practice",
        "result": "Can do it alone", "valid_until": "2027-11-23", "check_on": "2026-12-23",
    }  # fmt: skip

    @staticmethod
    def person(books: Books, name: str) -> int:
        (found,) = books.rows("SELECT id FROM person WHERE name_en = ?", name)
        return int(found["id"])

    @classmethod
    async def agreed(cls, backstage: Backstage, books: Books) -> str:
        """A training of Luo Cheng by Zhang Lei that is to be held; its number."""
        number = await backstage.open(
            LI, "training", "own_training", topic="repair", product_id="ECM", need="plan", needed_by="2026-12-10",
            trainees=[{"person_id": cls.person(books, "Luo Cheng")}],
        )  # fmt: skip
        plan = {"trainer_id": "Zhang Lei", "planned_on": "2026-11-23", "place": "Workshop"}
        await backstage.act(HR, number, "plan", **plan)
        await backstage.act(ZHANG, number, "agree")
        return number

    @pytest.mark.parametrize("missing", ["content", "result"])
    async def test_not_without_either(self, talk: Talk, backstage: Backstage, books: Books, missing: str) -> None:
        number = await self.agreed(backstage, books)
        before = len(books.rows("SELECT id FROM briefing"))
        at = owed(books, number)
        await forged(talk, (LI, HR, WANG, ADMIN), f"{at}:held")
        with pytest.raises(Refused):
            await backstage.act(ZHANG, number, "held", **self.held(books, {missing: None}))
        with pytest.raises(Refused):
            await backstage.act(ZHANG, number, "held", **self.held(books, {missing: ""}))
        assert books.owed(number) == ["hold"]
        assert len(books.rows("SELECT id FROM briefing")) == before
        await backstage.act(ZHANG, number, "held", **self.held(books, {}))
        assert len(books.rows("SELECT id FROM briefing")) == before + 1

    @classmethod
    def held(cls, books: Books, changes: dict[str, Any]) -> dict[str, Any]:
        attendee = {"person_id": cls.person(books, "Luo Cheng"), "outcome": "passed"}
        return {**cls.HELD, "attendees": [attendee], **changes}


@pytest.mark.shows("R39")
class TestAnAgreementEndsOnlyVerified:
    """Rule 8 (R39)."""

    @staticmethod
    async def in_force(backstage: Backstage, books: Books) -> tuple[str, str]:
        """The numbers of an agreement with one duty, and of that duty, fulfilled by Zhang Lei."""
        (unit,) = books.rows("SELECT id FROM unit WHERE code = 'SH'")
        duty = {
            "duty_kind": "spares", "duty": "Two controllers in Changchun", "unit_id": unit["id"],
            "fulfil_by": "2026-11-27", "verify_on": "2026-11-30",
        }  # fmt: skip
        number = await backstage.open(
            LI, "service_agreement", customer_id="FAW", content="Spare stock", valid_from="2026-11-23",
            valid_to="2026-12-07", duties=[duty],
        )  # fmt: skip
        await backstage.act(WANG, number, "approve")
        await backstage.act(LIN, number, "approve")
        (duty_no,) = books.numbers("agreement_duty")
        await backstage.act(ZHANG, duty_no, "fulfil", done="Two are in Changchun", proof=1)
        return number, duty_no

    async def test_what_is_not_verified_is_a_finding_and_bars_the_end(
        self, talk: Talk, backstage: Backstage, books: Books
    ) -> None:
        number, duty = await self.in_force(backstage, books)
        await move(talk.play, "2026-12-07 09:00")
        await forged(talk, (LI, ZHANG, WANG, CHEN, ADMIN), f"{owed(books, duty)}:effective")
        await forged(talk, (ZHAO, ZHANG, ADMIN), f"{owed(books, number)}:end")
        with pytest.raises(Refused, match="Not verified yet"):
            await backstage.act(LI, number, "end", result="Renewed as it is")
        assert books.record(number)["data"]["findings"] == 1
        assert (books.owed(number), books.owed(duty)) == (["end"], ["verify"])
        await talk.sees(LIN, duty, "finding")
        await backstage.act(ZHAO, duty, "effective", verified_how="Counted on site")
        await backstage.act(LI, number, "end", result="Renewed as it is")
        assert books.record(number)["state"] == "done"
