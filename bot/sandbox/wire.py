"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox.body import read_params
from bot.sandbox.calls import Desk
from bot.sandbox.catalogue import NAMES
from bot.sandbox.door import Door
from bot.sandbox.errors import ApiError, not_found, too_large
from bot.sandbox.faults import CUT, EVENTS, Fault, Faults
from bot.sandbox.log import CallLog
from bot.sandbox.mishaps import befall
from bot.sandbox.model import BotAccount, Json
from bot.sandbox.params import Params

log = logging.getLogger(__name__)


@dataclass
class Heard:
    """One call as it came. `at` is perf_counter's."""

    bot: BotAccount
    raw: str
    params: Params
    at: float
    fault: Fault | None = None

    @property
    def name(self) -> str:
        """The method's proper name, or what was asked for when there is none."""
        return NAMES.get(self.raw.lower(), self.raw)


class BotApi:
    def __init__(self, desk: Desk, faults: Faults, calls: CallLog, door: Door) -> None:
        self.desk = desk
        self.faults = faults
        self.calls = calls
        self.door = door

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", r"/bot{token:[^/]+}/{method:[^/]+}", self.handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self.download),
            web.route("*", r"/{anything:(?:file/)?bot.*}", self.nowhere),
        ]

    async def nowhere(self, _: web.Request) -> web.Response:
        return _respond(not_found().envelope())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The order of the checks is Telegram's: token, trouble, method, and then what the method checks."""
        self._note_line(request)
        started = perf_counter()
        try:
            bot = self.desk.bot_of(unquote(request.match_info["token"]))
            heard = Heard(bot, request.match_info["method"], await self._params(request), started)
        except ApiError as error:
            return _respond(error.envelope())
        heard.fault = self.faults.take(heard.name, heard.params.text("chat_id"))
        if heard.fault and heard.fault.kind in CUT:
            return await self._cut_short(request, heard, heard.fault)
        envelope = await self._answer(heard)
        self._log(heard, envelope)
        return await _after(request, envelope, heard.fault)

    def _note_line(self, request: web.Request) -> None:
        if request.transport is not None:
            self.door.bots.add(request.transport)

    @staticmethod
    async def _params(request: web.Request) -> Params:
        try:
            return await read_params(request)
        except web.HTTPRequestEntityTooLarge:
            raise too_large() from None

    async def _cut_short(self, request: web.Request, heard: Heard, fault: Fault) -> web.Response:
        """Trouble that strikes before anything is done."""
        if fault.kind == "refused":
            await self.door.shut(fault.seconds)
        elif fault.kind == "timeout":
            await asyncio.sleep(fault.seconds)
        self._log(heard, {"ok": False, "description": f"no answer: {fault.kind}"})
        return _cut(request)

    async def _answer(self, heard: Heard) -> Json:
        try:
            return {"ok": True, "result": await self._carried_out(heard)}
        except ApiError as error:
            return error.envelope()
        except Exception:
            log.exception("The emulator failed in %s", heard.name)
            return ApiError(500, "Internal Server Error: emulator failed").envelope()

    async def _carried_out(self, heard: Heard) -> Any:
        fault = heard.fault
        refusal = fault.refusal() if fault else None
        if refusal:
            raise refusal
        if fault and fault.kind in EVENTS:
            befall(self.desk.world, fault.kind, heard.bot, heard.params.text("chat_id"))
        name = self.desk.name_of(heard.raw)
        result = await self.desk.execute(heard.bot, name, heard.params)
        return self._disturbed(heard, result) if name == "getUpdates" else result

    def _disturbed(self, heard: Heard, updates: list[Json]) -> list[Json]:
        trouble = self.faults.take_for(updates)
        heard.fault = heard.fault or trouble
        return trouble.disturb(updates) if trouble else updates

    def _log(self, heard: Heard, envelope: Json) -> None:
        entry = self.calls.add(
            bot=heard.bot.username,
            at=self.desk.world.clock.now().isoformat(),
            method=heard.name,
            params=heard.params.shown(),
            envelope=envelope,
            ms=(perf_counter() - heard.at) * 1000,
            fault=heard.fault.kind if heard.fault else None,
        )
        self.desk.world.events.publish({"type": "log", "entry": entry})

    async def download(self, request: web.Request) -> web.Response:
        """Of a file that this bot has asked for with getFile; each bot has paths of its own."""
        try:
            bot = self.desk.bot_of(unquote(request.match_info["token"]))
        except ApiError as error:
            return _respond(error.envelope())
        files, path = self.desk.world.files, request.match_info["path"]
        record = files.by_path(path) if files.is_open_to(bot.id, path) else None
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
