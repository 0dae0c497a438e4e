"""Who may take a record out with its proof, and how often."""

from __future__ import annotations

import pytest

from bot.desk import exporting
from bot.desk.model import Refused
from bot.storage import trail
from tests.desk.office import AUDITOR, LI, SUN, WANG, ZHAO, Office

ADMIN = 1017


async def allowed(office: Office, account: int, number: str) -> str:
    return await office.database.write(exporting.allow, office.desk.house, await office.actor(account), number)


async def refusal(office: Office, account: int, number: str) -> str:
    """The sentence; and that nothing was done."""
    before = await office.read(trail.end)
    with pytest.raises(Refused) as refused:
        await allowed(office, account, number)
    assert await office.read(trail.end) == before
    return refused.value.msgid


async def test_nobody_takes_out_what_is_not_theirs_nor_too_much_nor_too_often(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await office.part()).number
    for account in (LI, WANG, ZHAO, SUN):
        assert "Only auditors and administrators" in await refusal(office, account, number)
    hidden = await refusal(office, ADMIN, number)  # it is another unit's
    assert hidden == await refusal(office, AUDITOR, "SP-202611-0999")
    with monkeypatch.context() as patch:
        patch.setattr(exporting, "LARGEST", -1)
        assert "larger than Telegram lets me send" in await refusal(office, AUDITOR, number)
    monkeypatch.setattr(exporting, "DAILY", 1)
    assert await allowed(office, AUDITOR, number.lower()) == number
    assert "that is the limit" in await refusal(office, AUDITOR, number)
    office.clock.advance(days=1)
    assert await allowed(office, AUDITOR, number) == number
