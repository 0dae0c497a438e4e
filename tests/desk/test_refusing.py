"""A step that is refused or sent back is not done: nothing comes about by it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.choices import APPLICANT
from tests.desk.office import LEADER, SALES, Office

MANAGEMENT_REP = 1014
AGREEMENT: dict[str, Any] = {
    "customer_id": 1,
    "content": "On site within a day",
    "valid_from": "2026-12-01",
    "valid_to": "2027-11-30",
    "duties": [
        {
            "duty_kind": "response",
            "duty": "On site within 24 hours",
            "unit_id": 1,
            "fulfil_by": "2026-12-31",
            "verify_on": "2027-03-31",
        }
    ],
}


@pytest.mark.parametrize(("no", "said"), [("reject", {}), ("return", {"back_to": APPLICANT})])
async def test_an_agreement_that_is_refused_brings_no_duties(office: Office, no: str, said: dict[str, str]) -> None:
    agreement = await office.hand_in(SALES, "service_agreement", "service_agreement", AGREEMENT)
    await office.press(LEADER, agreement.id, "approve")
    await office.press(MANAGEMENT_REP, agreement.id, no, reason="We cannot keep it", **said)
    assert not office.rows("SELECT id FROM record WHERE origin_id = ?", agreement.id)
