"""R4 to R6: who may open what, by the menu, by a made-up press and by the desk; and who may not."""

from __future__ import annotations

import pytest

from bot.demo.run import Demo
from bot.desk import opening
from bot.desk.model import Actor, Refused
from bot.procedure.chapters import CHAPTERS
from bot.procedure.permissions import may_open
from bot.storage import people
from bot.storage.tx import Tx
from tests.scenario.forging import forged
from tests.scenario.stage import told
from tests.scenario.talk import CHEN, LI, WU, ZHAO, Books, Talk, labels

SELLER, XU, ADMIN, AUDITOR = 1010, 1019, 1017, 1018
WARRANTY, RESUPPLY, LATE, JOB = "🔩 Warranty part", "🔩 Resupply for the OEM", "🚚 Late delivery", "🛠 On-site job"
MAY = {  # after the sale: service and sales (R5, R44); before and in it: research and development (R4, R34)
    LI: {WARRANTY, JOB},
    SELLER: {WARRANTY, JOB},
    WU: {RESUPPLY, JOB},
    CHEN: {LATE, JOB},
    XU: {JOB},
    ZHAO: {JOB},
    ADMIN: set(),
    AUDITOR: set(),
}
EVERY = (WARRANTY, RESUPPLY, LATE)
DATA = {
    WARRANTY: "n:spare_part:warranty_spare",
    RESUPPLY: "n:spare_part:oem_resupply",
    LATE: "n:late_delivery:late_delivery",
}
REFUSED = "Your unit does not open this kind of record."


@pytest.mark.shows("R4", "R5", "R34", "R44")
@pytest.mark.parametrize("person", MAY)
async def test_each_unit_opens_its_own(talk: Talk, person: int) -> None:
    offered = labels(await talk.fill(person, "=/new"))
    assert {JOB, *EVERY} & set(offered) == MAY[person]
    for form in set(EVERY) - MAY[person]:
        await talk[person].callback((await talk[person].last())["id"], DATA[form], wait=5)
        await talk.settled()
        assert await told(talk[person]) == REFUSED


@pytest.mark.shows("R4", "R5")
async def test_the_desk_opens_nothing_for_whoever_may_not(demo: Demo) -> None:
    await demo.app.database.write(_nobody_else, demo)


def _nobody_else(tx: Tx, demo: Demo) -> None:
    for account in MAY:
        member = people.by_account(tx, account)
        assert member is not None
        for of in CHAPTERS.values():
            for route in (r for r in of.routes if not may_open(member, r)):
                with pytest.raises(Refused, match="Your unit"):
                    opening.open_record(tx, demo.app.desk.house, Actor(member, account), of.kind, route.key, {})


@pytest.mark.shows("R4", "R5")
async def test_what_comes_of_another_record_is_not_begun_by_itself(talk: Talk, books: Books) -> None:
    hidden = [f"n:{c.kind}:{r.key}" for c in CHAPTERS.values() for r in c.routes if not r.menu]
    heard = await forged(talk, (LI, ZHAO), *hidden)
    assert heard == {REFUSED, "This is not begun by itself. Please open the record that it belongs to."}
    assert not books.rows("SELECT id FROM draft")
