"""A suspended service centre gets no new work until it is verified again (R39, R40)."""

from __future__ import annotations

import pytest

from bot.desk.model import Refused
from bot.procedure.kinds import Unreadable
from tests.desk.office import SUN, WANG, ZHAO, Office
from tests.desk.test_handing_over import CENTRE, VERIFIED, id_of
from tests.desk.test_overseeing import JOB
from tests.desk.test_refusing import AGREEMENT

LUO, SELLER = 1020, 1010


async def verified(office: Office, state: str) -> str:
    """Quality verifies the centre; the verification's number."""
    asked = {"centre_id": CENTRE, "verify_by": "2026-12-15", "occasion": "Complaints"}
    centre = await office.hand_in(WANG, "service_centre", "service_centre", asked)
    await office.press(ZHAO, centre.id, "verify", **VERIFIED | {"centre_state": state})
    await office.press(SUN, centre.id, "approve")
    return centre.number


async def offered(office: Office, query: str = "") -> list[str]:
    draft = await office.begin(WANG, "site_job", "site_job", JOB)
    wang = (await office.actor(WANG)).member
    return [option.label for option in await office.desk.options(wang, draft, "engineer_id", query)]


async def test_nothing_new_is_assigned_to_its_people(office: Office) -> None:
    job = await office.hand_in(WANG, "site_job", "site_job", JOB | {"engineer_id": await id_of(office, LUO)})
    luo = await id_of(office, LUO)
    number = await verified(office, "suspended")
    assert not any("Luo Cheng" in label for label in await offered(office))
    assert any("Luo Cheng" in label for label in await offered(office, "Luo")), "to be told why not"
    with pytest.raises(Unreadable, match="suspended") as no:
        await office.hand_in(WANG, "site_job", "site_job", JOB | {"engineer_id": luo})
    assert no.value.values == {"number": number}
    with pytest.raises(Unreadable, match="Your service centre is suspended"):
        await office.begin(LUO, "site_job", "site_job", JOB)
    duty = {**AGREEMENT["duties"][0], "unit_id": CENTRE}
    with pytest.raises(Unreadable, match="suspended"):
        await office.hand_in(SELLER, "service_agreement", "service_agreement", {**AGREEMENT, "duties": [duty]})
    await office.press(LUO, job.id, "accept")  # what it has already it may end


async def test_what_somebody_has_is_passed_on_to_nobody_there(office: Office) -> None:
    job = await office.hand_in(WANG, "site_job", "site_job", JOB | {"engineer_id": await id_of(office, 1001)})
    await verified(office, "suspended")
    item = await office.item(job.id, "accept")
    draft = await office.desk.begin_passing(await office.actor(WANG), item.id)
    await office.put(draft, {"transfer_to": await id_of(office, LUO), "reason": "Nearer"})
    with pytest.raises((Refused, Unreadable), match="suspended"):
        await office.desk.submit(await office.actor(WANG), draft)


async def test_verified_again_it_gets_work_as_before(office: Office) -> None:
    await verified(office, "suspended")
    await verified(office, "authorised")
    assert any("Luo Cheng" in label for label in await offered(office))
    assert await office.hand_in(LUO, "site_job", "site_job", JOB)
