"""aiogram's HTTP session without two waits of its own, and with a word for a proxy that fails."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.intake.client import PROXY_ERRORS


class Session(AiohttpSession):
    """One bot's way to the Bot API."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._held: dict[str, type[Response[Any]]] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        """Raises what aiogram raises; a proxy that fails is a network that fails, and no handler is to blame."""
        try:
            return await super().make_request(bot, method, timeout)
        except PROXY_ERRORS as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Raises what aiogram raises."""
        # pydantic forgets a generic class that nobody holds; building it anew for each answer takes 5 ms.
        if method.__api_method__ not in self._held:
            self._held[method.__api_method__] = Response[method.__returning__]  # type: ignore[name-defined]  # as aiogram
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """aiogram gives TLS a quarter of a second to say goodbye; without TLS there is nobody to wait for."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()
