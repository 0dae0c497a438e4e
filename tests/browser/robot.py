"""A bot of a few lines that speaks the Bot API by hand: what the page shows must not depend on any library."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

TOKEN = "7001:browser-test-token-of-no-secrecy-at-all"


class Robot:
    """Calls methods and keeps the updates that it polls."""

    def __init__(self, base_url: str, http: aiohttp.ClientSession) -> None:
        self._url = f"{base_url}/bot{TOKEN}"
        self._http = http
        self._offset = 0

    async def call(self, method: str, **params: Any) -> Any:
        """The result. Raises AssertionError with Telegram's description."""
        async with self._http.post(f"{self._url}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def next_update(self, kind: str) -> Any:
        """The body of the next update of this kind; others before it are passed over."""
        async with asyncio.timeout(10):
            while True:
                for update in await self.call("getUpdates", offset=self._offset, limit=1, timeout=5):
                    self._offset = update["update_id"] + 1
                    if kind in update:
                        return update[kind]

    async def send(self, person: int, html: str, *rows: list[dict[str, str]]) -> Any:
        markup = {"inline_keyboard": list(rows)} if rows else None
        params = {"reply_markup": markup} if markup else {}
        return await self.call("sendMessage", chat_id=person, text=html, parse_mode="HTML", **params)
