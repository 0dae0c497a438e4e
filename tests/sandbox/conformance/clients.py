"""The two libraries as they are installed: each says any method with any parameters and tells what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Protocol

from aiogram import Bot, exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto
from pydantic import ConfigDict
from telegram import InputFile, error
from telegram import InputMediaPhoto as CourierPhoto
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter


@dataclass(frozen=True)
class Refusal:
    """What a client heard. `text` as the client gives it; the numbers are 0 where there are none."""

    kind: type[Exception]
    text: str
    retry_after: int = 0
    migrate_to: int = 0


class Client(Protocol):
    """`refused` are the errors that carry a refusal, `lost` those of a connection that failed, `garbled` of an answer
    that is no JSON."""

    refused: type[Exception]
    lost: type[Exception]
    garbled: type[Exception]

    async def call(self, method: str, **params: Any) -> Any: ...

    def file(self, data: bytes, name: str) -> Any:
        """An upload as a parameter."""

    def photo(self, data: bytes, caption: str | None = None) -> Any:
        """One item of an album, or the new medium of a message."""

    def heard(self, caught: Exception) -> Refusal: ...

    def expected(self, code: int, text: str) -> Refusal:
        """What this client ought to hear when the server refuses with these."""


class _Raw(TelegramMethod[Any]):
    model_config = ConfigDict(extra="allow")
    __returning__ = Any


@cache
def _raw(method: str) -> type[TelegramMethod[Any]]:
    return type("Raw", (_Raw,), {"__api_method__": method, "__module__": __name__})


AIOGRAM = {
    400: exceptions.TelegramBadRequest,
    401: exceptions.TelegramUnauthorizedError,
    403: exceptions.TelegramForbiddenError,
    404: exceptions.TelegramNotFound,
    409: exceptions.TelegramConflictError,
    413: exceptions.TelegramEntityTooLarge,
}


class Aiogram:
    refused: type[Exception] = exceptions.TelegramAPIError
    lost: type[Exception] = exceptions.TelegramNetworkError
    garbled: type[Exception] = exceptions.ClientDecodeError

    def __init__(self, token: str, session: AiohttpSession) -> None:
        self.bot = Bot(token, session=session)

    async def call(self, method: str, **params: Any) -> Any:
        return await self.bot(_raw(method)(**params), request_timeout=5)

    def file(self, data: bytes, name: str) -> Any:
        return BufferedInputFile(data, name)

    def photo(self, data: bytes, caption: str | None = None) -> Any:
        return InputMediaPhoto(media=BufferedInputFile(data, "p.jpg"), caption=caption)

    def heard(self, caught: Exception) -> Refusal:
        assert isinstance(caught, exceptions.TelegramAPIError)
        text = caught.message.partition("Original description: ")
        return Refusal(
            type(caught),
            text[2] or text[0],
            getattr(caught, "retry_after", 0),
            getattr(caught, "migrate_to_chat_id", 0),
        )

    def expected(self, code: int, text: str) -> Refusal:
        return Refusal(AIOGRAM.get(code, exceptions.TelegramServerError), text)


COURIER = {
    400: error.BadRequest,
    401: error.InvalidToken,
    403: error.Forbidden,
    404: error.InvalidToken,
    409: error.Conflict,
}


class Courier:
    """python-telegram-bot's request and what it makes of the answer, below its bot, which will not say nonsense."""

    refused: type[Exception] = error.TelegramError
    lost: type[Exception] = error.NetworkError
    garbled: type[Exception] = error.TelegramError

    def __init__(self, token: str, base: str, request: HTTPXRequest) -> None:
        self.url = f"{base}/bot{token}"
        self.request = request

    async def call(self, method: str, **params: Any) -> Any:
        given = [RequestParameter.from_input(name, value) for name, value in params.items()]
        return await self.request.post(f"{self.url}/{method}", RequestData(given), read_timeout=5)

    def file(self, data: bytes, name: str) -> Any:
        return InputFile(data, filename=name)

    def photo(self, data: bytes, caption: str | None = None) -> Any:
        return CourierPhoto(data, caption=caption, filename="p.jpg", parse_mode=None)

    def heard(self, caught: Exception) -> Refusal:
        assert isinstance(caught, error.TelegramError)
        if isinstance(caught, error.RetryAfter):
            wait = caught.retry_after
            return Refusal(type(caught), "", int(wait.total_seconds() if isinstance(wait, timedelta) else wait))
        if isinstance(caught, error.ChatMigrated):
            return Refusal(type(caught), "", migrate_to=caught.new_chat_id)
        return Refusal(type(caught), caught.message)

    def expected(self, code: int, text: str) -> Refusal:
        kind = COURIER.get(code, error.NetworkError)
        return Refusal(kind, kind(text).message)
