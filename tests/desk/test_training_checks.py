"""Who may be on a training, and who may hold it (R42, R43)."""

from __future__ import annotations

import pytest

from bot.procedure.kinds import Unreadable
from tests.desk.office import LI, WANG, ZHANG, Office

HAO = 1023
WISH = {"topic": "repair", "product_id": 1, "need": "plan", "needed_by": "2026-12-20"}


async def test_everybody_is_on_the_list_once_and_nobody_trains_themselves(office: Office) -> None:
    li, zhang = [(await office.actor(account)).member.id for account in (LI, ZHANG)]
    wang = await office.actor(WANG)
    draft = await office.begin(WANG, "training", "own_training", {**WISH, "trainees": [{"person_id": zhang}, {}]})
    with pytest.raises(Unreadable, match="on the list already"):
        await office.desk.pick(wang, draft, "trainees.1.person_id", zhang)
    await office.desk.pick(wang, draft, "trainees.0.person_id", zhang)  # left as it is
    await office.put(draft, {"trainees": [{"person_id": zhang}]})
    number = (await office.desk.submit(wang, draft)).record_id
    item, hao = await office.item(number, "plan"), await office.actor(HAO)
    plan = (await office.desk.press(hao, item.id, item.version, "plan")).draft_id
    assert plan is not None
    with pytest.raises(Unreadable, match="choose another trainer"):
        await office.desk.pick(hao, plan, "trainer_id", zhang)
    await office.desk.pick(hao, plan, "trainer_id", li)


async def test_the_own_unit_is_offered_first_and_the_management_last(office: Office) -> None:
    wang = (await office.actor(WANG)).member
    draft = await office.begin(WANG, "training", "own_training", WISH)
    offered = [o.label for o in await office.desk.options(wang, draft, "trainees.0.person_id", "")]
    assert {"Wang Fang", "Li Wei", "Zhang Lei"} == set(offered[:3])
    assert not {"Fang Yuan", "Deng Yun", "Lin Tao"} & set(offered)


async def test_every_guest_is_on_the_list_once(office: Office) -> None:
    wang = await office.actor(WANG)
    guests = [{"name": "Li Ming, fitter"}, {}]
    draft = await office.begin(WANG, "training", "customer_training", {**WISH, "customer_id": 1, "guests": guests})
    with pytest.raises(Unreadable, match="on the list already"):
        await office.desk.answer(wang, draft, "guests.1.name", "li  ming, fitter")
    await office.desk.answer(wang, draft, "guests.1.name", "Wang Gang, fitter")
    assert (await office.desk.submit(wang, draft)).record_id
