"""R25: quality information, once handed in, is closed by quality and by nobody else."""

from __future__ import annotations

import pytest

from bot.desk.model import Refused
from bot.procedure import engine
from bot.procedure.chapters import CHAPTERS
from bot.procedure.engine import Case, NotNow
from bot.procedure.workflow import Chapter
from tests.desk.office import ALERT, LI, SUN, ZHAO, Office


@pytest.mark.parametrize("of", CHAPTERS.values(), ids=CHAPTERS)
def test_the_engine_withdraws_only_what_may_be_withdrawn(of: Chapter) -> None:
    case = Case(of, of.routes[0].key, engine.OPEN, 0, 1, {})
    if of.withdrawable:
        assert engine.withdraw(case, []).case.state == engine.WITHDRAWN
        return
    with pytest.raises(NotNow):
        engine.withdraw(case, [])


def test_quality_information_may_not() -> None:
    assert not CHAPTERS["quality_alert"].withdrawable


async def test_an_alert_is_not_taken_back_by_who_reported_it(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    card = await office.desk.show(await office.actor(LI), alert.id)
    data = [button.data for row in card.rows for button in row]
    assert f"r:{alert.id}:urge" in data
    assert f"r:{alert.id}:back" not in data
    with pytest.raises(Refused, match="cannot be withdrawn once it is handed in"):
        await office.desk.withdraw(await office.actor(LI), alert.id)
    assert (await office.record(alert.id)).state == engine.OPEN


async def test_the_alert_outlives_the_record_that_it_came_from(office: Office) -> None:
    part = await office.part(quality_info=True)
    await office.desk.withdraw(await office.actor(LI), part.id)
    assert (await office.record(part.id)).state == engine.WITHDRAWN
    (alert,) = office.rows("SELECT state FROM record WHERE kind = 'quality_alert'")
    assert alert["state"] == engine.OPEN


async def test_who_withdraws_is_not_told_of_it_by_another_message(office: Office) -> None:
    part = await office.part()
    told = "SELECT count(*) AS n FROM outbox WHERE kind = 'progress'"
    (before,) = office.rows(told)
    await office.desk.withdraw(await office.actor(LI), part.id)
    (after,) = office.rows(told)
    assert after["n"] == before["n"]
    assert (await office.record(part.id)).state == engine.WITHDRAWN


async def test_who_was_writing_is_told_that_somebody_else_settled_it(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    item = await office.item(alert.id)
    for reader in (ZHAO, SUN):
        await office.desk.press(await office.actor(reader), item.id, item.version, "take")
    await office.press(ZHAO, alert.id, "take", priority="1")
    told = office.rows("SELECT telegram_id FROM outbox JOIN account USING (person_id) WHERE kind = 'notice'")
    assert [row["telegram_id"] for row in told] == [SUN]
    assert not office.rows("SELECT * FROM draft")
