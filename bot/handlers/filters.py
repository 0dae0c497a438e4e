"""Filters, asynchronous all of them: aiogram runs a synchronous one, a magic F too, in a thread of its own."""

from __future__ import annotations

import re
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.handlers.callbacks import Asked, parse
from bot.procedure.chapters import chapter_of_number

_NUMBER = re.compile(r"[A-Za-z]{2}-\d{6}-\d{4,}", re.ASCII)


class Asks(Filter):
    """A button whose data asks for one of `kinds`; hands it on as `asked`."""

    def __init__(self, *kinds: type[Asked]) -> None:
        self.kinds = kinds

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        asked = parse(query.data or "")
        return {"asked": asked} if isinstance(asked, self.kinds) else False


class Typed(Filter):
    """A message of words only: a photo with a command as its caption must not lose the photo."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None


class Numbered(Filter):
    """A message that is a record's number and nothing else; hands it on as `number`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        number = read_number(message.text or "")
        return {"number": number} if number else False


class Carries(Filter):
    """A message of one of these content types."""

    def __init__(self, *content_types: str) -> None:
        self.content_types = frozenset(content_types)

    async def __call__(self, message: Message) -> bool:
        return message.content_type in self.content_types


class Forwarded(Filter):
    """A message that somebody else wrote elsewhere."""

    async def __call__(self, message: Message) -> bool:
        return message.forward_origin is not None


def read_number(text: str) -> str | None:
    """The record number that `text` is, as it is written on file (SP-202611-0042); None if it is none."""
    number = text.strip().upper()
    return number if _NUMBER.fullmatch(number) and chapter_of_number(number) else None
