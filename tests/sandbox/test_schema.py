"""What the sandbox asks of a request, and what the Bot API's schema does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from aiogram import methods as aiogram_methods
from aiogram.methods import TelegramMethod

from bot.sandbox.calls import LEGACY
from bot.sandbox.catalogue import PARAMETERS
from bot.sandbox.methods.registry import METHODS
from tests.support.bot_api import FACTS, VARIABLE, facts, read_facts, read_schema, schema

NAMED = os.environ.get(VARIABLE)


def _of_aiogram() -> dict[str, set[str]]:
    """The required parameters of each method, as its library has them."""
    classes = [
        cls for cls in vars(aiogram_methods).values() if isinstance(cls, type) and issubclass(cls, TelegramMethod)
    ]
    return {
        cls.__api_method__: {field.alias or name for name, field in cls.model_fields.items() if field.is_required()}
        for cls in classes
        if cls is not TelegramMethod
    }


def test_the_facts_are_those_of_the_schema() -> None:
    """Of the schema itself where it is at hand, else as far as aiogram's models carry it."""
    text = FACTS.read_text("utf-8")
    if NAMED:
        assert text == facts(read_schema(Path(NAMED)), METHODS)
    theirs = _of_aiogram()
    required = {
        name: {key for key, field in read_facts(text).fields[name].items() if field.required} for name in METHODS
    }
    assert required == {name: theirs[name] for name in METHODS}


def test_the_catalogue_is_the_schema_and_what_old_clients_say() -> None:
    known = schema().fields
    for name in METHODS if not NAMED else PARAMETERS:
        assert known[name].keys() <= PARAMETERS[name]
    assert LEGACY.isdisjoint(known["sendMessage"])


BUTTON = '{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}'
FITTING: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", {"chat_id": "1001", "text": "5", "disable_notification": "true", "reply_markup": BUTTON}),
    ("sendMessage", {"chat_id": 1001, "text": "x", "reply_markup": {"remove_keyboard": True}}),
    ("sendPhoto", {"chat_id": "1", "photo": "attach://k1", "k1": "<p.jpg, 3 bytes>"}),
    ("sendPhoto", {"chat_id": "1", "photo": "<p.jpg, 3 bytes>"}),
    ("sendMediaGroup", {"chat_id": "1", "media": '[{"type":"photo","media":"attach://k"}]', "k": "<p.jpg, 3 bytes>"}),
    ("setMyCommands", {"commands": '[{"command":"a","description":"b"}]', "scope": '{"type":"chat","chat_id":5}'}),
]


@pytest.mark.parametrize(("method", "params"), FITTING)
def test_a_request_that_fits(method: str, params: dict[str, Any]) -> None:
    assert schema().misfits(method, params) == []


MISFITS: list[tuple[str, dict[str, Any], str]] = [
    ("sendGossip", {}, "sendGossip: no such method"),
    ("sendMessage", {"text": "x"}, "sendMessage: chat_id of sendMessage is missing"),
    ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "sendMessage: sendMessage has no colour"),
    ("getUpdates", {"offset": "soon"}, "getUpdates.offset: 'soon' is no Integer"),
    (
        "sendMessage",
        {"chat_id": 1, "text": "x", "protect_content": "yes"},
        "sendMessage.protect_content: 'yes' is no Boolean",
    ),
    ("deleteMessages", {"chat_id": 1, "message_ids": "5"}, "deleteMessages.message_ids: 5 is no list"),
    (
        "editMessageText",
        {"text": "x", "reply_markup": '{"inline_keyboard":[[{"text":"x","colour":"red"}]]}'},
        "editMessageText.reply_markup.inline_keyboard[0][0]: InlineKeyboardButton has no colour",
    ),
]


@pytest.mark.parametrize(("method", "params", "wrong"), MISFITS)
def test_a_request_that_does_not_fit(method: str, params: dict[str, Any], wrong: str) -> None:
    assert schema().misfits(method, params) == [wrong]
