"""A half-filled form outlives the bot and bad input; whatever does not fit gets a sentence and changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.sandbox.clock import SandboxClock
from bot.settings import Settings
from tests.scenario.conftest import playing
from tests.scenario.stage import WARRANTY, fresh, move
from tests.scenario.talk import LI, WU, Books, Talk, labels

ADMIN, STRANGER, GUEST = 1017, 5001, 5002
BEGUN = WARRANTY[:6]  # up to the part; its batch is asked next
RESUPPLY = ("=/new", "🔩 Resupply for the OEM", "SAIC-GM", "=SGM-WH", "=Keller", "=PRS-0720")  # then "How many?"
NO_COUNT = "Please enter a whole number from 1 to 999, for example 3."
NOT_HERE = "That does not fit here. Please type a number, for example 3."


def draft(books: Books) -> dict[str, Any]:
    """The answers of the one draft there is."""
    (row,) = books.rows("SELECT data FROM draft")
    answers: dict[str, Any] = json.loads(row["data"])
    return answers


async def test_a_form_outlives_a_restart_and_says_where_it_stood(
    settings: Settings, clock: SandboxClock, books: Books
) -> None:
    async with playing(settings, clock) as (_, play):
        asked = await Talk(play, "en", clock).fill(LI, *BEGUN)
    before = draft(books)
    async with playing(settings, clock) as (_, play):
        await _goes_on(Talk(play, "en", clock), books, before, asked["id"])


async def _goes_on(talk: Talk, books: Books, before: dict[str, Any], asked: int) -> None:
    """Two days later, with the old window, the reminder and the list all leading back to where it stood."""
    assert (await talk[LI].last())["id"] == asked
    await move(talk.play, "2026-11-25 09:30")
    reminder = await talk[LI].last()
    assert "“Warranty part”, begun Mon 09:00, is not finished (6/12)." in reminder["text"]
    shown = await talk.fill(LI, "=/drafts")
    assert "is not finished (6/12)" in shown["text"]
    await talk[LI].tap("Go on", message_id=reminder["id"])
    await talk.play.settle()
    assert "Batch or serial number of the failed part?" in (await talk[LI].last())["text"]
    assert draft(books) == before

    await move(talk.play, "2026-11-27 16:00")
    assert len(books.rows("SELECT id FROM outbox WHERE kind = 'draft'")) == 1  # reminded once
    await talk.fill(LI, *WARRANTY[6:])
    (number,) = books.numbers("spare_part")
    assert books.record(number)["data"]["batch_no"] == "SN-123"
    assert not books.rows("SELECT id FROM draft")


async def test_an_answer_typed_after_the_restart_goes_on(settings: Settings, clock: SandboxClock, books: Books) -> None:
    for steps in (BEGUN, WARRANTY[6:]):
        async with playing(settings, clock) as (_, play):
            await Talk(play, "en", clock).fill(LI, *steps)
    assert books.numbers("spare_part") == ["SP-202611-0001"]


@pytest.mark.parametrize("text", ["two", "0", "1000000000", "-3", "2.5", "1e3", "³"])
async def test_a_quantity_that_is_none(talk: Talk, books: Books, text: str) -> None:
    await talk.fill(WU, *RESUPPLY)
    before = draft(books)
    answer = await talk.fill(WU, f"={text}")
    assert f"{NO_COUNT} You wrote “{text}”." in answer["text"]
    assert "How many?" in answer["text"]
    assert draft(books) == before


async def test_what_is_no_number_at_all(talk: Talk, books: Books) -> None:
    await talk.fill(WU, *RESUPPLY)
    before, wu = draft(books), talk[WU]
    for deed in (wu.sticker(), wu.location(43.88, 125.32), wu.send_voice()):
        await deed
        await talk.play.settle()
        assert NOT_HERE in (await wu.last())["text"]
    assert draft(books) == before


async def test_a_date_in_the_past_and_an_unknown_part(talk: Talk, books: Books) -> None:
    answer = await talk.fill(WU, *RESUPPLY[:5], "=NO-SUCH-9")
    assert "Nothing found for “NO-SUCH-9”. Type a part of the name or number, for example" in answer["text"]
    answer = await talk.fill(WU, RESUPPLY[5], "=5", "Lost", "=GM-1", "=2026-01-05")
    assert "This date is in the past: Mon 5 Jan. Please enter today or later." in answer["text"]
    assert "needed_on" not in draft(books)


async def test_a_change_to_a_sent_message_is_not_taken(talk: Talk, books: Books) -> None:
    await talk.fill(LI, *BEGUN, "=SN-2")
    (sent,) = [m for m in await talk[LI].messages() if m["text"] == "SN-2" and not m["from"]["bot"]]
    await talk[LI].edit(sent["id"], "SN-200")
    await talk.play.settle()
    await talk[LI].expect("I do not read changes to messages already sent.")
    assert draft(books)["batch_no"] == "SN-2"


async def test_forwarded_words_answer_the_form_that_is_open(talk: Talk, books: Books) -> None:
    await talk[LI].say("Sensor broke after the wash")
    await talk.play.settle()
    (said,) = [m for m in await talk[LI].messages() if m["text"] == "Sensor broke after the wash"]
    await talk.fill(LI, *WARRANTY[:7])
    await talk[LI].forward(said["id"])
    await talk.play.settle()
    assert draft(books)["complaint"] == "Sensor broke after the wash"


async def test_html_is_text_to_everybody(talk: Talk, books: Books) -> None:
    steps = ["=<b>SN</b>&1" if step == "=SN-123" else step for step in WARRANTY]
    await talk.fill(LI, *steps)
    (number,) = books.numbers("spare_part")
    for reader in (LI, 1003):
        assert "<b>SN</b>&1" in (await talk.card(reader, number))["text"]


async def test_a_stranger_is_turned_away_in_a_sentence(talk: Talk, books: Books) -> None:
    stranger = await talk.play.add_person(STRANGER, "Eve <script>", language_code="en")
    for deed in (stranger.start(), stranger.say("let me in"), stranger.sticker()):
        await deed
        await talk.play.settle()
    (answer,) = await fresh(stranger, 0)  # one an hour
    assert answer["text"].startswith("I work for members of the company.")
    await stranger.start("no-such-invitation")
    await talk.play.settle()
    assert "invitation" in (await stranger.last())["text"]
    assert not books.rows("SELECT * FROM account WHERE telegram_id = ?", STRANGER)


async def invite(talk: Talk) -> str:
    """The token of a new invitation."""
    shown = await talk.fill(ADMIN, "=/invite", "=Tom <i>Lee</i>", "After-sale service", "Field engineer", "=王芳")
    found = re.search(r"start=([\w-]+)", shown["text"] + json.dumps(shown["buttons"]))
    assert found, await talk[ADMIN].transcript()
    return found[1]


async def test_an_invitation_lets_in_one_person_once(talk: Talk, books: Books) -> None:
    token = await invite(talk)
    guest = await talk.play.add_person(GUEST, "Tom <i>Lee</i>", language_code="en")
    await guest.start(token)
    await talk.play.settle()
    welcome = await guest.last()
    assert "Tom <i>Lee</i>" in welcome["text"]
    assert "🛠 On-site job" in labels(welcome)

    late = await talk.play.add_person(STRANGER, "Eve", language_code="en")
    await late.start(token)
    await talk.play.settle()
    assert "used already. Please ask Jiang Nan for" in (await late.last())["text"]
    assert not books.rows("SELECT * FROM account WHERE telegram_id = ?", STRANGER)


async def test_an_expired_invitation_says_so(talk: Talk, books: Books) -> None:
    token = await invite(talk)
    await move(talk.play, "2026-12-31 09:00")
    late = await talk.play.add_person(STRANGER, "Eve", language_code="en")
    await late.start(token)
    await talk.play.settle()
    answer = (await late.last())["text"]
    assert "expired" in answer
    assert "Please ask Jiang Nan for a new link" in answer
    assert not books.rows("SELECT * FROM account WHERE telegram_id = ?", STRANGER)
