"""A small Bot API on the loopback: hands out updates as Telegram does, keeps what it is sent, and fails on demand."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz012345678"
ME = {"id": 123456789, "is_bot": True, "first_name": "Fieldclerk", "username": "fieldclerk_bot"}


@dataclass
class Call:
    method: str
    params: dict[str, Any]


@dataclass
class Trouble:
    """An answer instead of the real one; `executed`: what was asked is done all the same."""

    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    executed: bool = False
    cut: bool = False  # the connection is closed without an answer
    body: str | None = None


class FakeApi:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.sent: list[dict[str, Any]] = []  # every message that was accepted
        self.files: dict[str, bytes] = {}
        self.troubles: defaultdict[str, deque[Trouble]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._answer)
        app.router.add_get(f"/file/bot{TOKEN}/{{name}}", self._file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def push(self, *updates: dict[str, Any]) -> None:
        self._updates.extend(updates)
        self._arrived.set()

    def fail(self, method: str, *troubles: Trouble) -> None:
        self.troubles[method].extend(troubles)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.params for call in self.calls if call.method == method]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        self.calls.append(Call(method, params))
        trouble = self.troubles[method].popleft() if self.troubles[method] else None
        result = await self._do(method, params) if trouble is None or trouble.executed else None
        if trouble is not None:
            return _fail(request, trouble)
        return web.json_response({"ok": True, "result": result})

    async def _do(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._hand_out(params)
        if method == "getMe":
            return ME
        if method == "getFile":
            name = params["file_id"]
            return {"file_id": name, "file_unique_id": name, "file_path": name}
        if method.startswith(("send", "edit")):
            return self._message(method, params)
        return True

    async def _hand_out(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(params.get("offset", 0))
        self._updates = [update for update in self._updates if not 0 <= _number(update) < offset]
        if not self._updates:
            self._arrived.clear()
            try:
                async with asyncio.timeout(float(params["timeout"])):
                    await self._arrived.wait()
            except TimeoutError:
                pass
        return self._updates[:100]

    def _message(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        number = int(params.get("message_id") or len(self.sent) + 1)
        self.sent.append({"method": method, **params})
        chat = {"id": int(params["chat_id"]), "type": "private"}
        return {"message_id": number, "date": 1, "chat": chat, "text": params.get("text", "")}

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)


def _number(update: dict[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else -1


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


def _fail(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    if trouble.cut:
        assert request.transport is not None
        request.transport.close()
    if trouble.body is not None:
        return web.Response(status=trouble.status, text=trouble.body)
    answer = {"ok": False, "error_code": trouble.status, "description": trouble.description}
    if trouble.parameters:
        answer["parameters"] = trouble.parameters
    return web.json_response(answer, status=trouble.status)
