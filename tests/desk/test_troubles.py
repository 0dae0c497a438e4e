"""What leaders and administrators are told of people whom nothing reaches."""

from __future__ import annotations

from sqlalchemy import delete

from bot.desk import troubles
from bot.storage.tables import account
from bot.storage.tx import Tx
from tests.desk.office import LI, Office


async def test_who_never_joined_is_to_be_invited(office: Office) -> None:
    li = (await office.actor(LI)).member.id

    def never_joined(tx: Tx) -> None:
        tx.conn.execute(delete(account).where(account.c.person_id == li))
        troubles.unreachable(tx, li)

    await office.database.write(troubles.unreachable, li)
    office.clock.advance(days=1)
    await office.database.write(never_joined)
    told = [
        row["params"] for row in office.rows("SELECT params FROM outbox WHERE key LIKE '%unreachable:%' ORDER BY id")
    ]
    assert "cannot be reached in chat" in told[0]
    assert "has not joined yet" in told[-1]
