"""What is out of the ordinary gets a clear sentence, and nothing is lost or stored wrongly."""

from __future__ import annotations

from bot.sandbox.clock import SandboxClock
from bot.settings import Settings
from tests.scenario.backstage import Backstage
from tests.scenario.conftest import playing
from tests.scenario.stage import in_both_languages, move, told
from tests.scenario.talk import DENG, LI, PHOTO, WANG, ZHANG, ZHAO, Books, Talk

MEGABYTE = 1024 * 1024
ASKED = ("=/new", "🔩 Warranty part", "FAW Jiefang", "=FAW-CC1", "=郑", "=ECU-2045", "=SN-123")
UNTIL_PHOTOS = (*ASKED, "=It died", "=2026-11-20", "Skip", "=12000", "No")


async def test_a_file_of_30_megabytes_is_refused_and_the_form_goes_on(talk: Talk, books: Books) -> None:
    await talk.fill(LI, *UNTIL_PHOTOS)
    await talk[LI].send_document(b"\0" * (30 * MEGABYTE), "video.mp4", "video/mp4")
    await talk.settled()
    answer = await talk[LI].last()
    assert "This file has 30 MB; at most 20 MB can be taken. Send it smaller, or as a photo." in answer["text"]
    await talk.fill(LI, PHOTO, "Hand in")
    (number,) = books.numbers("spare_part")
    assert len(books.record(number)["data"]["photos"]) == 1


async def test_a_tap_on_last_weeks_card_is_told_what_became_of_it(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    number = await backstage.part(LI)
    card = await talk.card(WANG, number)
    await backstage.act(WANG, number, "approve")
    await move(talk.play, "2026-12-01 10:00")
    await talk[WANG].callback(card["id"], "w:1:1:approve", wait=5)
    await talk.settled()
    assert "Nothing left to do." in await told(talk[WANG])
    assert [item.outcome for item in books.work(number)].count("approve") == 1


@in_both_languages
async def test_who_is_away_names_a_deputy_who_acts_for_them(talk: Talk, books: Books, backstage: Backstage) -> None:
    await talk.fill(WANG, "=/away", "Today", "=2026-11-27", "=张磊")
    number = await backstage.part(LI)
    await talk.press(ZHANG, number, "Approve")
    (item,) = books.rows(
        "SELECT d.name done_by, f.name done_for FROM work_item w JOIN person d ON d.id = w.done_by "
        "JOIN person f ON f.id = w.done_for WHERE w.step = 'review'"
    )
    assert tuple(item) == ("张磊", "王芳")
    behalf = talk("{deputy} for {principal}", deputy=talk.said("Zhang Lei"), principal=talk.said("Wang Fang"))
    assert behalf in (await talk.card(WANG, number))["text"]
    await talk.fill(WANG, "=/away", "I am back")
    second = await backstage.part(LI)
    assert not await talk.heard(ZHANG, second)
    await talk.press(WANG, second, "Approve")


async def test_a_part_above_the_amount_needs_the_deputy_general_manager(
    settings: Settings, clock: SandboxClock, books: Books
) -> None:
    async with playing(settings.model_copy(update={"deputy_gm_amount": 5000}), clock) as (demo, play):
        talk, backstage = Talk(play, "en", clock), Backstage(demo, play)
        dear, cheap = await backstage.part(LI, qty=3), await backstage.part(LI, qty=2)  # 1860 each
        for number in (dear, cheap):
            await talk.press(WANG, number, "Approve")
            await talk.press(ZHAO, number, "Sign", "Our fault")
        assert (books.owed(cheap), books.owed(dear)) == (["make_ready", "buy_ready", "settle"], ["approve"])
        assert not await talk.heard(DENG, cheap)
        await talk.press(DENG, dear, "Approve")
        assert books.owed(dear) == ["make_ready", "buy_ready", "settle"]
