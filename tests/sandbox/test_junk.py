"""Junk in every parameter of every method, and in every deed: refused, never an inner failure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.catalogue import PARAMETERS
from bot.sandbox.client import PersonPlayer
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import SECRET, TOKEN

JUNK: list[Any] = [
    "",
    "x",
    -1,
    10**20,
    "null",
    "[]",
    "{}",
    "[1]",
    '[[["x"]]]',
    '{"message_id":"x"}',
    [None],
    {"a": []},
    {"inline_keyboard": [[{"text": "x", "url": "http://["}]]},
    True,
]
GOOD = {
    "chat_id": 1001,
    "from_chat_id": 1001,
    "message_id": 2,
    "text": "x",
    "photo": "x",
    "latitude": 1,
    "longitude": 1,
    "user_id": 1001,
    "action": "typing",
    "phone_number": "1",
    "first_name": "x",
}
SLOW = {"getUpdates", "setWebhook"}
DEEDS = ("say", "tap", "send", "location", "contact", "edit", "forward", "react", "callback", "join", "start", "delete")
FIELDS = (
    "text",
    "message_id",
    "row",
    "column",
    "wait",
    "reply_to",
    "chat",
    "bot",
    "data",
    "emoji",
    "from_chat",
    "latitude",
)


@pytest.mark.parametrize("method", sorted(set(METHODS) - SLOW))
async def test_a_method_survives_junk(sandbox: Sandbox, li: PersonPlayer, method: str) -> None:
    url = f"{sandbox.base_url}/bot{TOKEN}"
    async with ClientSession() as session:
        await session.post(f"{url}/sendMessage", json={"chat_id": li.id, "text": "target"})
        good = {name: value for name, value in GOOD.items() if name in PARAMETERS[method]}
        for name in sorted(PARAMETERS[method]):
            for junk in JUNK:
                async with session.post(
                    f"{url}/{method}", data=json.dumps({**good, name: junk}), headers=JSON
                ) as response:
                    body = await response.json()
                assert response.status != 500, (name, junk)
                assert body["ok"] is (response.status == 200)


JSON = {"Content-Type": "application/json", "X-Sandbox-Secret": SECRET}


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_deed_survives_junk(sandbox: Sandbox, li: PersonPlayer, deed: str) -> None:
    url = f"{sandbox.base_url}/api/people/{li.id}/{deed}"
    async with ClientSession() as session:
        for name in FIELDS:
            for junk in JUNK:
                if name == "wait":
                    junk = 0 if isinstance(junk, int) else junk
                body = json.dumps({"message_id": 1, "text": "x", name: junk})
                async with session.post(url, data=body, headers=JSON) as response:
                    assert response.status < 500, (name, junk, await response.text())


@pytest.mark.parametrize("path", ["people", "clock", "faults", "groups"])
async def test_the_rest_survives_junk(sandbox: Sandbox, path: str) -> None:
    async with ClientSession() as session:
        for body in (
            "",
            "x",
            "[]",
            "{}",
            '{"id":"x"}',
            '{"id":7,"name":[]}',
            '{"members":1,"title":"x"}',
            '{"kind":[]}',
        ):
            async with session.post(f"{sandbox.base_url}/api/{path}", data=body, headers=JSON) as response:
                assert response.status < 500, (body, await response.text())
