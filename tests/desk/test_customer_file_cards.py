"""What people see of a customer file on its way: what is checked, what is on file, and that it is theirs to see."""

from __future__ import annotations

from typing import Any

from bot.cards.record_card import record_card
from bot.desk import lists, views
from bot.desk.house import tongue_of
from bot.procedure.customer_file import CHANGE, NEW
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx
from tests.desk.office import CHEN, LI, ZHANG, Office

XU = 1019  # project team
CONTACT = {"name": "Thomas", "phone": "13804311234", "language": "en", "channel": "phone"}


async def entered(office: Office) -> RecordRow:
    """A new customer's file, waiting for its check."""
    li, zhang = [(await office.actor(account)).member.id for account in (LI, ZHANG)]
    answers: dict[str, Any] = {"code": "BBA", "name": "BMW Brilliance", "engineer_id": li, "deputy_id": zhang}
    return await office.hand_in(
        XU, "customer_file", NEW, {**answers, "plants": [{"name": "Dadong"}], "contacts": [CONTACT]}
    )


async def test_who_checks_a_new_file_sees_plants_and_contacts(office: Office) -> None:
    record = await entered(office)
    li = (await office.actor(LI)).member

    def draw(tx: Tx) -> tuple[str, int]:
        view = views.view(tx, office.desk.house, li, record)
        return record_card(view, tongue_of(li, tx)).text, len(view.starts)

    text, starts = await office.read(draw)
    assert "Dadong" in text
    assert "13804311234" in text
    assert starts == 0  # no change of what is not in force


async def test_the_project_team_finds_the_changes_of_others(office: Office) -> None:
    zhang = await office.actor(ZHANG)
    draft = await office.begin(ZHANG, "customer_file", CHANGE, {"change": "New phone"})
    await office.desk.pick(zhang, draft, "customer_id", 1)
    record = await office.record((await office.desk.submit(zhang, draft)).record_id)
    team, other = [(await office.actor(account)).member for account in (XU, CHEN)]
    assert [line.number for line in await office.read(lambda tx: lists.find(tx, team, record.number))]
    assert not await office.read(lambda tx: lists.find(tx, other, record.number))


async def test_who_reports_a_change_is_told_what_the_form_shows(office: Office) -> None:
    zhang = await office.actor(ZHANG)
    draft = await office.begin(ZHANG, "customer_file", CHANGE, {"change": "New name"})
    await office.desk.pick(zhang, draft, "customer_id", 1)
    assert "This is what is on file." in (await office.desk.sitting(zhang.member, draft)).warning
    await office.put(draft, {"name": "Another name"})
    assert not (await office.desk.sitting(zhang.member, draft)).warning
