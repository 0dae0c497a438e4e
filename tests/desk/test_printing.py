"""The notice on paper: in the reader's language, nothing in it is markup of somebody's, and only for who may see it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from bot.desk.choices import APPLICANT
from bot.desk.model import Refused
from bot.storage.tables import person
from tests.desk.office import ALERT, LI, WANG, ZHANG, ZHAO, Office


async def page(office: Office, account: int, record_id: int) -> str:
    return (await office.desk.printed(await office.actor(account), record_id)).html


def ink(html: str) -> list[str]:
    """The lines that are left for ink."""
    return re.findall(r'<tr class="ink"><th>(.*?)</th>', html)


async def test_markup_in_an_answer_is_only_text(office: Office) -> None:
    part = await office.part(complaint='<script>alert("x")</script>', receiver_phone="<img src=x>")
    html = await page(office, LI, part.id)
    assert '&lt;script&gt;alert("x")&lt;/script&gt;' in html
    assert not re.search(r"<(script|img|link|iframe)|https?://|url\(", html)


async def test_it_is_written_in_the_readers_language(office: Office) -> None:
    part = await office.part()
    await office.database.write(lambda tx: tx.conn.execute(update(person).values(language="zh_CN")))
    html = await page(office, LI, part.id)
    assert '<html lang="zh-CN">' in html
    assert "<th>数量</th><td>2</td>" in html
    assert "2026年12月10日(周四)" in html


async def test_what_was_sent_back_is_signed_anew(office: Office) -> None:
    part = await office.part()
    assert ink(await page(office, LI, part.id))[:2] == ["Unit leader", "Quality"]
    await office.press(WANG, part.id, "approve")
    html = await page(office, LI, part.id)
    assert "Wang Fang approved" in html
    assert ink(html)[0] == "Quality"
    await office.press(ZHAO, part.id, "return", reason="Not complete", back_to=APPLICANT)
    html = await page(office, LI, part.id)
    assert ink(html)[:3] == ["Applied", "Unit leader", "Quality"]
    assert "Wang Fang approved" not in html
    office.clock.advance(hours=1)
    await office.press(LI, part.id, "resubmit", qty=4)
    html = await page(office, LI, part.id)
    assert "<th>Applied</th><td>Li Wei</td><td>Mon 23 Nov 2026 10:00</td>" in html
    assert ink(html)[0] == "Unit leader"


async def test_what_was_rejected_leaves_no_box(office: Office) -> None:
    part = await office.part()
    await office.press(WANG, part.id, "reject", reason="Not needed")
    html = await page(office, LI, part.id)
    assert f"{part.number} · Rejected</p>" in html
    assert "<td>Wang Fang rejected it</td>" in html
    assert not ink(html)


async def test_it_is_for_those_who_may_see_it_and_for_what_is_a_form_on_paper(office: Office) -> None:
    part = await office.part()
    alert = await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    with pytest.raises(Refused, match="nothing to print"):
        await page(office, ZHAO, alert.id)
    with pytest.raises(Refused, match="no such record"):
        await page(office, ZHANG, part.id + 999)
    with pytest.raises(Refused, match="no such record"):
        await page(office, LI, alert.id)
