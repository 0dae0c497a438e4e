"""Lists on a card: each sees what is theirs, a line each where one line does not hold them."""

from __future__ import annotations

from bot.cards.details_card import details_card
from bot.cards.record_card import record_card
from bot.desk import views
from bot.desk.house import tongue_of
from bot.desk.outcomes import next_up
from bot.storage.tx import Tx
from tests.desk.office import SALES, ZHAO, ZHOU, Office

WU, MANAGER = 1012, 1014  # research institute; management
LINES = [
    {"kind": "a", "what": "Outline drawing"},
    {"kind": "b", "what": "User manual"},
    {"kind": "c", "what": "Two test pieces"},
    {"kind": "d", "what": "Roadmap"},
    {"kind": "e", "what": "PPAP file", "source": "purchased"},
]
ASKED = {
    "purpose": "data", "customer_id": 1, "contact_id": 1, "product_id": 1, "due_on": "2026-12-10", "lines": LINES,
}  # fmt: skip


async def test_a_provider_reads_its_own_lines_and_details_all(office: Office) -> None:
    record = await office.hand_in(WU, "data_request", "data_request", ASKED)
    quality, purchasing = await card(office, ZHAO, record.id), await card(office, ZHOU, record.id)
    assert "• b Manuals, specs, QA documents · User manual · Quality" in quality
    assert "Outline drawing" not in quality
    assert "PPAP file" in purchasing
    assert "•" not in purchasing  # one is told on the label's line
    assert "• a Specs, models, samples · Outline drawing · Research institute" in await details(office, ZHAO, record.id)


async def test_a_long_list_is_cut_on_the_card(office: Office) -> None:
    record = await office.hand_in(WU, "data_request", "data_request", ASKED)
    assert "… and 1 more" in await card(office, MANAGER, record.id)


async def test_what_several_owe_is_said_once(office: Office) -> None:
    record = await office.hand_in(WU, "data_request", "data_request", ASKED)
    wu = (await office.actor(WU)).member
    owed = await office.read(lambda tx: next_up(tx, wu, record))
    assert owed == "provide what is requested (you, Quality and Zhou Jie)"


async def test_what_waits_for_another_record_is_under_way(office: Office) -> None:
    told = {"customer_id": 1, "said_by": "Zheng", "channel": "phone", "received_at": "2026-11-23T00:30:00+00:00"}
    leak = {"said": "Two leaks", "stage": "after_sale", "quality_info": True, "urgency": "normal"}
    record = await office.hand_in(SALES, "customer_info", "customer_info", {**told, **leak})
    assert "quality\u2060⏳" in await card(office, SALES, record.id)


async def card(office: Office, account: int, record_id: int) -> str:
    member = (await office.actor(account)).member

    def draw(tx: Tx) -> str:
        view = views.view(tx, office.desk.house, member, views.visible(tx, member, record_id))
        return record_card(view, tongue_of(member, tx)).text

    return await office.read(draw)


async def details(office: Office, account: int, record_id: int) -> str:
    member = (await office.actor(account)).member

    def draw(tx: Tx) -> str:
        view = views.view(tx, office.desk.house, member, views.visible(tx, member, record_id))
        return details_card(view, tongue_of(member, tx)).text

    return await office.read(draw)
