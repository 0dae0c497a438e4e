"""Two approvals in a row by the same person are one press, and both are recorded; what must be signed apart is not."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from bot.cards.details_card import details_card
from bot.desk import same_hand, views
from bot.desk.house import tongue_of
from bot.desk.model import Pressed
from bot.procedure.workflow import APPROVE
from bot.storage.tables import person
from bot.storage.tx import Tx
from tests.desk.office import LEADER, LI, SUN, WANG, Office

LIN = 1014
DUTY = {
    "duty_kind": "response", "duty": "On site within 24 hours", "unit_id": 1, "fulfil_by": "2026-12-31",
    "verify_on": "2027-03-31",
}  # fmt: skip
AGREEMENT = {
    "customer_id": 1, "content": "On site within a day", "valid_from": "2026-12-01", "valid_to": "2027-11-30",
    "duties": [DUTY], "papers": None, "contract_no": None,
}  # fmt: skip


async def agreement(office: Office) -> int:
    """A service agreement of the sales leader, who answers to the management representative; its record."""
    his, hers = [(await office.actor(account)).member.id for account in (LEADER, LIN)]
    await office.database.write(
        lambda tx: tx.conn.execute(update(person).where(person.c.id == his).values(supervisor_id=hers))
    )
    return (await office.hand_in(LEADER, "service_agreement", "service_agreement", AGREEMENT)).id


def signed(office: Office, record_id: int) -> list[tuple[str, str]]:
    rows = office.rows("SELECT step, state FROM work_item WHERE record_id = ? ORDER BY id", record_id)
    return [(row["step"], row["state"]) for row in rows]


async def test_one_press_counts_for_both_and_both_are_recorded(office: Office) -> None:
    record_id = await agreement(office)
    pressed = await office.press(LIN, record_id, "approve")
    assert isinstance(pressed, Pressed)
    assert pressed.values["action"] == "Approve (also as management representative)"
    assert signed(office, record_id)[:2] == [("review", "done"), ("approve", "done")]
    record = await office.record(record_id)
    assert record.data["in_force_at"]
    told = office.rows("SELECT data FROM event WHERE record_id = ? AND action = 'approve' ORDER BY seq", record_id)
    assert ["same_hand" in row["data"] for row in told] == [False, True]
    lin = (await office.actor(LIN)).member

    def details(tx: Tx) -> str:
        return details_card(views.view(tx, office.desk.house, lin, record), tongue_of(lin, tx)).text

    assert (await office.read(details)).count("(same approver)") == 1


async def test_a_deputy_decides_once_for_each(office: Office) -> None:
    record_id = await agreement(office)
    lin, wang = [await office.actor(account) for account in (LIN, WANG)]
    now = office.clock.now()
    await office.desk.set_absence(
        lin, person_id=lin.member.id, deputy_id=wang.member.id, starts_at=now, ends_at=now + timedelta(days=3)
    )
    await office.press(WANG, record_id, "approve")
    assert signed(office, record_id) == [("review", "done"), ("approve", "open")]


async def test_quality_signs_for_itself_whoever_reviewed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if nothing were asked for its signature, as now its verdict is."""
    monkeypatch.setattr(same_hand, "engine", SimpleNamespace(offered=lambda case, step: (APPROVE,)))
    part = await office.part(LI)
    quality = await office.actor(SUN)
    await office.press(WANG, part.id, "transfer", transfer_to=quality.member.id, reason="On a business trip")
    await office.press(SUN, part.id, "approve")
    assert signed(office, part.id)[-1] == ("confirm", "open")
