"""A reply to a card is kept on its record, by and for those who may see it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.desk.model import FileIn, Refused
from bot.storage import deliveries
from bot.storage.deliveries import DeliveryMark
from tests.desk.office import ALERT, AUDITOR, LI, WANG, ZHANG, ZHAO, Office

WHEN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def sent(name: str, kind: str = "photo", file_name: str | None = None) -> FileIn:
    return FileIn(kind, name, name, WHEN, name=file_name, size=1000)


async def remark(
    office: Office, account: int, record_id: int, text: str = "", file: FileIn | None = None, album: str = ""
) -> str:
    return await office.desk.remark(await office.actor(account), record_id, text, file, album)


async def details(office: Office, account: int, record_id: int) -> str:
    return (await office.desk.details(await office.actor(account), record_id)).text


async def test_words_and_files_are_in_the_history_of_everybody_who_may_see_it(office: Office) -> None:
    part = await office.part()
    assert await remark(office, WANG, part.id, "The customer called <again>") == part.number
    await remark(office, LI, part.id, "", sent("v", "voice"))
    await remark(office, LI, part.id, "as agreed", sent("d", "document", "letter.pdf"))
    for reader in (LI, WANG, ZHAO):
        text = await details(office, reader, part.id)
        assert "Wang Fang added a note (The customer called &lt;again&gt;)" in text
        assert "Li Wei added a note (1 voice message)" in text
        assert "Li Wei added a note (as agreed · letter.pdf)" in text


async def test_what_was_edited_is_a_correction_that_names_the_first_words(office: Office) -> None:
    part, li = await office.part(), await office.actor(LI)
    await office.desk.remark(li, part.id, "4 pieces", None, "", 77)
    for text in ("5 pieces", "5 pieces"):
        assert await office.desk.correct(await office.actor(LI), part.id, 77, text) == part.number
    assert await office.desk.correct(await office.actor(LI), part.id, 78, "6 pieces") is None
    assert await office.desk.correct(await office.actor(WANG), part.id, 77, "6 pieces") is None
    query = "SELECT seq, reason, data FROM event WHERE action IN ('remarked', 'corrected') ORDER BY seq"
    first, second = office.rows(query)
    assert (first["reason"], second["reason"]) == ("4 pieces", "5 pieces")
    assert json.loads(second["data"])["corrects"] == first["seq"]
    assert "Li Wei corrected a note (5 pieces)" in await details(office, WANG, part.id)


async def test_an_album_is_one_entry_and_its_photos_are_fetched(office: Office) -> None:
    part = await office.part()
    for n in range(3):
        await remark(office, LI, part.id, "three views" if n == 0 else "", sent(f"p{n}"), album="a1")
    await remark(office, LI, part.id, "", sent("p4"), album="a2")
    text = await details(office, LI, part.id)
    assert "Li Wei added a note (three views · 3 photos)" in text
    assert "Li Wei added a note (1 photo)" in text
    files = office.rows("SELECT data FROM event WHERE action = 'remarked' ORDER BY seq")
    ids = [json.loads(row["data"])["files"][0] for row in files]
    found = office.rows("SELECT id, person_id FROM file WHERE telegram_file_id LIKE 'p%' ORDER BY id")
    assert [row["id"] for row in found] == ids


async def test_whoever_decides_can_look_at_what_was_sent(office: Office) -> None:
    part = await office.part()
    before = [file.telegram_file_id for file in await office.desk.sent_files(await office.actor(WANG), part.id)]
    await remark(office, LI, part.id, "", sent("p"))
    card = await office.desk.details(await office.actor(WANG), part.id)
    labels = [button.text for row in card.rows for button in row]
    assert f"Show photos and files ({len(before) + 1})" in labels
    assert [file.telegram_file_id for file in await office.desk.sent_files(await office.actor(WANG), part.id)] == [
        *before,
        "p",
    ]


async def test_what_was_sent_is_for_those_who_may_see_the_record(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    with pytest.raises(Refused):
        await office.desk.sent_files(await office.actor(ZHANG), alert.id)


@pytest.mark.parametrize("name", ["note.txt", "tool.exe", "photos.zip"])
async def test_what_cannot_be_kept_is_refused_when_it_is_sent(office: Office, name: str) -> None:
    part = await office.part()
    with pytest.raises(Refused, match="a Word or an Excel file"):
        await remark(office, LI, part.id, "as agreed", sent("d", "document", name))
    assert "as agreed" not in await details(office, LI, part.id)


async def test_an_update_handled_twice_adds_once(office: Office) -> None:
    part = await office.part()
    for _ in range(2):
        await office.desk.remark(await office.actor(LI, update=5), part.id, "once", None, "")
    assert (await details(office, LI, part.id)).count("(once)") == 1


async def test_it_moves_nothing_and_is_in_the_chained_trail(office: Office) -> None:
    part = await office.part()
    item = await office.item(part.id)
    await remark(office, LI, part.id, "just saying")
    assert (await office.item(part.id)).version == item.version
    assert (await office.record(part.id)).version == part.version
    (entry,) = office.rows("SELECT reason, actor_id, telegram_id FROM event WHERE action = 'remarked'")
    assert (entry["reason"], entry["telegram_id"]) == ("just saying", LI)


async def test_who_may_not_see_it_cannot_add_to_it(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    with pytest.raises(Refused, match="no such record that you may see"):
        await remark(office, ZHANG, alert.id, "What is this?")
    await remark(office, ZHAO, alert.id, "Sorting has begun")
    assert "Sorting has begun" in await details(office, ZHAO, alert.id)


async def test_who_only_watches_adds_nothing_and_closed_is_closed(office: Office) -> None:
    part = await office.part()
    with pytest.raises(Refused, match="not add to it"):
        await remark(office, AUDITOR, part.id, "Why so late?")
    await office.desk.withdraw(await office.actor(LI), part.id)
    with pytest.raises(Refused, match="is closed"):
        await remark(office, LI, part.id, "One more thing")


async def test_a_message_is_known_by_the_record_it_shows_or_showed(office: Office) -> None:
    part = await office.part()
    mark = DeliveryMark(1, part.id, 1, open=False)
    await office.database.write(deliveries.mark, LI, 50, mark)
    await office.database.write(deliveries.mark, LI, 51, DeliveryMark(1, None, 7, kind="question", order_line_id=1))
    assert [await office.desk.record_shown(LI, n) for n in (50, 51, 52)] == [part.id, None, None]
    assert await office.desk.record_shown(WANG, 50) is None
