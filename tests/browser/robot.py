"""A bot of a few lines that speaks the Bot API by hand: what the page shows must not depend on any library."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

TOKEN = "7001:browser-test-token-of-no-secrecy-at-all"
SECRET = "browser-test"


class Robot:
    """Calls methods and keeps the updates that it polls."""

    def __init__(self, base_url: str, http: aiohttp.ClientSession) -> None:
        self._base = base_url
        self._http = http
        self._offset = 0

    async def call(self, method: str, **params: Any) -> Any:
        """The result. Raises AssertionError with Telegram's description."""
        async with self._http.post(f"{self._base}/bot{TOKEN}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def next_update(self, kind: str, person: int) -> Any:
        """The body of the next update of this kind from this person; others before it are passed over."""
        async with asyncio.timeout(30):
            while True:
                for update in await self.call("getUpdates", offset=self._offset, limit=1, timeout=5):
                    self._offset = update["update_id"] + 1
                    body = update.get(kind, {})
                    if body.get("from", body.get("user", {})).get("id") == person:
                        return body

    async def send(self, person: int, html: str, *rows: list[dict[str, Any]]) -> int:
        """The id of the message."""
        markup = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        sent = await self.call("sendMessage", chat_id=person, text=html, parse_mode="HTML", **markup)
        return int(sent["message_id"])

    async def deed(self, person: int, deed: str, **body: Any) -> Any:
        """What a person does, over the people's side."""
        return await self.people_side(f"people/{person}/{deed}", body)

    async def people_side(self, path: str, body: Any) -> Any:
        headers = {"X-Sandbox-Secret": SECRET}
        async with self._http.post(f"{self._base}/api/{path}", json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status < 300, answer
            return answer
