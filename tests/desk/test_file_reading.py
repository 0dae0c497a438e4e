"""Who reads what of a customer file: a service centre is a firm outside (R40)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.desk import sittings
from bot.desk.model import Refused
from bot.storage import customer_files as files
from bot.storage.tables import customer
from bot.storage.tx import Tx
from tests.desk.office import LI, Office
from tests.desk.test_overseeing import JOB

LUO = 1020  # of the service centre
SECRET = "Prices are fixed until June"


async def put(office: Office, **terms: Any) -> None:
    """Something into the file of customer 1, as its next version."""

    def write(tx: Tx) -> None:
        tx.conn.execute(update(customer).where(customer.c.id == 1).values(**terms))
        files.adopt(tx, 1)

    await office.database.write(write)


async def read(office: Office, account: int) -> str:
    return (await office.desk.customer_file((await office.actor(account)).member, 1)).text


async def test_a_centre_reads_what_a_job_needs_and_no_more(office: Office) -> None:
    await put(office, special_requirements=SECRET, old_part_rule="Every part comes back")
    own, centre = await read(office, LI), await read(office, LUO)
    assert SECRET in own
    assert "Every part comes back" in own
    assert SECRET not in centre
    assert "Every part comes back" in centre


async def test_what_it_does_not_read_it_cannot_change_either(office: Office) -> None:
    """Its report of a change holds what it reads; the rest of the file stays as it is."""
    await put(office, special_requirements=SECRET)
    draft = await office.desk.begin_file_change(await office.actor(LUO), 1)
    member = (await office.actor(LUO)).member
    data = (await office.read(lambda tx: sittings.show(tx, member, draft))).data
    assert data["contacts"]
    assert SECRET not in data.values()
    await office.put(draft, {"change": "New fax", "short_name": "FJ"})
    change = await office.record((await office.desk.submit(await office.actor(LUO), draft)).record_id)
    assert change.data["special_requirements"] == SECRET
    details = await office.desk.details(await office.actor(LUO), change.id)
    assert SECRET not in details.text
    assert SECRET in (await office.desk.details(await office.actor(LI), change.id)).text


async def test_a_strictly_confidential_customer_only_with_dealings(office: Office) -> None:
    await put(office, confidentiality="strict")
    with pytest.raises(Refused, match="no such customer file"):
        await read(office, LUO)
    assert await read(office, LI)
    await office.hand_in(LUO, "site_job", "site_job", JOB)
    assert await read(office, LUO)
