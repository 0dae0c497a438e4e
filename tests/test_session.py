from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError

from bot.session import Session


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_fails_is_a_network_that_fails(scheme: str) -> None:
    async with Bot("123456789:AAaaBBbbCCccDDdd", session=Session(proxy=f"{scheme}://me:hunter2@127.0.0.1:9")) as bot:
        with pytest.raises(TelegramNetworkError, match="ProxyConnectionError") as caught:
            await bot.get_me()
    assert "hunter2" not in str(caught.value)
