"""T7, R1, R25: a part that arrives damaged or incomplete is somebody's business."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.model import Refused
from bot.procedure.kinds import Unreadable
from bot.storage.rows import RecordRow
from tests.desk.office import CHEN, LI, LIU, WANG, ZHAO, ZHOU, Office

ARRIVED = {"received_qty": 2, "received_by": "Zheng"}


async def shipped(office: Office, **other: Any) -> RecordRow:
    """A warranty part on its way, sent by Chen Gang."""
    part = await office.part(**other)
    await office.press(WANG, part.id, "approve")
    await office.press(ZHAO, part.id, "sign", finding="ours")
    await office.press(CHEN, part.id, "ready_made")
    await office.press(ZHOU, part.id, "ready_bought")
    await office.press(LIU, part.id, "settle", settlement="free")
    await office.press(CHEN, part.id, "ship", carrier="SF Express", waybill_no="SF1")
    return part


def alerts(office: Office) -> list[dict[str, object]]:
    found = office.rows(
        "SELECT id, json_extract(data, '$.title') AS title, json_extract(data, '$.found_where') AS place, origin_id "
        "FROM record WHERE kind = 'quality_alert' ORDER BY id"
    )
    return [dict(row) for row in found]


def told(office: Office, text: str) -> set[str]:
    rows = office.rows(
        "SELECT p.name_en FROM outbox o JOIN person p ON p.id = o.person_id "
        "WHERE o.kind = 'notice' AND o.params LIKE ?",
        f"%{text}%",
    )
    return {row["name_en"] for row in rows}


def offers(office: Office, data: list[str]) -> list[str]:
    return [d for d in data if ":new:" in d]


async def buttons(office: Office, account: int, record_id: int) -> list[str]:
    card = await office.desk.details(await office.actor(account), record_id)
    return [button.data for row in card.rows for button in row]


async def test_what_is_wrong_must_be_said(office: Office) -> None:
    part = await shipped(office)
    with pytest.raises(Refused, match="Still missing"):
        await office.press(LI, part.id, "receive", **ARRIVED, received_state="damaged")


@pytest.mark.parametrize(("count", "text"), [(3, "is about {qty}"), (1, "not complete")])
async def test_how_many_arrived_is_held_against_the_notice(office: Office, count: int, text: str) -> None:
    part = await shipped(office, qty=2)
    with pytest.raises(Unreadable, match=text):
        await office.press(LI, part.id, "receive", received_qty=count, received_by="Zheng", received_state="good")


async def test_in_good_order_nobody_is_bothered(office: Office) -> None:
    part = await shipped(office)
    await office.press(LI, part.id, "receive", **ARRIVED, received_state="good")
    assert alerts(office) == []
    assert told(office, "It arrived") == set()
    assert offers(office, await buttons(office, LI, part.id)) == []


async def test_damaged_opens_an_alert_even_if_the_fault_has_one(office: Office) -> None:
    part = await shipped(office, quality_info=True)
    await office.press(
        LI, part.id, "receive", **ARRIVED, received_state="damaged", receipt_fault="Housing cracked", receipt_photos=[1]
    )
    first, second = alerts(office)
    assert first["title"] == "It died"
    assert (second["title"], second["place"], second["origin_id"]) == ("Housing cracked", "receipt", part.id)
    assert (await office.item(int(str(second["id"])))).unit_kinds == "quality_dept"
    assert told(office, "It arrived damaged") == {"Chen Gang"}


async def test_incomplete_is_told_to_sender_and_quality_and_a_further_notice_knows_everything(office: Office) -> None:
    part = await shipped(office)
    await office.press(LI, part.id, "receive", **ARRIVED, received_state="short", receipt_fault="One is missing")
    assert alerts(office) == []
    assert told(office, "It arrived incomplete") == {"Chen Gang", "Zhao Min", "Sun Hao"}
    assert offers(office, await buttons(office, LI, part.id)) == [f"r:{part.id}:new:spare_part:warranty_spare"]

    actor = await office.actor(LI)
    draft_id = await office.desk.start(actor, "spare_part", "warranty_spare", part.id)
    sitting = await office.desk.sitting(actor.member, draft_id)
    known = ("customer_id", "site_id", "part_id", "receiver_id", "receiver_phone", "complaint", "photos")
    assert {name: sitting.data.get(name) for name in known} == {name: part.data[name] for name in known}
    assert (sitting.data["reason"], sitting.assumed) == ("short", ("qty",)), "what is known is not assumed"


async def test_each_part_shipped_owes_one_old_part_or_a_reason(office: Office) -> None:
    """T8."""
    part = await shipped(office)
    await office.press(LI, part.id, "receive", **ARRIVED, received_state="good")
    back = {"old_part_tag": "T-17", "old_part_waybill": "SF2"}
    with pytest.raises(Unreadable, match="were shipped"):
        await office.press(LI, part.id, "send_old", **back, old_part_qty=3)
    with pytest.raises(Refused, match="Still missing"):
        await office.press(LI, part.id, "send_old", **back, old_part_qty=1)
    await office.press(LI, part.id, "send_old", **back, old_part_qty=1, old_parts_kept="Lost")
    assert (await office.item(part.id)).step == "take_in"
