"""The refusal table, each row in Telegram's own words, heard through aiogram."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import ClientSession

from bot.sandbox.client import PersonPlayer
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import TOKEN

LI = 1001


@pytest.fixture
async def call(sandbox: Sandbox, li: PersonPlayer) -> Any:
    """A raw call; its description and code."""
    del li

    async def ask(method: str, token: str = TOKEN, **params: Any) -> tuple[int, str]:
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        url = f"{sandbox.base_url}/bot{token}/{method}"
        async with ClientSession() as session, session.post(url, data=form) as response:
            body = await response.json()
            assert body["ok"] is (response.status == 200)
            assert response.status == body.get("error_code", 200)
            return response.status, body.get("description", "")

    return ask


def inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


OK = {"chat_id": LI, "text": "hello"}
HTML = {"chat_id": LI, "parse_mode": "HTML"}
ENTITIES = "Bad Request: can't parse entities: "

SEND = [
    ({"text": "x"}, 400, "Bad Request: chat_id is empty"),
    ({"chat_id": 99, "text": "x"}, 400, "Bad Request: chat not found"),
    ({"chat_id": "@nobody", "text": "x"}, 400, "Bad Request: chat not found"),
    ({"chat_id": 1002, "text": "x"}, 403, "Forbidden: bot can't initiate conversation with a user"),
    ({"chat_id": LI, "text": " "}, 400, "Bad Request: message text is empty"),
    ({**HTML, "text": "<b></b>"}, 400, "Bad Request: text must be non-empty"),
    ({"chat_id": LI, "text": "ü" * 4097}, 400, "Bad Request: message is too long"),
    ({"chat_id": LI, "text": "x" * 32769}, 400, "Bad Request: text is too long"),
    ({**OK, "parse_mode": "BBCode"}, 400, "Bad Request: unsupported parse_mode"),
    ({**HTML, "text": "<p>x"}, 400, ENTITIES + 'Unsupported start tag "p" at byte offset 0'),
    ({**HTML, "text": "é<b"}, 400, ENTITIES + "Unclosed start tag at byte offset 2"),
    ({**HTML, "text": "x</b>"}, 400, ENTITIES + "Unexpected end tag at byte offset 1"),
    ({**HTML, "text": "<b>x</b"}, 400, ENTITIES + "Unclosed end tag at byte offset 4"),
    (
        {**HTML, "text": "<b>x</i>"},
        400,
        ENTITIES + 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ({**HTML, "text": "<b>x"}, 400, ENTITIES + 'Can\'t find end tag corresponding to start tag "b"'),
    (
        {**HTML, "text": "<span>x</span>"},
        400,
        ENTITIES + 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    ({**HTML, "text": '<a ="x">x</a>'}, 400, ENTITIES + 'Empty attribute name in the tag "a" at byte offset 0'),
    (
        {**OK, "reply_markup": inline({"text": "x", "callback_data": "d" * 65})},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        {**OK, "reply_markup": inline({"text": "x"})},
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {**OK, "reply_markup": inline({"text": "", "callback_data": "d"})},
        400,
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    (
        {**OK, "reply_markup": {"inline_keyboard": None}},
        400,
        'Bad Request: field "inline_keyboard" must be of type Array',
    ),
    (
        {**OK, "reply_markup": {"inline_keyboard": [{"text": "x"}]}},
        400,
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        {**OK, "reply_markup": inline({"text": "x", "url": "http://localhost/x"})},
        400,
        "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    ({**OK, "reply_markup": "{"}, 400, "Bad Request: can't parse reply keyboard markup JSON object"),
    ({**OK, "reply_markup": "[]"}, 400, "Bad Request: object expected as reply markup"),
    (
        {**OK, "reply_parameters": {"message_id": 77}},
        400,
        "Bad Request: message to be replied not found",
    ),
]


@pytest.mark.parametrize(("params", "code", "text"), SEND)
async def test_send_message_refuses(call: Any, params: dict[str, Any], code: int, text: str) -> None:
    assert await call("sendMessage", **params) == (code, text)


OTHERS = [
    ("nonsense", {}, 404, "Not Found: method not found"),
    ("sendPhoto", {"chat_id": LI}, 400, "Bad Request: there is no photo in the request"),
    ("sendDocument", {"chat_id": LI}, 400, "Bad Request: there is no document in the request"),
    (
        "sendPhoto",
        {"chat_id": LI, "photo": "x", "caption": "c" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    ("sendMediaGroup", {"chat_id": LI, "media": "{"}, 400, "Bad Request: can't parse media JSON object"),
    (
        "sendMediaGroup",
        {"chat_id": LI, "media": [{"type": "photo", "media": "x"}] * 11},
        400,
        "Bad Request: too many messages to send as an album",
    ),
    ("editMessageText", {**OK, "message_id": 77}, 400, "Bad Request: message to edit not found"),
    ("editMessageText", {**OK, "message_id": 1}, 400, "Bad Request: message can't be edited"),
    ("deleteMessage", {"message_id": 1}, 400, "Bad Request: chat identifier is not specified"),
    ("deleteMessage", {"chat_id": LI, "message_id": 77}, 400, "Bad Request: message to delete not found"),
    ("setMessageReaction", {"chat_id": LI, "message_id": 77}, 400, "Bad Request: message to react not found"),
    ("getFile", {}, 400, "Bad Request: file_id not specified"),
    ("getFile", {"file_id": "x"}, 400, "Bad Request: invalid file_id"),
    ("setMyCommands", {"commands": "{"}, 400, "Bad Request: can't parse commands JSON object"),
    (
        "setWebhook",
        {"url": "https://example.com", "secret_token": "no spaces"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
]


@pytest.mark.parametrize(("method", "params", "code", "text"), OTHERS)
async def test_the_others_refuse(call: Any, method: str, params: dict[str, Any], code: int, text: str) -> None:
    assert await call(method, **params) == (code, text)


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("4242:another", "Unauthorized"),
        ("7:unknown", "Unauthorized"),
        ("nonsense", "Unauthorized: invalid token specified"),
        ("04242:x", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_refused_before_the_method_is_looked_at(call: Any, token: str, text: str) -> None:
    assert await call("nonsense", token=token) == (401, text)


async def test_what_is_not_emulated_says_so_loudly(call: Any, sandbox: Sandbox) -> None:
    code, text = await call("sendGame", chat_id=LI)
    assert code == 501
    assert text.startswith("Not Implemented: emulator")
    assert sandbox.violations == ["sendGame is not emulated"]
    sandbox.forgive()


async def test_a_parameter_that_telegram_does_not_know_is_found(call: Any, sandbox: Sandbox) -> None:
    code, _ = await call("sendMessage", **OK, colour="red")
    assert code == 501
    assert sandbox.violations == ["sendMessage has no parameter colour"]
    sandbox.forgive()


async def test_an_equal_edit_is_not_modified(call: Any, bot: Bot) -> None:
    sent = await bot.send_message(LI, "same")
    code, text = await call("editMessageText", chat_id=LI, message_id=sent.message_id, text="same")
    assert code == 400
    assert text == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


async def test_a_photo_has_no_text_and_a_text_no_caption(call: Any, bot: Bot) -> None:
    text = await bot.send_message(LI, "text")
    place = await bot.send_location(LI, 43.8, 125.3)
    assert await call("editMessageCaption", chat_id=LI, message_id=text.message_id, caption="c") == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )
    assert await call("editMessageText", chat_id=LI, message_id=place.message_id, text="c") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )


async def test_who_blocked_the_bot_hears_nothing(call: Any, li: PersonPlayer) -> None:
    await li.block()
    assert await call("sendMessage", **OK) == (403, "Forbidden: bot was blocked by the user")
    await li.say("again")
    assert (await call("sendMessage", **OK))[0] == 200
