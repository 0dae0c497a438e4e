"""What does not fit is answered by one sentence above the same question; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.desk import Desk
from tests.dialogs.conftest import LI_WEI
from tests.dialogs.phone import Phone
from tests.dialogs.test_sitting import filled_in, opened

STICKER = {
    "sticker": {
        "file_id": "s",
        "file_unique_id": "s",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    }
}
LOCATION = {"location": {"latitude": 43.8, "longitude": 125.3}}
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}


@pytest.mark.parametrize(("content", "called"), [(STICKER, "a sticker"), (LOCATION, "a location")])
async def test_at_a_choice(li_wei: Phone, content: dict[str, Any], called: str) -> None:
    await opened(li_wei)
    text = await li_wei.send(**content)
    assert f"You sent {called}. That does not fit here. Please tap one of the buttons." in text
    assert "What kind of work is it?" in text
    assert "Repair" in li_wei.buttons


async def test_what_to_do_instead_is_said_once(li_wei: Phone) -> None:
    await opened(li_wei)
    assert "Tap one, or type a part" in await li_wei.tap("Repair")
    text = await li_wei.send(**STICKER)
    assert "Tap one of the buttons, or type a part of the name." in text
    assert "Tap one, or type a part" not in text


async def test_what_was_said_is_gone_with_the_next_answer(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.send(**STICKER)
    await li_wei.tap("Repair")
    assert "does not fit" not in li_wei.text


async def test_a_number_in_words(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("More details (optional)")
    assert "Nothing is asked just now." in await li_wei.say("300")
    assert "Nothing is asked" not in await li_wei.tap("Mileage (km)")
    for wrong in ("three <i>hundred</i>", "-1", "1000000000"):
        text = await li_wei.say(wrong)
        assert "Please enter a whole number from 0 to 2000000, for example 18500." in text
    assert "You wrote “1000000000”." in text
    assert "three &lt;i&gt;hundred&lt;/i&gt;" in await li_wei.say("three <i>hundred</i>")


async def test_a_forwarded_text_counts_as_its_text(li_wei: Phone) -> None:
    await opened(li_wei)
    origin = {"type": "hidden_user", "sender_user_name": "Somebody else", "date": 1}
    assert "Which customer?" in await li_wei.send(text="Repair", forward_origin=origin)


async def test_a_shared_contact_gives_the_phone_number(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Change something")
    await li_wei.tap("Phone")
    text = await li_wei.send(contact={"phone_number": "+8613912345678", "first_name": "Zheng"})
    assert "Phone: +8613912345678" in text


async def test_what_is_shown_or_said_aloud_where_no_file_has_a_place(li_wei: Phone) -> None:
    await li_wei.say("/new")
    await li_wei.tap("🔧 Tool loan")
    no = "That does not fit here. Tap one of the buttons, or type a part of the name."
    assert f"You sent a photo. {no}" in await li_wei.photo()
    assert f"You sent a voice message. {no}" in await li_wei.send(**VOICE)


async def test_words_on_the_summary(li_wei: Phone) -> None:
    await filled_in(li_wei)
    text = await li_wei.say("thanks")
    assert text.splitlines()[1] == "Nothing is asked just now. Use the buttons below."
    assert "Hand in" in li_wei.buttons


async def test_a_very_long_answer_still_fits_into_the_summary(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Change something")
    await li_wei.tap("As told by the customer")
    assert "Please write 1 to 1000 characters. You wrote 1001." in await li_wei.say("x" * 1001)
    await li_wei.say("很" * 1000)
    assert "Hand in" in li_wei.buttons


async def test_an_answer_in_html_is_kept_as_it_was_typed(li_wei: Phone, desk: Desk) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Change something")
    await li_wei.tap("As told by the customer")
    assert "&lt;script&gt; &amp; co" in await li_wei.say("<script> & co")
    member = await desk.member(LI_WEI)
    assert member is not None
    (draft,) = await desk.drafts(member)
    assert (await desk.sitting(member, draft.id)).data["symptom_told"] == "<script> & co"
