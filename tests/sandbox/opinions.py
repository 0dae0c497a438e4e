"""Both libraries read what the sandbox emits; the Bot API's schema too, where it is at hand."""

from __future__ import annotations

import os
from typing import Any

import telegram
from aiogram.methods import Response
from aiogram.types import TelegramObject
from aiohttp import ClientSession
from telegram import TelegramObject as CourierObject

from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import TOKEN
from tests.support.bot_api import VARIABLE, schema

WHOLE = bool(os.environ.get(VARIABLE))


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


def courier_leftovers(found: Any, path: str = "") -> list[str]:
    """Fields that python-telegram-bot's classes do not know."""
    if isinstance(found, CourierObject):
        names = {name for cls in type(found).__mro__ for name in getattr(cls, "__slots__", ()) if name[0] != "_"}
        extra = [f"{path}.{name}" for name in found.api_kwargs]
        return extra + [x for n in names - {"api_kwargs"} for x in courier_leftovers(getattr(found, n), f"{path}.{n}")]
    if isinstance(found, list | tuple):
        return [x for item in found for x in courier_leftovers(item, path)]
    return []


def unread(kind: Any, raw: Any) -> list[str]:
    """What either library, or the schema, makes nothing of when `raw` is meant to be a `kind` of aiogram's."""
    read = Response[kind].model_validate({"ok": True, "result": raw}).result
    first = read[0] if isinstance(read, list) and read else read
    problems = leftovers(read)
    if isinstance(first, TelegramObject):
        names = [one.__name__ for one in type(first).__mro__]
        # Of these the common class reads the kind and makes the object of it.
        name = next((one for one in names if one in {"ChatMember", "MenuButton"}), names[0])
        bodies = raw if isinstance(raw, list) else [raw]
        cls = getattr(telegram, name)
        problems += [x for body in bodies for x in courier_leftovers(cls.de_json(body, None), name)]
        if WHOLE:
            problems += [x for body in bodies for x in schema().check(type(first).__name__, name, body)]
    return problems
