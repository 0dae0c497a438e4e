"""The refusals that need nothing before them: what is said, and the exact words of the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, claim

pytestmark = SUITE


@dataclass(frozen=True)
class Case:
    """`to_person` puts the person's chat into the call."""

    row: str
    method: str
    params: dict[str, Any]
    text: str
    code: int = 400
    to_person: bool = field(default=True, kw_only=True)

    @property
    def description(self) -> str:
        return f"Bad Request: {self.text}" if self.code == 400 else self.text


def sending(row: str, refusal: str, **params: Any) -> Case:
    return Case(row, "sendMessage", {"text": "hello", **params}, refusal)


def html(row: str, source: str, text: str) -> Case:
    return sending(row, f"can't parse entities: {text}", text=source, parse_mode="HTML")


def keyboard(row: str, text: str, *buttons: Any) -> Case:
    return sending(row, text, reply_markup={"inline_keyboard": [list(buttons)]})


ALBUM = [{"type": "photo", "media": "x"}] * 11
UNPARSED_BUTTON = "can't parse inline keyboard button: "

CASES = [
    Case("method.unknown", "fetchGossip", {}, "Not Found: method not found", 404),
    Case("path.bad", "getMe/again", {}, "Not Found", 404),
    Case("chat.empty", "sendMessage", {"text": "x"}, "chat_id is empty", to_person=False),
    Case(
        "chat.empty_on_delete", "deleteMessage", {"message_id": 1}, "chat identifier is not specified", to_person=False
    ),
    Case("chat.empty_on_delete_several", "deleteMessages", {"message_ids": [1]}, "chat_id is empty", to_person=False),
    Case("chat.unknown", "sendMessage", {"chat_id": 99, "text": "x"}, "chat not found", to_person=False),
    Case("chat.unknown_name", "sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found", to_person=False),
    sending("text.empty", "message text is empty", text=""),
    sending("text.blank", "text must be non-empty", text=" \n"),
    sending("text.only_markup", "text must be non-empty", text="<b></b>", parse_mode="HTML"),
    sending("text.too_long", "message is too long", text="ü" * 4097),
    sending("text.raw_too_long", "text is too long", text="<b></b>" * 4682, parse_mode="HTML"),
    Case("caption.too_long", "sendPhoto", {"photo": "x", "caption": "c" * 1025}, "message caption is too long"),
    sending("parse_mode.unknown", "unsupported parse_mode", parse_mode="BBCode"),
    html("html.unsupported_tag", "<p>x", 'Unsupported start tag "p" at byte offset 0'),
    html("html.unclosed_start", "é<b", "Unclosed start tag at byte offset 2"),
    html("html.unexpected_end", "x</b>", "Unexpected end tag at byte offset 1"),
    html("html.unclosed_end", "<b>x</b", "Unclosed end tag at byte offset 4"),
    html("html.unmatched_end", "<b>粗</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    html("html.no_end", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    html("html.span", "😀<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 4'),
    html("html.empty_attribute", '<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    html("html.emoji", '<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    keyboard("button.data_too_long", "BUTTON_DATA_INVALID", {"text": "x", "callback_data": "粗" * 22}),
    keyboard("button.no_action", UNPARSED_BUTTON + "Text buttons are unallowed in the inline keyboard", {"text": "x"}),
    keyboard("button.no_text", "inline keyboard button text must be non-empty", {"text": "", "callback_data": "d"}),
    keyboard(
        "button.url",
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        {"text": "x", "url": "http://localhost/x"},
    ),
    sending(
        "keyboard.not_a_list", 'field "inline_keyboard" must be of type Array', reply_markup='{"inline_keyboard": null}'
    ),
    sending(
        "keyboard.not_rows",
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        reply_markup=json.dumps({"inline_keyboard": [{"text": "x"}]}),
    ),
    keyboard(
        "button.style",
        UNPARSED_BUTTON + "invalid button style specified",
        {"text": "x", "callback_data": "d", "style": "pink"},
    ),
    sending(
        "keyboard.reply_not_rows",
        'field "keyboard" must be an Array of Arrays',
        reply_markup={"keyboard": [{"text": "x"}]},
    ),
    sending(
        "keyboard.reply_no_button",
        "can't parse keyboard button: KeyboardButton must be a String or an Object",
        reply_markup={"keyboard": [[1]]},
    ),
    sending("json.reply_no_object", "object expected as reply parameters", reply_parameters="[]"),
    sending("json.markup", "can't parse reply keyboard markup JSON object", reply_markup="{"),
    sending("json.markup_no_object", "object expected as reply markup", reply_markup="[]"),
    Case("json.media", "sendMediaGroup", {"media": "{"}, "can't parse media JSON object"),
    Case("json.media_no_list", "sendMediaGroup", {"media": "{}"}, "expected an Array of InputMedia"),
    Case(
        "json.commands_no_list", "setMyCommands", {"commands": "{}"}, "expected an Array of BotCommand", to_person=False
    ),
    Case(
        "json.commands_no_objects",
        "setMyCommands",
        {"commands": "[1]"},
        "can't parse BotCommand: expected an Object",
        to_person=False,
    ),
    Case(
        "json.reactions_no_list",
        "setMessageReaction",
        {"message_id": 1, "reaction": "{}"},
        "expected an Array of ReactionType",
    ),
    Case("json.commands", "setMyCommands", {"commands": "{"}, "can't parse commands JSON object", to_person=False),
    Case("edit.unknown", "editMessageText", {"text": "x", "message_id": 77}, "message to edit not found"),
    Case("edit.not_own", "editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
    Case("delete.nothing", "deleteMessage", {}, "message identifier is not specified"),
    Case("delete.none", "deleteMessages", {"message_ids": "[]"}, "message identifiers are not specified"),
    Case("delete.no_number", "deleteMessages", {"message_ids": "[{}]"}, "message identifier must be a Number"),
    Case("delete.unknown", "deleteMessage", {"message_id": 77}, "message to delete not found"),
    sending("reply.unknown", "message to be replied not found", reply_parameters={"message_id": 77}),
    Case(
        "callback.unknown",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
        to_person=False,
    ),
    Case("file.none", "sendPhoto", {}, "there is no photo in the request"),
    Case("file.no_id", "getFile", {}, "file_id not specified", to_person=False),
    Case("file.invalid_id", "getFile", {"file_id": "x"}, "invalid file_id", to_person=False),
    Case("album.too_many", "sendMediaGroup", {"media": ALBUM}, "too many messages to send as an album"),
    Case("album.nothing", "sendMediaGroup", {}, 'parameter "media" is required'),
    Case(
        "album.no_file",
        "sendMediaGroup",
        {"media": [{"type": "photo", "media": "attach://gone"}]},
        "can't parse InputMedia: media not found",
    ),
    Case(
        "album.kind_unknown",
        "sendMediaGroup",
        {"media": [{"type": "voice", "media": "x"}]},
        'can\'t parse InputMedia: type "voice" is unsupported',
    ),
    Case(
        "album.animation",
        "sendMediaGroup",
        {"media": [{"type": "animation", "media": "x"}]},
        "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
    ),
    Case(
        "album.mixed",
        "sendMediaGroup",
        {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
        "document can't be mixed with other media types",
    ),
    Case("required.phone_number", "sendContact", {"first_name": "x"}, 'parameter "phone_number" is required'),
    Case("required.first_name", "sendContact", {"phone_number": "1"}, 'parameter "first_name" is required'),
    Case("required.from_chat", "forwardMessage", {"message_id": 1}, 'parameter "from_chat_id" is required'),
    Case("location.empty", "sendLocation", {"latitude": 1}, "longitude is empty"),
    Case("pin.nothing_to_unpin", "unpinChatMessage", {}, "message to unpin not found"),
    Case("album.none", "sendMediaGroup", {"media": []}, "there are no messages to send"),
    Case("reaction.unknown", "setMessageReaction", {"message_id": 77}, "message to react not found"),
    Case(
        "reaction.invalid",
        "setMessageReaction",
        {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "✅"}]},
        "REACTION_INVALID",
    ),
    Case(
        "webhook.bad_secret",
        "setWebhook",
        {"url": "https://example.com", "secret_token": "no spaces"},
        "secret token contains unallowed characters",
        to_person=False,
    ),
    Case(
        "webhook.bad_url",
        "setWebhook",
        {"url": "http://["},
        "bad webhook: invalid webhook URL specified",
        to_person=False,
    ),
    Case(
        "order.text_before_chat", "sendMessage", {"chat_id": 99, "text": ""}, "message text is empty", to_person=False
    ),
    Case(
        "order.markup_before_chat",
        "sendMessage",
        {"chat_id": 99, "text": "x", "reply_markup": "[]"},
        "object expected as reply markup",
        to_person=False,
    ),
    Case(
        "order.chat_before_message",
        "editMessageText",
        {"chat_id": 99, "text": "x", "message_id": 77},
        "chat not found",
        to_person=False,
    ),
    Case(
        "order.number_before_chat",
        "deleteMessage",
        {"chat_id": 99, "message_id": 0},
        "message identifier is not specified",
        to_person=False,
    ),
    Case(
        "order.source_before_target",
        "copyMessage",
        {"chat_id": 98, "from_chat_id": 99, "message_id": 1, "reply_markup": "[]"},
        "chat not found",
        to_person=False,
    ),
]

for case in CASES:
    claim(case.row, "test_a_call_is_refused")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
async def test_a_call_is_refused(scene: Scene, case: Case) -> None:
    params = {"chat_id": scene.person.id, **case.params} if case.to_person else case.params
    await scene.refused(case.code, case.description, case.method, **params)
    assert scene.shown() == ["/start"]
