"""Photos are stored as they arrive, and told of once."""

from __future__ import annotations

from bot.desk.desk import Desk
from tests.dialogs.conftest import LI_WEI
from tests.dialogs.phone import Phone, photo_size


async def at_failed_on(phone: Phone) -> Phone:
    """A warranty part, at a question that is not about photos while the form has a place for some."""
    await phone.say("/new")
    await phone.tap("🔩 Warranty part")
    for label in (
        "FAW Jiefang",
        "Changchun plant 1 · final assembly",
        "Zheng Guoqiang · final assembly manager",
        "ECU controller ECU-2045-B",
    ):
        await phone.tap(label)
    await phone.tap("Skip")
    await phone.say("No signal")
    return phone


async def at_photos(phone: Phone) -> Phone:
    await at_failed_on(phone)
    await phone.tap("Yesterday")
    await phone.tap("Skip")
    await phone.say("12500")
    await phone.tap("No")
    return phone


async def saved(desk: Desk) -> int:
    member = await desk.member(LI_WEI)
    assert member is not None
    (draft,) = await desk.drafts(member)
    return len((await desk.sitting(member, draft.id)).data.get("photos") or [])


async def test_an_album_is_stored_photo_by_photo_and_shown_once(li_wei: Phone, desk: Desk) -> None:
    await at_photos(li_wei)
    assert "That's all" not in li_wei.buttons
    sent = li_wei.sent
    for n in range(4):
        await li_wei.deliver(photo=[photo_size(f"p{n}")], media_group_id="album")
        assert await saved(desk) == n + 1
    await li_wei.photo("p4", media_group_id="album")
    assert "5 photos saved. Send more, or hand it in." in li_wei.text
    assert li_wei.sent == sent + 1
    assert sum("Warranty part" in m.text for m in li_wei.live) == 1


async def test_the_same_photo_sent_twice_counts_once(li_wei: Phone) -> None:
    await at_photos(li_wei)
    await li_wei.photo("one")
    assert "1 photo saved." in await li_wei.photo("one")


async def test_photos_are_taken_out_again(li_wei: Phone, desk: Desk) -> None:
    await at_photos(li_wei)
    await li_wei.photo("one")
    await li_wei.tap("Change something")
    await li_wei.tap("Photos")
    await li_wei.tap("Remove these")
    assert await saved(desk) == 0
    assert "That's all" not in li_wei.buttons


async def test_a_document_and_a_video_are_taken_too(li_wei: Phone) -> None:
    await at_photos(li_wei)
    await li_wei.send(document={"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"})
    video = {"file_id": "v", "file_unique_id": "v", "width": 9, "height": 9, "duration": 1}
    assert "2 photos saved." in await li_wei.send(video=video)


async def test_a_file_of_30_mb_is_refused_with_what_to_do(li_wei: Phone, desk: Desk) -> None:
    await at_photos(li_wei)
    large = {"file_id": "d", "file_unique_id": "d", "file_size": 30 * 1024 * 1024}
    text = await li_wei.send(document=large)
    assert "This file has 30 MB; at most 20 MB can be taken. Send it smaller, or as a photo." in text
    assert await saved(desk) == 0


async def test_words_where_a_photo_is_due(li_wei: Phone) -> None:
    await at_photos(li_wei)
    assert "Please send a photo or a file." in await li_wei.say("no photo")


async def test_an_unasked_photo_is_kept_and_the_question_stays(li_wei: Phone, desk: Desk) -> None:
    await at_failed_on(li_wei)
    text = await li_wei.photo("early")
    assert "Saved as photo 1." in text
    assert "When did it fail?" in text
    assert await saved(desk) == 1
    await li_wei.tap("Yesterday")
    await li_wei.tap("Skip")
    await li_wei.say("12500")
    assert "1 saved.\nJust send more" in await li_wei.tap("No")


async def test_a_photo_with_words_answers_and_is_kept(li_wei: Phone, desk: Desk) -> None:
    await at_failed_on(li_wei)
    await li_wei.tap("‹ Previous")
    text = await li_wei.photo("early", caption="Water in the connector")
    assert await saved(desk) == 1
    assert "When did it fail?" in text
    assert "Failure description: Water in the connector" in text


async def test_a_tap_on_a_window_that_was_just_replaced(li_wei: Phone) -> None:
    await at_photos(li_wei)
    await li_wei.photo("one")
    old, data = li_wei.window, li_wei.window.data["Change something"]
    await li_wei.photo("two")
    assert old.id not in [m.id for m in li_wei.messages]
    await li_wei.press(data, old)
    assert "What would you like to change?" in li_wei.text
    assert sum("Warranty part" in m.text for m in li_wei.live) == 1


async def test_a_tap_right_after_the_photos_is_not_undone_by_their_window(li_wei: Phone) -> None:
    await at_photos(li_wei)
    await li_wei.photo("one")
    await li_wei.deliver(photo=[photo_size("two")])
    await li_wei.tap("Change something")
    assert "What would you like to change?" in li_wei.text
    assert sum("Warranty part" in m.text for m in li_wei.live) == 1
