"""Quality information is neither forwarded nor copied, as far as Telegram sees to that (R25); the rest may be."""

from __future__ import annotations

import pytest

from bot.reminders.renderer import Desktop
from bot.storage import outbox
from bot.storage.tx import Tx
from tests.desk.office import ALERT, LI, SUN, Office


@pytest.mark.parametrize("is_quality", [True, False])
async def test_cards_of_quality_information_are_protected(office: Office, is_quality: bool) -> None:
    opening = office.hand_in(LI, "quality_alert", "quality_alert", ALERT) if is_quality else office.part()
    record = await opening

    def protected(tx: Tx) -> set[bool]:
        rows = [row for _ in range(20) for row in outbox.claim(tx, 100) if row.record_id == record.id]
        return {parcel.protect for row in rows for parcel in Desktop(office.desk.house).render(tx, row)}

    assert await office.database.write(protected) == {is_quality}
    reader = await office.actor(SUN)
    assert (await office.desk.show(reader, record.id)).private is is_quality
    assert (await office.desk.details(reader, record.id)).private is is_quality
