"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import json
import logging
from time import perf_counter
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox.body import read_params
from bot.sandbox.calls import Desk
from bot.sandbox.errors import ApiError, not_found, too_large
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.log import CallLog
from bot.sandbox.model import BotAccount, Json
from bot.sandbox.params import Params

log = logging.getLogger(__name__)


class BotApi:
    def __init__(self, desk: Desk, faults: Faults, calls: CallLog) -> None:
        self.desk = desk
        self.faults = faults
        self.calls = calls

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", r"/bot{token:[^/]+}/{method:[^/]+}", self.handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        started = perf_counter()
        try:
            bot = self.desk.bot_of(unquote(request.match_info["token"]))
            params = await self._params(request)
            fault = self.faults.take(self._proper(request), params.text("chat_id"))
        except ApiError as error:
            return _respond(error.envelope())
        early = await self._before(request, fault)
        if early is not None:
            return early
        name, envelope = await self._answer(bot, request.match_info["method"], params, fault)
        self._log(bot, name, params, envelope, started, fault)
        return await _after(request, envelope, fault)

    @staticmethod
    def _proper(request: web.Request) -> str:
        from bot.sandbox.catalogue import NAMES

        raw = request.match_info["method"]
        return NAMES.get(raw.lower(), raw)

    @staticmethod
    async def _params(request: web.Request) -> Params:
        try:
            return await read_params(request)
        except web.HTTPRequestEntityTooLarge:
            raise too_large() from None

    @staticmethod
    async def _before(request: web.Request, fault: Fault | None) -> web.Response | None:
        """Trouble that strikes before anything is done."""
        if fault and fault.kind == "timeout":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind in {"reset", "timeout"}:
            return _cut(request)
        return None

    async def _answer(self, bot: BotAccount, raw: str, params: Params, fault: Fault | None) -> tuple[str, Json]:
        name = raw
        try:
            refusal = fault.refusal() if fault else None
            if refusal:
                raise refusal
            name = self.desk.name_of(raw)
            result = await self.desk.execute(bot, name, params)
        except ApiError as error:
            return name, error.envelope()
        except Exception:
            log.exception("The emulator failed in %s", name)
            return name, ApiError(500, "Internal Server Error: emulator failed").envelope()
        return name, {"ok": True, "result": _disturbed(result, fault)}

    def _log(
        self, bot: BotAccount, name: str, params: Params, envelope: Json, started: float, fault: Fault | None
    ) -> None:
        entry = self.calls.add(
            bot=bot.username,
            at=self.desk.world.clock.now().isoformat(),
            method=name,
            params=params.shown(),
            envelope=envelope,
            ms=(perf_counter() - started) * 1000,
            fault=fault.kind if fault else None,
        )
        self.desk.world.events.publish({"type": "log", "entry": entry})

    async def download(self, request: web.Request) -> web.Response:
        try:
            self.desk.bot_of(unquote(request.match_info["token"]))
        except ApiError as error:
            return _respond(error.envelope())
        files = self.desk.world.files
        record = files.by_path(request.match_info["path"])
        data = await files.read(record) if record else None
        if data is None:
            return _respond(not_found().envelope())
        return web.Response(body=data, content_type="application/octet-stream")


def _respond(envelope: Json) -> web.Response:
    status = 200 if envelope["ok"] else int(envelope["error_code"])
    return web.json_response(envelope, status=status, dumps=_dumps)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _disturbed(result: Any, fault: Fault | None) -> Any:
    if fault and isinstance(result, list):
        if fault.kind == "duplicate_updates":
            return [item for item in result for _ in range(2)]
        if fault.kind == "reorder_updates":
            return result[::-1]
    return result


async def _after(request: web.Request, envelope: Json, fault: Fault | None) -> web.StreamResponse:
    """Trouble that strikes when it is done already."""
    kind = fault.kind if fault else ""
    if fault and kind == "timeout_executed":
        await asyncio.sleep(fault.seconds)
        return _cut(request)
    if kind == "drop":
        return _cut(request)
    if kind == "broken_json":
        text = _dumps(envelope)
        return web.Response(text=text[: len(text) // 2], content_type="application/json")
    if fault and kind == "slow":
        return await _dribble(request, _dumps(envelope).encode(), fault.seconds)
    return _respond(envelope)


async def _dribble(request: web.Request, body: bytes, seconds: float) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    step = max(1, len(body) // 20)
    for start in range(0, len(body), step):
        await asyncio.sleep(seconds / 20)
        await response.write(body[start : start + step])
    await response.write_eof()
    return response
