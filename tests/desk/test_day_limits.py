"""One person opens and sends so much a day, counted where it is stored; a stopped line waits for nobody."""

from __future__ import annotations

import pytest

from bot.desk.model import FileIn, Refused
from tests.desk.office import ALERT, LI, WANG, ZHAO, Office
from tests.desk.test_house_rules import settle

MEGABYTE = 2**20


def video(office: Office, name: str, megabytes: int) -> FileIn:
    return FileIn("video", name, name, office.clock.now(), size=megabytes * MEGABYTE)


async def test_beyond_so_many_records_the_form_waits_for_tomorrow(office: Office) -> None:
    await settle(office, "records_a_day", 2)
    await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    draft = await office.begin(ZHAO, "quality_alert", "quality_alert", ALERT)
    with pytest.raises(Refused, match="records today"):
        await office.desk.submit(await office.actor(ZHAO), draft)
    assert await office.desk.drafts((await office.actor(ZHAO)).member)
    assert (await office.part(LI)).number
    office.clock.advance(days=1)
    assert (await office.desk.submit(await office.actor(ZHAO), draft)).number


async def test_a_stopped_line_is_never_refused(office: Office) -> None:
    await settle(office, "records_a_day", 1)
    await office.part(LI)
    assert (await office.part(LI, urgency="line_down")).number
    with pytest.raises(Refused):
        await office.part(LI)
    await settle(office, "records_a_day", 0)
    assert (await office.part(LI)).number


async def test_what_a_record_brings_about_counts_with_it(office: Office) -> None:
    await settle(office, "records_a_day", 2)
    for _ in range(2):
        await office.part(LI, quality_info=True)
    assert len(office.rows("SELECT id FROM record")) > 2
    with pytest.raises(Refused):
        await office.part(LI)


async def test_beyond_so_many_megabytes_a_file_waits_for_tomorrow(office: Office) -> None:
    part = await office.part(LI)
    add = office.desk.remark
    for name in "abcde":
        await add(await office.actor(LI), part.id, "", video(office, name, 39), "")
    with pytest.raises(Refused, match="MB today"):
        await add(await office.actor(LI), part.id, "", video(office, "f", 6), "")
    await add(await office.actor(LI), part.id, "", video(office, "a", 39), "")
    await add(await office.actor(LI), part.id, "and words", None, "")
    await add(await office.actor(WANG), part.id, "", video(office, "g", 6), "")
    office.clock.advance(days=1)
    await add(await office.actor(LI), part.id, "", video(office, "f", 6), "")


async def test_files_for_a_stopped_line_are_never_refused(office: Office) -> None:
    await settle(office, "megabytes_a_day", 1)
    stopped, other = await office.part(LI, urgency="line_down"), await office.part(LI)
    await office.desk.remark(await office.actor(LI), stopped.id, "", video(office, "a", 9), "")
    with pytest.raises(Refused):
        await office.desk.remark(await office.actor(LI), other.id, "", video(office, "b", 9), "")
