"""What people write whom nobody knows is kept a day, in case it must be explained, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.storage import inbox, people
from bot.storage.database import Database
from bot.storage.tx import Tx

MEMBER, STRANGER = 5, 6


def said(number: int, by: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": {"id": by}, "text": "x"}}


def hire(tx: Tx) -> None:
    people.link_account(tx, MEMBER, people.add_person(tx, name="Li", role="staff", language="en"))


async def test_strangers_are_forgotten_and_members_are_not(database: Database) -> None:
    await database.write(hire)
    ids = await database.write(inbox.store, 1, [said(1, MEMBER), said(2, STRANGER), said(3, STRANGER)])
    await database.write(inbox.done, ids[0])
    await database.write(inbox.failed, ids[1], "cannot be read", for_good=True)
    now = await database.read(lambda tx: tx.now)
    assert await database.write(inbox.forget_strangers, now) == 0
    assert await database.write(inbox.forget_strangers, now + timedelta(days=1)) == 1
    left = await database.read(inbox.pending, limit=9)
    assert [row.id for row in left] == [ids[2]]  # not handled yet: it is still to be answered
