"""A Bot API in this very process: it answers at once what Telegram would, and the answer is read as Telegram's is."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.bench.answering import TOKEN, answer
from bot.session import Session


class Quiet(Session):
    """Nothing leaves the process."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        said = answer(method.__api_method__, getattr(method, "chat_id", 0), getattr(method, "text", "") or "")
        result: Any = self.check_response(bot, method, 200, said).result
        return result  # type: ignore[no-any-return]  # what the method returns


def quiet_bot() -> Bot:
    return Bot(TOKEN, session=Quiet())


def loopback_bot(url: str) -> Bot:
    """The same over HTTP, by the product's own session."""
    return Bot(TOKEN, session=Session(api=TelegramAPIServer.from_base(url)))
