"""A reply to a card is kept with the card's record: words, photos, a voice, a file, each with its evidence."""

from __future__ import annotations

import json

from bot.sandbox.model import Json
from tests.scenario.backstage import Backstage
from tests.scenario.stage import WARRANTY, fresh, in_both_languages
from tests.scenario.talk import LI, PHOTO, WANG, ZHANG, Books, Talk, only, picture


async def history(talk: Talk, reader: int, number: str) -> str:
    """What this person reads under Details."""
    await talk.press(reader, number, "Details")
    return str((await talk.card(reader, number, "‹ Back"))["text"])


def notes(books: Books, number: str) -> list[tuple[str, list[int]]]:
    """What was added to a record: words and files."""
    sql = (
        "SELECT e.reason, e.data FROM event e JOIN record r ON r.id = e.record_id "
        "WHERE r.number = ? AND e.action = 'remarked' ORDER BY e.seq"
    )
    return [(row["reason"] or "", json.loads(row["data"])["files"]) for row in books.rows(sql, number)]


async def test_what_is_sent_in_reply_to_a_card_is_on_the_timeline(
    talk: Talk, backstage: Backstage, books: Books
) -> None:
    number = await backstage.part(LI)
    card: Json = await talk.card(WANG, number)
    wang, before = talk[WANG], (await talk[WANG].last())["id"]
    await wang.say("The customer called: it is needed on Friday", reply_to=card["id"])
    await talk.settled()
    await wang.send_photo(*map(picture, range(3)), caption="as it lies there", reply_to=card["id"])
    await talk.settled()
    await wang.send_voice(reply_to=card["id"])
    await talk.settled()
    assert [m["text"] for m in await fresh(wang, before)] == [f"Noted on {number}. It is in the details."] * 3

    words, *photos, voice = notes(books, number)
    assert words == ("The customer called: it is needed on Friday", [])
    assert [text for text, _ in photos] == ["as it lies there", "", ""]
    ids = [*(file_id for _, files in photos for file_id in files), *voice[1]]
    files = {row["id"]: row for row in books.rows("SELECT * FROM file")}
    assert [files[file_id]["kind"] for file_id in ids] == ["photo", "photo", "photo", "voice"]
    assert all(files[file_id]["sha256"] for file_id in ids)  # the bytes are here

    for reader in (WANG, LI):
        text = await history(talk, reader, number)
        assert "Wang Fang added a note (The customer called: it is needed on Friday)" in text
        assert "Wang Fang added a note (as it lies there · 3 photos)" in text
        assert "Wang Fang added a note (1 voice message)" in text
    assert books.owed(number) == ["review"]


async def test_an_open_form_is_left_alone(talk: Talk, backstage: Backstage, books: Books) -> None:
    number = await backstage.part(LI)
    card = await talk.card(LI, number)
    asked = await talk.fill(LI, *WARRANTY[:6])
    await talk[LI].say("7", reply_to=card["id"])
    await talk.settled()
    assert notes(books, number) == [("7", [])]
    (draft,) = books.rows("SELECT data FROM draft")
    assert "batch_no" not in json.loads(draft["data"])
    await talk.fill(LI, "=SN-2")
    assert json.loads(books.rows("SELECT data FROM draft")[0]["data"])["batch_no"] == "SN-2"
    assert "Batch or serial number of the failed part?" in asked["text"]


async def test_quality_information_stays_with_quality(talk: Talk, backstage: Backstage, books: Books) -> None:
    number = await backstage.part(LI, quality_info=True)
    (alert,) = books.numbers("quality_alert")
    card = await talk.card(1004, alert)
    await talk[1004].say("Stop the whole batch", reply_to=card["id"])
    await talk.settled()
    assert notes(books, alert) == [("Stop the whole batch", [])]
    assert notes(books, number) == []
    shown = await talk.fill(ZHANG, f"={alert}")
    assert "There is no record" in shown["text"]
    assert "Stop the whole batch" not in await talk[WANG].transcript()


async def test_a_closed_record_takes_nothing_more(talk: Talk, backstage: Backstage, books: Books) -> None:
    number = await backstage.part(LI)
    card = await talk.card(LI, number)
    await talk.press(LI, number, "Withdraw", "Yes, withdraw")
    await talk[LI].say("One more thing", reply_to=card["id"])
    await talk.settled()
    assert f"{number} is closed: nothing can be added to it." in (await talk[LI].last())["text"]
    assert notes(books, number) == []


@in_both_languages
async def test_what_is_said_aloud_or_shown_while_a_form_is_open_is_kept(
    talk: Talk, backstage: Backstage, books: Books
) -> None:
    """With one free hand: a recording goes with the record, and the question still wants words."""
    await talk.fill(LI, "=/new", "🛠 On-site job", "Repair", "FAW Jiefang", "=FAW-CC1", "=郑", "=ECM", "=ECU-2045")
    await talk[LI].send_voice()
    await talk.settled()
    question = talk("What does the customer report or ask for? One or two sentences.")
    await talk.sees(LI, talk("Saved as file {n}.", n=1), question)
    await talk.fill(LI, PHOTO, "=Stalls", "Hand in")
    number = only(books.numbers("site_job"))
    assert len(books.record(number)["data"]["told_files"]) == 2
    await talk.press(LI, number, "Start")
    await talk.press(LI, number, "Finish", "Write the report")
    await talk[LI].send_voice()
    await talk.settled()
    await talk.sees(LI, talk("Noted on {number}. Please answer this as well.", number=number))
    assert [len(files) for _, files in notes(books, number)] == [1]
    assert books.owed(number) == ["report"]
