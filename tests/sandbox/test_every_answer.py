"""What each emulated method answers, as both libraries read it."""

from __future__ import annotations

import json
from typing import Any

from aiogram import methods as aiogram_methods

from bot.sandbox.client import PersonPlayer
from bot.sandbox.media import keep_file, keep_photo
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.params import Upload
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import TOKEN
from tests.sandbox.opinions import ask, unread
from tests.sandbox.pictures import picture

GROUP = -1_001_000_000_777
BUTTONS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
FILES = ("document", "video", "animation", "audio", "voice", "video_note", "sticker")
SENT: dict[str, Any] = {"chat_id": 1001}
MARKED: dict[str, Any] = {"text": "<b>x</b> @li", "parse_mode": "HTML", "reply_markup": BUTTONS}
PLACE: dict[str, Any] = {"latitude": 1.5, "longitude": 2}
# Each emulated method, in an order in which each finds what it needs: message 2 is a text, 3 a photo.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", {**SENT, **MARKED}),
    ("sendPhoto", {**SENT, "photo": "$photo", "caption": "a <i>photo</i>", "parse_mode": "HTML"}),
    (
        "sendMessage",
        {**SENT, "text": "x", "reply_markup": {"keyboard": [["a"]]}, "reply_parameters": {"message_id": 1}},
    ),
    ("sendMessage", {**SENT, "text": "x", "protect_content": True, "link_preview_options": {"is_disabled": True}}),
    *((f"send{kind.title().replace('_', '')}", {**SENT, kind: f"${kind}"}) for kind in FILES),
    ("sendMediaGroup", {**SENT, "media": [{"type": "photo", "media": "$photo"}, {"type": "photo", "media": "$photo"}]}),
    ("sendLocation", {**SENT, **PLACE}),
    ("sendVenue", {**SENT, **PLACE, "title": "t", "address": "a"}),
    ("sendContact", {**SENT, "phone_number": "+86", "first_name": "x"}),
    ("sendChatAction", {**SENT, "action": "typing"}),
    ("forwardMessage", {**SENT, "from_chat_id": 1001, "message_id": 1}),
    ("copyMessage", {**SENT, "from_chat_id": 1001, "message_id": 1}),
    ("editMessageText", {**SENT, "message_id": 2, "text": "y"}),
    ("editMessageReplyMarkup", {**SENT, "message_id": 2, "reply_markup": BUTTONS}),
    ("editMessageCaption", {**SENT, "message_id": 3, "caption": "c"}),
    ("editMessageMedia", {**SENT, "message_id": 3, "media": {"type": "photo", "media": "$photo"}}),
    ("setMessageReaction", {**SENT, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("pinChatMessage", {**SENT, "message_id": 2}),
    ("getChat", {**SENT}),
    ("getChatMember", {**SENT, "user_id": 1001}),
    ("getChatMember", {"chat_id": GROUP, "user_id": 1001}),
    ("getChatMember", {"chat_id": GROUP, "user_id": 1002}),
    ("getChatAdministrators", {"chat_id": GROUP}),
    ("getChatMemberCount", {"chat_id": GROUP}),
    ("getChat", {"chat_id": GROUP}),
    ("unpinChatMessage", {**SENT, "message_id": 2}),
    ("unpinAllChatMessages", {**SENT}),
    ("getFile", {"file_id": "$photo"}),
    ("getUserProfilePhotos", {"user_id": 1001}),
    ("answerCallbackQuery", {"callback_query_id": "$press"}),
    ("setMyCommands", {"commands": [{"command": "work", "description": "My work"}]}),
    ("getMyCommands", {}),
    ("deleteMyCommands", {}),
    ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
    ("getChatMenuButton", {}),
    *((f"{verb}My{what}", {}) for what in ("Name", "Description", "ShortDescription") for verb in ("set", "get")),
    ("deleteMessage", {**SENT, "message_id": 2}),
    ("deleteMessages", {**SENT, "message_ids": [3]}),
    ("setWebhook", {"url": "https://192.0.2.1/hook"}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {}),
    ("getUpdates", {}),
    ("leaveChat", {"chat_id": GROUP}),
    ("logOut", {}),
    ("close", {}),
]


def returns(method: str) -> Any:
    """What aiogram expects the method to answer."""
    name = method[0].upper() + method[1:]
    return getattr(aiogram_methods, name).__returning__


async def _files(sandbox: Sandbox) -> dict[str, str]:
    """A file of each kind, by the word that stands for its id."""
    files, upload = sandbox.world.files, Upload(b"bytes", "x.bin", "")
    kept = {f"${kind}": (await keep_file(files, kind, upload, {}))["file_id"] for kind in FILES}
    kept["$photo"] = (await keep_photo(files, picture(40, 30)))[0]["file_id"]
    return {word: f"{file_id}-{TOKEN.partition(':')[0]}" for word, file_id in kept.items()}


def _press(sandbox: Sandbox) -> str:
    person = sandbox.world.people[1001]
    chat = sandbox.people.chat(person)
    return str(sandbox.people.press(person, chat, sandbox.people.message(chat, 2), "go")["callback_id"])


async def test_the_answer_of_each_method_is_read_by_both(sandbox: Sandbox, li: PersonPlayer) -> None:
    sandbox.add_group("Line 3", [li.id], GROUP)
    stands = await _files(sandbox)
    for method, params in CALLS:
        text = json.dumps(params)
        if method == "answerCallbackQuery":
            stands["$press"] = _press(sandbox)
        for word, value in stands.items():
            text = text.replace(f'"{word}"', f'"{value}"')
        assert unread(returns(method), await ask(sandbox, method, **json.loads(text))) == [], method


def test_no_method_is_left_out() -> None:
    assert {method for method, _ in CALLS} == set(METHODS)
