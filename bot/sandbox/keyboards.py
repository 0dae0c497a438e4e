"""reply_markup: what the real server refuses, and the buttons as a person sees them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.urls import split_url

ACTIONS = (
    "url",
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
STYLES = {"", "default", "primary", "danger", "success"}
KINDS = {"callback_data": "callback", "copy_text": "copy"}


def read_markup(params: Params) -> Json | None:
    """The checked reply_markup, None when there is none. Raises ApiError 400."""
    markup = params.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _inline_rows(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return {**markup, "keyboard": _reply_rows(markup["keyboard"])}
    return markup


def inline_only(markup: Json | None) -> Json | None:
    """For edits. Raises ApiError 400 for a reply keyboard."""
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _inline_rows(rows: Any) -> list[list[Json]]:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return [[_inline_button(button) for button in row] for row in rows if row]


def _refuse_inline(text: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {text}")


def _inline_button(given: Any) -> Json:
    if not isinstance(given, dict):
        raise _refuse_inline("InlineKeyboardButton must be an Object")
    if "text" not in given:
        raise _refuse_inline('Can\'t find field "text"')
    button: Json = {name: value for name, value in given.items() if value is not None}
    if str(button.get("style", "")).lower() not in STYLES:
        raise _refuse_inline("invalid button style specified")
    if not button.get("callback_data") and not any(name in button for name in ACTIONS):
        raise _refuse_inline("Text buttons are unallowed in the inline keyboard")
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if len(str(button.get("callback_data", "")).encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    if "copy_text" in button and not (isinstance(button["copy_text"], dict) and button["copy_text"].get("text")):
        raise _refuse_inline("Can't parse CopyTextButton")
    return {**button, "text": str(button["text"])}


def _check_url(url: str) -> None:
    split = split_url(url if "://" in url else f"http://{url}")
    if split.scheme == "tg":
        return
    if split.scheme not in {"http", "https"} or "." not in (split.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply_rows(rows: Any) -> list[list[Json]]:
    if not isinstance(rows, list):
        raise bad_request('field "keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    return [[_reply_button(button) for button in row] for row in rows if row]


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if "text" not in button:
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not str(button["text"]).strip():
        raise bad_request("keyboard button text must be non-empty")
    return {**{name: value for name, value in button.items() if value is not None}, "text": str(button["text"])}


def button_kind(button: Json) -> str:
    """callback, url, copy, web_app, disabled, ... for an inline button; text, location, contact for a reply button."""
    for name in ("callback_data", *ACTIONS):
        if name in button:
            return KINDS.get(name, name)
    for name in ("request_location", "request_contact", "request_poll", "request_users", "request_chat"):
        if button.get(name):
            return name.removeprefix("request_")
    return "text"


def shown_rows(rows: list[list[Json]]) -> list[list[Json]]:
    """Buttons for the people's side: text, kind, and style, url or copy where there is one."""
    return [[_shown(button) for button in row] for row in rows]


def _shown(button: Json) -> Json:
    shown: Json = {"text": button["text"], "kind": button_kind(button)}
    if button.get("style"):
        shown["style"] = button["style"]
    if button.get("url"):
        shown["url"] = button["url"]
    if button.get("copy_text"):
        shown["copy"] = button["copy_text"].get("text", "")
    return shown
