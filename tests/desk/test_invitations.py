"""Invitations and deputies: void once whoever invited may no longer, and told to those whom it concerns."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.desk.model import Refused
from bot.procedure.roles import Role
from bot.storage import people
from tests.desk.office import LI, WANG, ZHANG, Office

ADMIN, GUEST = 1017, 9001


async def invited(office: Office, by: int) -> str:
    """The token for an engineer of after-sale service."""
    actor = await office.actor(by)
    unit = actor.member.unit_id if by == WANG else 3
    assert unit is not None
    return await office.desk.invite(actor, name="Tom", unit_id=unit, role="field_staff", supervisor_id=None)


async def test_who_joined_is_told_to_whoever_invited_and_to_administrators(office: Office) -> None:
    await office.desk.join(GUEST, "Tommy", "en", await invited(office, WANG))
    told = office.rows("SELECT telegram_id, params FROM outbox JOIN account USING (person_id) ORDER BY 1")
    assert [row["telegram_id"] for row in told] == [WANG, ADMIN]
    assert all('"shown": "Tommy"' in row["params"] and str(GUEST) in row["params"] for row in told)


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.STAFF.value}, {"unit_id": 1}])
async def test_what_was_given_out_is_void_once_one_may_no_longer_invite(
    office: Office, change: dict[str, object]
) -> None:
    token = await invited(office, WANG)
    wang = (await office.actor(WANG)).member
    await office.database.write(lambda tx: people.change_person(tx, wang.id, **change))
    with pytest.raises(Refused, match="no longer valid"):
        await office.desk.join(GUEST, "Tommy", "en", token)
    assert not office.rows("SELECT * FROM account WHERE telegram_id = ?", GUEST)


async def test_a_deputy_and_whoever_they_stand_in_for_are_told(office: Office) -> None:
    wang, zhang, li = [await office.actor(account) for account in (WANG, ZHANG, LI)]
    now = office.clock.now()
    for setter in (wang, li):  # their leader, then they themselves
        await office.desk.set_absence(
            setter,
            person_id=li.member.id,
            deputy_id=zhang.member.id,
            starts_at=now,
            ends_at=now + timedelta(days=3),
        )
        office.clock.advance(minutes=1)
    told = office.rows("SELECT person_id, params FROM outbox ORDER BY id")
    assert [row["person_id"] for row in told] == [zhang.member.id, li.member.id, zhang.member.id]
    said = json.loads(told[1]["params"])["values"]
    assert (said["setter"], said["deputy"], said["until"]) == ("Wang Fang", "Zhang Lei", "Thu 26 Nov 09:00")


async def test_only_administrators_shut_others_out_and_it_is_in_the_trail(office: Office) -> None:
    admin, wang, li = [await office.actor(account) for account in (ADMIN, WANG, LI)]
    assert await office.desk.everybody(wang) == []
    for actor, person in ((wang, li), (admin, admin)):
        with pytest.raises(Refused):
            await office.desk.shut_out(actor, person.member.id)
    await office.desk.shut_out(admin, li.member.id)
    assert await office.desk.member(LI) is None
    (entry,) = office.rows("SELECT actor_id, data FROM event WHERE action = 'shut_out'")
    assert (entry["actor_id"], json.loads(entry["data"])) == (admin.member.id, {"person": li.member.id})
