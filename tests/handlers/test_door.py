"""Who gets in, how fast, and from where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram_dialog.utils import join_reply_callback

from bot.procedure.roles import Role
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import ADMIN_CODE, LI_WEI, STRANGER, WANG_FANG, FakeDesk
from tests.support.clocks import HandClock

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
GROUP = {"id": -5, "type": "group", "title": "Line 1"}


async def test_a_stranger_is_told_once_an_hour_how_to_join(stranger: Person, clock: HandClock) -> None:
    (text,) = await stranger.say("/start")
    assert "invitation link" in text
    assert await stranger.say("hello?") == []
    assert await stranger.send(photo=PHOTO) == []
    clock.advance(hours=1)
    assert len(await stranger.say("hello?")) == 1


async def test_before_the_first_administrator_everybody_is_asked_for_the_code(stranger: Person, desk: FakeDesk) -> None:
    desk.administered = False
    for words in ("/start", "cod"):
        assert "the code printed at my start" in (await stranger.say(words))[0]
    answered = [await stranger.say("hello?") for _ in range(9)]
    assert answered[-1] == []


async def test_an_invitation_lets_in(stranger: Person, desk: FakeDesk) -> None:
    kept, text = await stranger.say("/start a-good-token")
    assert "Ask an administrator what is kept about you" in kept
    assert text.startswith("Somebody")
    assert STRANGER in desk.members
    assert "Nothing waits for you." in (await stranger.say("/work"))[0]


@pytest.mark.parametrize("words", [ADMIN_CODE, f"/start {ADMIN_CODE}"])
async def test_the_first_administrators_code_lets_in(words: str, stranger: Person, desk: FakeDesk) -> None:
    await stranger.say(words)
    assert desk.members[STRANGER].role is Role.ADMIN


async def test_a_wrong_code_is_refused_as_a_code(stranger: Person) -> None:
    assert await stranger.say("sixteen-letters+") != ["This code is not right."]
    assert await stranger.say("sixteen_letters_") == ["This code is not right."]


async def test_a_bad_invitation_is_refused_with_the_desks_sentence(stranger: Person) -> None:
    assert (await stranger.say("/start used-up-token"))[0].startswith("This invitation is used up")


async def test_who_tries_many_tokens_gets_no_more_answers(stranger: Person) -> None:
    answers = [await stranger.say(f"/start token-{n}") for n in range(20)]
    assert [len(answer) for answer in answers] == [1] * 6 + [0] * 14


async def test_a_strangers_press_is_answered_and_does_nothing(stranger: Person, desk: FakeDesk) -> None:
    assert (await stranger.tap("w:1:1:approve"))[0].startswith("You are not a member")
    assert desk.done == []


async def test_a_stranger_is_spoken_to_in_their_telegrams_language(stranger: Person) -> None:
    stranger.language_code = "zh-hans"
    await stranger.say("/start")
    assert len(stranger.heard) == 1


async def test_who_is_too_fast_is_told_once_and_then_not_heard(
    li_wei: Person, desk: FakeDesk, clock: HandClock
) -> None:
    for _ in range(20):
        assert await li_wei.tap("w:1:1:approve") == ["Done."]
    assert (await li_wei.tap("w:1:1:approve"))[0].startswith("That was a bit fast")
    assert await li_wei.tap("w:1:1:approve") == [""]
    assert len(desk.done) == 20
    clock.advance(seconds=10)
    assert await li_wei.tap("w:1:1:approve") == ["Done."]


async def test_others_are_heard_meanwhile(person: Callable[[int], Person]) -> None:
    hasty, other = person(LI_WEI), person(WANG_FANG)
    for _ in range(30):
        await hasty.tap("m:work")
    assert await other.tap("w:1:1:approve") == ["Done."]


async def test_an_album_gets_through_after_a_burst_of_taps(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    for _ in range(19):
        await li_wei.tap("m:work")
    for _ in range(10):
        await li_wei.send(photo=PHOTO, media_group_id="1")
    assert form.taken == ["photo"] * 10


async def test_what_was_sent_over_hours_and_arrives_at_once_is_heard(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    for n in range(40):
        await li_wei.say(f"text {n}", date=1_764_000_000 + 60 * n)
    assert len(form.taken) == 40


async def test_an_update_that_is_tried_again_counts_once(li_wei: Person) -> None:
    shown = {"message_id": 5, "date": 1, "chat": {"id": li_wei.id, "type": "private"}, "text": "a card"}
    user = {"id": li_wei.id, "is_bot": False, "first_name": "L"}
    query = {"id": "1", "from": user, "chat_instance": "1", "message": shown}
    for _ in range(40):
        await li_wei.feed(update_id=5_000_000, callback_query={**query, "data": "m:work"})
        assert li_wei.read


async def test_groups_are_pointed_to_the_private_chat(li_wei: Person, desk: FakeDesk) -> None:
    (text,) = await li_wei.say("/work", chat=GROUP)
    assert "private chat" in text
    assert await li_wei.say("/work", chat=GROUP) == []
    sent = [call.chat_id for call in li_wei.heard if isinstance(call, SendMessage)]
    assert sent == []


async def test_bots_and_anonymous_administrators_are_not_heard(li_wei: Person) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert await li_wei.send(text="/work", chat=GROUP, **{"from": anonymous}) == []


async def test_a_press_hidden_in_a_text_is_text(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    await li_wei.say(join_reply_callback("noise", "w:1:1:approve"))
    await li_wei.say("broken \u200d")
    assert form.taken == ["noise", "broken "]
    assert ("press", 1) not in [deed[:2] for deed in desk.done]


async def test_a_press_that_says_nothing_is_answered_and_does_nothing(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    shown = {"message_id": 5, "date": 1, "chat": {"id": li_wei.id, "type": "private"}, "text": "a game"}
    user = {"id": li_wei.id, "is_bot": False, "first_name": "L"}
    game = {"id": "game", "from": user, "chat_instance": "1", "message": shown, "game_short_name": "chess"}
    await li_wei.feed(callback_query=game)
    (answered,) = [call for call in li_wei.heard if isinstance(call, AnswerCallbackQuery)][-1:]
    assert (answered.callback_query_id, answered.text) == ("game", None)


async def test_a_reply_to_what_nobody_wrote_is_text(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    unsigned = {"message_id": 5, "date": 1, "chat": {"id": li_wei.id, "type": "private"}, "text": "unsigned"}
    await li_wei.send(text="an answer", reply_to_message=unsigned)
    assert form.taken == ["an answer"]


async def test_tokens_are_tried_five_times_an_hour(stranger: Person, desk: FakeDesk, clock: HandClock) -> None:
    for n in range(5):
        await stranger.say(f"/start token-{n}")
    clock.advance(minutes=59)
    await stranger.say("/start a-good-token")
    assert STRANGER not in desk.members
    clock.advance(minutes=1)
    await stranger.say("/start a-good-token")
    assert STRANGER in desk.members


async def test_a_press_on_no_message_is_answered_and_does_nothing(li_wei: Person, desk: FakeDesk) -> None:
    user = {"id": li_wei.id, "is_bot": False, "first_name": "Li"}
    await li_wei.feed(callback_query={"id": "1", "from": user, "chat_instance": "1", "data": "f:1:change"})
    assert [type(call).__name__ for call in li_wei.heard] == ["AnswerCallbackQuery"]
    assert desk.done == []
