"""How a job ends (R31, T12), and what a card says of who sent it back, who asks and who answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.procedure.kinds import Label, Unreadable
from bot.procedure.reading import Reading
from bot.storage import records
from bot.storage.rows import RecordRow
from tests.desk.office import LI, WANG, Office
from tests.desk.test_archive import JOB, REPORT
from tests.desk.test_lists_on_cards import card

ZHANG = 1002
INSTALLATION = {**JOB, "service_type": "installation", "symptom_told": "Two controllers are to be fitted"}


async def reported(office: Office, **more: Any) -> RecordRow:
    """An installation that is reported; `more` is reported too."""
    job = await office.hand_in(LI, "site_job", "site_job", INSTALLATION)
    for action in ("start", "finish"):
        await office.press(LI, job.id, action)
    told = {name: value for name, value in REPORT.items() if name != "cause_class"}
    await office.press(LI, job.id, "report", **{**told, "photos": [await office.photo(LI)], **more})
    return await office.record(job.id)


async def brought_about(office: Office, job: RecordRow) -> dict[str, dict[str, Any]]:
    """The data of what came from it, by chapter."""

    return {row.kind: row.data for row in await office.read(lambda tx: records.spawned(tx, job.id))}


async def test_what_is_not_solved_is_followed_up_again(office: Office) -> None:
    job = await reported(office, result="temporary", follow_up_on="2026-11-30")
    await office.press(LI, job.id, "sign_off", signed=False, refusal_reason="Nobody there")
    first = await office.item(job.id, "follow_up")
    again = {"follow_up_result": "Still stalls", "follow_up_on": "2026-12-07"}
    await office.press(LI, job.id, "follow_up_again", **again)
    second = await office.item(job.id, "follow_up")
    assert (await office.record(job.id)).state == "open"
    assert first.due_at is not None
    assert second.due_at is not None
    assert (second.due_at - first.due_at).days == 7
    await office.press(LI, job.id, "follow_up", follow_up_result="Runs")
    assert (await office.record(job.id)).data["follow_up_result"] == "Runs"


async def test_an_installation_has_no_cause_and_its_alert_says_what_was_found(office: Office) -> None:
    job = await reported(office, quality_info=True)
    alert = (await brought_about(office, job))["quality_alert"]
    assert alert["title"] == alert["description"] == "Resets"


async def test_what_was_checked_when_it_was_installed_is_kept_with_its_values(office: Office) -> None:
    checked = {"item": "Idle speed", "standard": "800 ± 20 rpm", "measured": "805 rpm", "good": True}
    job = await reported(office, checked_items=[checked])
    shown = await office.desk.details(await office.actor(WANG), job.id)
    assert "Idle speed · 800 ± 20 rpm · 805 rpm · Yes" in shown.text


async def test_who_sent_it_back_who_asks_and_who_answers(office: Office) -> None:
    zhang = (await office.actor(ZHANG)).member.id
    job = await office.hand_in(WANG, "site_job", "site_job", {**JOB, "engineer_id": zhang})
    await office.press(ZHANG, job.id, "decline", reason="On leave")
    assert "Zhang Lei declined (On leave)" in await card(office, WANG, job.id)

    part = await office.part()
    await office.press(WANG, part.id, "ask", reason="Which batch?")
    assert "Wang Fang asks: Which batch?" in await card(office, LI, part.id)
    due = (await office.item(part.id, "answer")).parent_id
    await office.press(LI, part.id, "answer", reason="That of October")
    told = await card(office, WANG, part.id)
    assert "Wang Fang asks: Which batch?\nLi Wei answers: That of October" in told
    assert due == (await office.item(part.id, "approve")).id


@pytest.mark.parametrize("odd", ["?", "--"])
def test_a_number_on_a_label_has_a_letter_or_digit(odd: str) -> None:
    at = Reading(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert Label().read(" 20261018-0337 ", at) == "20261018-0337"
    with pytest.raises(Unreadable, match="letters or digits"):
        Label().read(odd, at)


async def test_no_job_is_left_open_once_somebody_is_there(office: Office) -> None:
    job = await office.hand_in(LI, "site_job", "site_job", INSTALLATION)
    assert "Please be on site by" in await card(office, LI, job.id)
    await office.press(LI, job.id, "on_site")
    there = await office.item(job.id, "start")
    await office.press(LI, job.id, "start")
    item = await office.item(job.id, "finish")
    assert item.deadline_rule == "site_work:10wd"
    assert item.next_reminder_at is not None
    assert there.due_at == item.due_at, "it runs from the arrival"
    assert "Please finish the work by" in await card(office, LI, job.id)
