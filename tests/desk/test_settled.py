"""A press on what is settled: whoever had a card learns who was faster, and nobody else learns anything (R25)."""

from __future__ import annotations

import pytest

from bot.desk.model import Refused
from tests.desk.office import ALERT, LI, SALES, SUN, ZHAO, Office

LATE = "SELECT telegram_id FROM event WHERE action = 'refused_late'"


async def test_only_those_concerned_are_told_who_did_it(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    item = await office.item(alert.id, "take")
    await office.press(ZHAO, alert.id, "take", priority="1")
    pressed = await office.desk.press(await office.actor(SUN), item.id, item.version, "take")
    assert pressed.stale
    assert "Nothing left to do" in pressed.text
    with pytest.raises(Refused, match="not yours"):
        await office.desk.press(await office.actor(SALES), item.id, item.version, "take")
    assert [row["telegram_id"] for row in office.rows(LATE)] == [SUN]
