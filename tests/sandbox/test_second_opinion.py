"""Every update that the sandbox emits is read by both libraries' models, with nothing left over."""

from __future__ import annotations

import json

from aiogram import methods as aiogram_methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.sandbox.catalogue import PARAMETERS
from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.server import Sandbox
from tests.sandbox.opinions import ask, unread
from tests.sandbox.pictures import picture

BUTTONS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go", "style": "primary"}]]}
KINDS = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "chat_member")


async def _a_busy_chat(sandbox: Sandbox, li: PersonPlayer, player: Player) -> None:
    sent = await ask(sandbox, "sendMessage", chat_id=li.id, text="card", reply_markup=BUTTONS)
    await ask(
        sandbox,
        "getUpdates",
        allowed_updates=json.dumps(KINDS),
    )
    await li.tap("Go")
    said = await li.say("/start x @fieldclerk_bot https://example.com", reply_to=sent["message_id"])
    await li.edit(said["message_id"], "edited")
    await li.send_photo(picture(700, 500), picture(200, 100), caption="album")
    await li.send_document(b"x")
    await li.send_voice()
    await li.send_file("video", b"film", "f.mp4", "video/mp4")
    await li.send_file("audio", b"song", "s.mp3", "audio/mpeg")
    await li.send_file("animation", b"gif", "a.gif", "image/gif")
    await li.send_file("video_note", b"round", "n.mp4", "video/mp4")
    await li.sticker()
    await li.location(43.8, 125.3)
    await li.contact()
    await li.forward(sent["message_id"])
    await li.relay("Bai Jing", "The sensors leak", at=1_790_000_000)
    await li.react(sent["message_id"])
    group = await player.request("POST", "/api/groups", json={"title": "Line 3", "members": [1001]})
    await player.request("POST", "/api/people/1002/join", json={"chat": group["id"]})
    await li.say("/work@fieldclerk_bot", chat=group["id"])
    await player.request("POST", "/api/people/1002/leave", json={"chat": group["id"]})
    moved = await player.request("POST", f"/api/groups/{group['id']}/migrate")
    chat = sandbox.world.group(moved["id"])
    assert chat is not None
    sandbox.groups.kick_bot(chat, chat.bots[0])
    await li.block()
    await li.unblock()


async def test_updates_are_read_by_both(sandbox: Sandbox, li: PersonPlayer, player: Player) -> None:
    await _a_busy_chat(sandbox, li, player)
    raw = await ask(sandbox, "getUpdates")
    assert {kind for update in raw for kind in update} == {"update_id", *KINDS}
    assert unread(list[Update], raw) == []
    assert [Update.model_validate(update).event_type in update for update in raw] == [True] * len(raw)


def test_the_catalogue_is_that_of_aiogram() -> None:
    theirs = {}
    for cls in vars(aiogram_methods).values():
        if isinstance(cls, type) and issubclass(cls, TelegramMethod) and cls is not TelegramMethod:
            theirs[cls.__api_method__] = {field.alias or name for name, field in cls.model_fields.items()}
    assert {name: set(parameters) for name, parameters in PARAMETERS.items()} == theirs
    assert set(METHODS) <= set(theirs)


MUST = """
getMe getUpdates setWebhook deleteWebhook getWebhookInfo logOut close setMyCommands getMyCommands
deleteMyCommands setChatMenuButton sendMessage sendPhoto sendDocument sendMediaGroup sendLocation
sendChatAction editMessageText editMessageCaption editMessageReplyMarkup editMessageMedia deleteMessage
deleteMessages answerCallbackQuery setMessageReaction getFile getChat getChatMember sendVideo sendVoice
sendVideoNote sendContact forwardMessage copyMessage pinChatMessage unpinChatMessage getUserProfilePhotos
setMyDescription setMyShortDescription setMyName
"""


def test_what_must_be_there_is_there() -> None:
    assert set(MUST.split()) <= set(METHODS)
