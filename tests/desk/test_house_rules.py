"""Every house rule is obeyed: what its other answer changes. That administrators set them is played in the chat."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.desk.model import Refused
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tables import file
from tests.desk.office import ALERT, CHEN, LI, LIU, SALES, WANG, ZHAO, ZHOU, Office

ADMIN, REP, WU = 1017, 1014, 1012
PREPARING = ["make_ready", "buy_ready", "settle"]
RESUPPLY = {
    "customer_id": 1, "site_id": 1, "receiver_id": 1, "receiver_phone": "138 4312 0099", "part_id": 1, "qty": 2,
    "reason": "short", "source_no": "OEM-1", "needed_on": "2026-12-10", "urgency": "normal",
}  # fmt: skip
TOLD = {"told_contact_id": 1, "told_channel": "phone"}
REFUSED = {
    "consent": "refused", "consent_contact_id": 1, "consent_channel": "phone", "refusal_reason": "The line needs them",
    "next_action": "Air freight",
}  # fmt: skip


async def settle(office: Office, key: str, answer: Any, account: int = ADMIN) -> None:
    await office.desk.set_rule(await office.actor(account), key, answer)


async def owed(office: Office, record: RecordRow) -> list[str]:
    """The steps that are open now."""
    return [item.step for item in await office.read(lambda tx: records.items(tx, record.id, only_open=True))]


async def arrived(office: Office) -> RecordRow:
    """A warranty part that its receiver has."""
    part = await office.part()
    await office.press(WANG, part.id, "approve")
    await office.press(ZHAO, part.id, "sign", finding="ours")
    await office.press(CHEN, part.id, "ready_made")
    await office.press(ZHOU, part.id, "ready_bought")
    await office.press(LIU, part.id, "settle", settlement="free")
    await office.press(CHEN, part.id, "ship", carrier="SF", waybill_no="SF1")
    await office.press(LI, part.id, "receive", received_qty=2, received_state="good", received_by="Zheng")
    return part


async def delay(office: Office) -> RecordRow:
    """A delay that manufacturing reports."""
    line_id, _ = await office.line("4500917362", 10)
    answers = {
        "order_line_id": line_id, "new_date": "2026-12-31", "late_qty": 300, "cause_class": "material",
        "cause": "Magnets come late", "remedy": "Second source",
    }  # fmt: skip
    return await office.hand_in(CHEN, "late_delivery", "late_delivery", answers)


async def test_whether_a_stopped_line_ships_first(office: Office) -> None:
    assert await owed(office, await office.part(urgency="line_down")) == ["review", "confirm", *PREPARING]
    await settle(office, "ship_before_signature", False)
    assert await owed(office, await office.part(urgency="line_down")) == ["review"]


async def test_whether_an_old_part_is_owed(office: Office) -> None:
    assert await owed(office, await arrived(office)) == ["send_old"]
    await settle(office, "old_part_owed", False)
    assert await owed(office, await arrived(office)) == ["determine"]


@pytest.mark.parametrize(
    ("who", "step", "account"), [("leader", "determine_leader", WANG), ("quality", "determine_quality", ZHAO)]
)
async def test_who_determines_alone(office: Office, who: str, step: str, account: int) -> None:
    await settle(office, "old_part_owed", False)
    await settle(office, "determination", who)
    part = await arrived(office)
    assert await owed(office, part) == [step]
    with pytest.raises(Refused):
        await office.press(LI, part.id, "no_action", reason="One-off, solved")
    await _all_stored(office, False)
    with pytest.raises(Refused, match="still being stored"):  # nor by a form (reliability 2.5)
        await office.press(account, part.id, "no_action", reason="One-off, solved")
    await _all_stored(office, True)
    await office.press(account, part.id, "no_action", reason="One-off, solved")
    done = await office.record(part.id)
    assert (done.state, done.data["cpa_needed"]) == ("done", False)


async def _all_stored(office: Office, are_stored: bool) -> None:
    await office.database.write(
        lambda tx: tx.conn.execute(update(file).values(stored_at=tx.now if are_stored else None)) and None
    )


async def test_an_action_follows_whoever_determines(office: Office) -> None:
    await settle(office, "old_part_owed", False)
    await settle(office, "determination", "leader")
    part = await arrived(office)
    await office.press(WANG, part.id, "action_needed", reason="Safety")
    spawned = await office.read(lambda tx: records.spawned(tx, part.id))
    assert "cpa" in [r.kind for r in spawned]


@pytest.mark.parametrize(("answer", "unit"), [("sales", "XS"), ("project_team", "XM"), ("manufacturing", "ZZ")])
async def test_who_tells_the_customer_of_a_delay(office: Office, answer: str, unit: str) -> None:
    await settle(office, "delay_notice_by", answer)
    (named,) = office.rows("SELECT id FROM unit WHERE code = ?", unit)
    assert (await office.item((await delay(office)).id)).unit_id == named["id"]


@pytest.mark.parametrize("escalates", [True, False])
async def test_whether_a_refusal_goes_to_management(office: Office, *, escalates: bool) -> None:
    await settle(office, "refusal_escalates", escalates)
    notice = await delay(office)
    await office.press(SALES, notice.id, "told", **TOLD)
    await office.press(SALES, notice.id, "answered", **REFUSED)
    (rep,) = office.rows("SELECT person_id FROM account WHERE telegram_id = ?", REP)
    told = office.rows("SELECT id FROM outbox WHERE person_id = ? AND key LIKE 'notice:refused:%'", rep["person_id"])
    assert bool(told) is escalates


async def test_whether_spare_parts_are_one_form(office: Office) -> None:
    await settle(office, "spare_part_form", "two")
    assert (await office.part()).number == "SP-202611-0001"
    assert (await office.hand_in(WU, "spare_part", "oem_resupply", RESUPPLY)).number == "RS-202611-0001"


@pytest.mark.parametrize("asked", [True, False])
async def test_whether_there_is_a_question_at_intake(office: Office, *, asked: bool) -> None:
    await settle(office, "preliminary_question", asked)
    draft_id = await office.begin(LI, "quality_alert", "quality_alert", ALERT)
    sitting = await office.desk.sitting((await office.actor(LI)).member, draft_id)
    assert ("action_likely" in {f.name for f in sitting.plan.shown(sitting.data)}) is asked


async def test_nobody_else_settles_them_and_nothing_that_is_no_answer(office: Office) -> None:
    for account in (LI, WANG, REP):
        with pytest.raises(Refused, match="Only administrators"):
            await settle(office, "finance_confirms", False, account)
    for key, answer in (("finance_confirms", "perhaps"), ("limit.delivery_question", "3 days"), ("nothing", True)):
        with pytest.raises(Refused):
            await settle(office, key, answer)
    with pytest.raises(Refused, match="counts forward"):
        await settle(office, "limit.approval_step", "-3wd")
    assert not office.rows("SELECT * FROM event WHERE action = 'setting_changed'")


async def test_quality_signs_a_resupply_with_its_opinion(office: Office) -> None:
    """R36: in one tap, or with a note for those who send it."""
    plain, noted = [await office.hand_in(WU, "spare_part", "oem_resupply", RESUPPLY) for _ in range(2)]
    await office.press(ZHAO, plain.id, "sign")
    await office.press(ZHAO, noted.id, "sign_noted", opinion_note="Check the batch")
    kept = [(await office.record(part.id)).data for part in (plain, noted)]
    assert [(data["opinion"], data.get("opinion_note")) for data in kept] == [
        ("agreed", None),
        ("noted", "Check the batch"),
    ]
    assert await owed(office, plain) == await owed(office, noted) == PREPARING
