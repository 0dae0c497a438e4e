"""Every object that the sandbox emits is read by both libraries' models, with nothing left over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiogram import methods as aiogram_methods
from aiogram.methods import TelegramMethod
from aiogram.types import ChatFullInfo, Message, TelegramObject, Update
from aiohttp import ClientSession
from telegram import ChatFullInfo as CourierChat
from telegram import Message as CourierMessage
from telegram import Update as CourierUpdate

from bot.sandbox.catalogue import PARAMETERS
from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import TOKEN
from tests.sandbox.pictures import picture

BUTTONS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go", "style": "primary"}]]}


async def ask(sandbox: Sandbox, method: str, **params: Any) -> Any:
    url = f"{sandbox.base_url}/bot{TOKEN}/{method}"
    async with ClientSession() as session, session.post(url, json=params) as response:
        body = await response.json()
        assert body["ok"], body
        return body["result"]


def leftovers(found: Any, path: str = "") -> list[str]:
    """Fields that aiogram's models do not know."""
    if isinstance(found, TelegramObject):
        extra = [f"{path}.{name}" for name in (found.model_extra or {})]
        inner = [(getattr(found, name), f"{path}.{name}") for name in type(found).model_fields]
        return extra + [x for value, name in inner for x in leftovers(value, name)]
    if isinstance(found, list):
        return [x for item in found for x in leftovers(item, path)]
    return []


async def _a_busy_chat(sandbox: Sandbox, li: PersonPlayer, player: Player) -> None:
    sent = await ask(sandbox, "sendMessage", chat_id=li.id, text="card", reply_markup=BUTTONS)
    await ask(
        sandbox,
        "getUpdates",
        allowed_updates=json.dumps(
            ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "chat_member"]
        ),
    )
    await li.tap("Go")
    said = await li.say("/start x @fieldclerk_bot https://example.com", reply_to=sent["message_id"])
    await li.edit(said["message_id"], "edited")
    await li.send_photo(picture(700, 500), picture(200, 100), caption="album")
    await li.send_document(b"x")
    await li.send_voice()
    await li.send_file("video", b"film", "f.mp4", "video/mp4")
    await li.send_file("audio", b"song", "s.mp3", "audio/mpeg")
    await li.sticker()
    await li.location(43.8, 125.3)
    await li.contact()
    await li.forward(sent["message_id"])
    await li.relay("Bai Jing", "The sensors leak", at=1_790_000_000)
    await li.react(sent["message_id"])
    group = await player.request("POST", "/api/groups", json={"title": "Line 3", "members": [1001]})
    await player.request("POST", "/api/people/1002/join", json={"chat": group["id"]})
    await li.say("/work@fieldclerk_bot", chat=group["id"])
    await li.block()
    await li.unblock()


async def test_updates_are_read_by_both(sandbox: Sandbox, li: PersonPlayer, player: Player) -> None:
    await _a_busy_chat(sandbox, li, player)
    raw = await ask(sandbox, "getUpdates")
    assert len(raw) > 15
    for update in raw:
        read = Update.model_validate(update)
        assert leftovers(read) == []
        assert read.event_type in update
        courier = CourierUpdate.de_json(update, None)
        assert courier.to_dict()["update_id"] == update["update_id"]
        assert courier.api_kwargs == {}


SENDS: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": BUTTONS}),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [["a"]]}, "reply_parameters": {"message_id": 1}}),
    ("sendLocation", {"latitude": 1.5, "longitude": 2}),
    ("sendVenue", {"latitude": 1.5, "longitude": 2, "title": "t", "address": "a"}),
    ("sendContact", {"phone_number": "+86", "first_name": "x"}),
    ("forwardMessage", {"from_chat_id": 1001, "message_id": 1}),
]


@pytest.mark.parametrize(("method", "params"), SENDS)
async def test_sent_messages_are_read_by_both(sandbox: Sandbox, li: PersonPlayer, method: str, params: Any) -> None:
    raw = await ask(sandbox, method, chat_id=li.id, **params)
    assert leftovers(Message.model_validate(raw)) == []
    assert CourierMessage.de_json(raw, None).api_kwargs == {}


async def test_chats_are_read_by_both(sandbox: Sandbox, li: PersonPlayer) -> None:
    raw = await ask(sandbox, "getChat", chat_id=li.id)
    assert leftovers(ChatFullInfo.model_validate(raw)) == []
    assert CourierChat.de_json(raw, None).first_name == "李伟"


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
