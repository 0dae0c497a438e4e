"""The refusals that depend on what happened before: chats, edits, replies, presses, limits."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.faults import Fault
from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, shows
from tests.sandbox.pictures import picture

pytestmark = SUITE

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@shows("token.unknown", "token.malformed", "order.token_before_trouble")
@pytest.mark.parametrize(
    ("token", "text"), [("{}:another", "Unauthorized"), ("0{}:x", "Unauthorized: invalid token specified")]
)
async def test_a_wrong_token(scene: Scene, token: str, text: str) -> None:
    stranger = scene.client_of(token.format(scene.bot.id))
    with pytest.raises(stranger.refused) as caught:
        await stranger.call("fetchGossip")
    assert stranger.heard(caught.value) == stranger.expected(401, text)


@shows("method.not_emulated", "method.parameter_unknown")
async def test_what_is_not_emulated_is_loud_and_is_counted_against_the_test(scene: Scene) -> None:
    await scene.refused(501, "Not Implemented: emulator has no method sendGame", "sendGame", chat_id=1)
    text = "Not Implemented: emulator has no parameter colour of sendMessage"
    await scene.refused(501, text, "sendMessage", chat_id=scene.person.id, text="x", colour="red")
    assert scene.sandbox.violations == ["sendGame is not emulated", "sendMessage has no parameter colour"]
    scene.sandbox.forgive()


@shows("chat.never_started")
async def test_nobody_is_written_to_first(scene: Scene) -> None:
    text = "Forbidden: bot can't initiate conversation with a user"
    await scene.refused(403, text, "sendMessage", chat_id=scene.newcomer().id, text="x")


@shows("chat.blocked")
async def test_who_blocked_the_bot(scene: Scene) -> None:
    scene.sandbox.people.set_blocked(scene.person, scene.chat, blocked=True)
    await scene.refused(403, "Forbidden: bot was blocked by the user", "sendMessage", chat_id=scene.person.id, text="x")
    scene.say("here again")
    assert (await scene.send("welcome"))["text"] == "welcome"


@shows("chat.deactivated")
async def test_whose_account_is_deleted(scene: Scene) -> None:
    scene.sandbox.people.deactivate(scene.person)
    await scene.refused(403, "Forbidden: user is deactivated", "sendMessage", chat_id=scene.person.id, text="x")


@shows("chat.kicked", "chat.not_a_member")
async def test_a_group_that_the_bot_is_not_in(scene: Scene) -> None:
    group = scene.group()
    await scene.call("leaveChat", chat_id=group.id)
    text = "Forbidden: bot is not a member of the supergroup chat"
    await scene.refused(403, text, "sendMessage", chat_id=group.id, text="x")
    group.bots = [scene.bot.id]
    scene.sandbox.groups.kick_bot(group, scene.bot.id)
    text = "Forbidden: bot was kicked from the supergroup chat"
    await scene.refused(403, text, "sendMessage", chat_id=group.id, text="x")


@shows("chat.migrated")
async def test_a_group_that_migrated_names_its_new_id(scene: Scene) -> None:
    group = scene.group()
    moved = scene.sandbox.groups.migrate(group)
    with pytest.raises(scene.client.refused) as caught:
        await scene.call("sendMessage", chat_id=group.id, text="x")
    assert scene.client.heard(caught.value).migrate_to == moved.id
    assert (await scene.call("sendMessage", chat_id=moved.id, text="x"))["chat"]["id"] == moved.id


@shows("text.counted_after_parsing")
async def test_a_text_is_measured_in_code_points_after_parsing(scene: Scene) -> None:
    """4096 characters of two UTF-16 units and four bytes each, and the markup besides."""
    sent = await scene.send(f"<b>{'😀' * 4096}</b>", parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 8192}]


@shows("edit.same", "edit.late")
async def test_an_own_message_is_edited_at_any_age_if_something_changes(scene: Scene) -> None:
    sent = await scene.send("same", reply_markup=BUTTON)
    place = {"chat_id": scene.person.id, "message_id": sent["message_id"]}
    await scene.refused(400, NOT_MODIFIED, "editMessageText", **place, text="same", reply_markup=BUTTON)
    scene.later(days=30)
    assert (await scene.call("editMessageText", **place, text="same"))["text"] == "same"


@shows("edit.person_late")
async def test_a_person_edits_for_48_hours(scene: Scene) -> None:
    first = scene.chat.messages[1]
    scene.later(hours=48)
    scene.sandbox.people.edit(scene.person, scene.chat, first, "in time")
    scene.later(seconds=1)
    with pytest.raises(Exception, match="too old to be edited"):
        scene.sandbox.people.edit(scene.person, scene.chat, first, "late")
    assert [kind for update in await scene.updates() for kind in update][-1] == "edited_message"


@shows("edit.reply_keyboard")
async def test_a_message_that_brought_a_reply_keyboard_is_not_edited(scene: Scene) -> None:
    for markup in ({"keyboard": [["One"]]}, {"remove_keyboard": True}):
        sent = await scene.send("choose", reply_markup=markup)
        params = {"chat_id": scene.person.id, "message_id": sent["message_id"], "text": "chosen"}
        await scene.refused(400, "Bad Request: message can't be edited", "editMessageText", **params)


@shows("parse_mode.of_nothing")
async def test_the_mode_of_no_caption_is_not_looked_at(scene: Scene) -> None:
    file = scene.client.file(b"%PDF", "x.pdf")
    sent = await scene.call("sendDocument", chat_id=scene.person.id, document=file, parse_mode="BBCode")
    assert "caption" not in sent


@shows("edit.no_text", "edit.no_caption")
async def test_a_place_has_no_text_and_a_text_no_caption(scene: Scene) -> None:
    place = await scene.call("sendLocation", chat_id=scene.person.id, latitude=43.8, longitude=125.3)
    text = await scene.send("text")
    for method, field, sent, what in (
        ("editMessageText", "text", place, "text"),
        ("editMessageCaption", "caption", text, "caption"),
    ):
        params = {"chat_id": scene.person.id, "message_id": sent["message_id"], field: "x"}
        await scene.refused(400, f"Bad Request: there is no {what} in the message to edit", method, **params)


@shows("delete.in_time", "delete.late")
async def test_a_message_is_deleted_for_48_hours(scene: Scene) -> None:
    young, old = await scene.send("young"), await scene.send("old")
    scene.later(hours=48)
    assert await scene.call("deleteMessage", chat_id=scene.person.id, message_id=young["message_id"])
    scene.later(seconds=1)
    params = {"chat_id": scene.person.id, "message_id": old["message_id"]}
    await scene.refused(400, "Bad Request: message can't be deleted", "deleteMessage", **params)
    assert scene.shown() == ["/start", "old"]


@shows("delete.several")
async def test_of_several_those_that_can_be_are_deleted(scene: Scene) -> None:
    sent = await scene.send("one")
    assert await scene.call("deleteMessages", chat_id=scene.person.id, message_ids=[77, sent["message_id"]])
    assert scene.shown() == ["/start"]


@shows("reply.optional")
async def test_a_reply_may_go_without_what_it_answers(scene: Scene) -> None:
    sent = await scene.send("x", reply_parameters={"message_id": 77, "allow_sending_without_reply": True})
    assert "reply_to_message" not in sent
    assert (await scene.send("y", reply_parameters={"message_id": 1}))["reply_to_message"]["text"] == "/start"


async def _answer(scene: Scene, query: str, **params: Any) -> Any:
    return await scene.call("answerCallbackQuery", callback_query_id=query, **params)


@shows("callback.late", "callback.twice", "callback.window")
async def test_a_press_is_answered_once_and_not_late(scene: Scene) -> None:
    sent = await scene.send("?", reply_markup=BUTTON)
    query = scene.press(sent)
    scene.later(seconds=15)
    assert await _answer(scene, query) is True
    await scene.refused(400, TOO_OLD, "answerCallbackQuery", callback_query_id=query)
    late = scene.press(sent)
    scene.later(seconds=16)
    await scene.refused(400, TOO_OLD, "answerCallbackQuery", callback_query_id=late)


@shows("callback.of_another_bot", "callback.text_too_long")
async def test_a_press_is_answered_by_its_own_bot_in_200_characters(scene: Scene) -> None:
    query = scene.press(await scene.send("?", reply_markup=BUTTON))
    other = scene.client_of(f"{scene.bot.id}1:other")
    with pytest.raises(other.refused) as caught:
        await other.call("answerCallbackQuery", callback_query_id=query)
    assert other.heard(caught.value) == other.expected(400, TOO_OLD)
    await scene.refused(
        400, "Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery", callback_query_id=query, text="x" * 201
    )
    assert await _answer(scene, query, text="x" * 200) is True


@shows("order.trouble_before_method", "order.method_before_text")
async def test_trouble_comes_before_the_method_and_the_method_before_its_text(scene: Scene) -> None:
    await scene.refused(404, "Not Found: method not found", "fetchGossip", chat_id=99, text=" ")
    scene.sandbox.faults.add(Fault("*", "500"))
    await scene.refused(500, "Internal Server Error", "fetchGossip")


@pytest.fixture
def flood(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(scene.settings, "flood", True)
    return scene


async def _fills(scene: Scene, count: int, chats: list[int]) -> int:
    """Seconds to wait after `count` messages, which all go out."""
    for number in range(count):
        await scene.call("sendMessage", chat_id=chats[number % len(chats)], text="x")
    with pytest.raises(scene.client.refused) as caught:
        await scene.call("sendMessage", chat_id=chats[count % len(chats)], text="x")
    return scene.client.heard(caught.value).retry_after


@shows("flood.chat")
async def test_one_message_a_second_to_a_chat(flood: Scene) -> None:
    assert await _fills(flood, 1, [flood.person.id]) == 1
    flood.later(seconds=1)
    assert await flood.send("later")


@shows("flood.group")
async def test_twenty_messages_a_minute_to_a_group(flood: Scene) -> None:
    assert await _fills(flood, 20, [flood.group().id]) == 60


@shows("flood.overall")
async def test_thirty_messages_a_second_in_all(flood: Scene) -> None:
    assert await _fills(flood, 30, [flood.group().id, flood.group().id]) == 1


@shows("flood.album")
async def test_an_album_is_as_many_messages_as_it_has_items(flood: Scene) -> None:
    group = flood.group().id
    for _ in range(2):
        album = [flood.client.photo(picture(30, 20)) for _ in range(10)]
        assert len(await flood.call("sendMediaGroup", chat_id=group, media=album)) == 10
    assert await _fills(flood, 0, [group]) == 60
    flood.later(seconds=1)
    album = [flood.client.photo(picture(30, 20)) for _ in range(10)]
    assert len(await flood.call("sendMediaGroup", chat_id=flood.person.id, media=album)) == 10
    assert await _fills(flood, 0, [flood.person.id]) == 1


@shows("flood.off")
async def test_no_limit_unless_asked_for(scene: Scene) -> None:
    for _ in range(3):
        await scene.send()
