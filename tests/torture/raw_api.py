"""A Bot API that hands out whatever it is given, byte for byte, in a process of its own: no client could send it these.

It counts how it is polled: a poll that does not move on for long is a stall."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from tests.support.fake_api import ME, TOKEN
from tests.support.waiting import until
from tests.torture.fuzz import BATCH, FIRST_ID, Fuzzer, poisoned

AHEAD = 2000  # updates that may wait to be handled before more are handed out


class RawApi:
    def __init__(self, source: Iterator[str], left: int) -> None:
        self._source = source
        self._left = left
        self._waiting: list[tuple[int, str]] = []
        self._next = FIRST_ID
        self._sent = 0
        self.report: dict[str, Any] = {"polls": 0, "handed": 0, "handed_again": 0, "calls": 0, "longest_gap_s": 0.0}
        self._polled_at: float | None = None
        self.handled = 0  # as whoever tortures reports it

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/report", self._report),
            web.post("/handled", self._note),
            web.post(f"/bot{TOKEN}/getUpdates", self._poll),
            web.post(f"/bot{TOKEN}/{{method}}", self._answer),
        ]

    async def _poll(self, request: web.Request) -> web.Response:
        self._measure()
        offset = (await request.json()).get("offset", 0)
        self._waiting = [(number, raw) for number, raw in self._waiting if number >= offset]
        self.report["handed_again"] += len(self._waiting)
        if not self._waiting:
            await until(lambda: not self._left or self.report["handed"] - self.handled <= AHEAD, 600)
        self._fill()
        if not self._waiting:
            await asyncio.sleep(0.2)
        self._polled_at = time.monotonic()
        text = ",".join(raw for _, raw in self._waiting[:BATCH])
        return web.Response(text='{"ok":true,"result":[' + text + "]}", content_type="application/json")

    def _measure(self) -> None:
        """How long the bot took from one batch to the next."""
        self.report["polls"] += 1
        if self._polled_at is not None:
            gap = time.monotonic() - self._polled_at
            self.report["longest_gap_s"] = max(self.report["longest_gap_s"], gap)

    def _fill(self) -> None:
        while len(self._waiting) < BATCH and self._left:
            self._waiting.append((self._next, next(self._source)))
            self._next, self._left = self._next + 1, self._left - 1
            self.report["handed"] += 1

    async def _answer(self, request: web.Request) -> web.Response:
        self.report["calls"] += 1
        method = request.match_info["method"]
        if method == "getMe":
            return web.json_response({"ok": True, "result": ME})
        if method == "getFile":
            refusal = {"ok": False, "error_code": 400, "description": "Bad Request: wrong file_id"}
            return web.json_response(refusal, status=400)
        is_message = method.startswith(("send", "edit")) and method != "sendChatAction"
        return web.json_response({"ok": True, "result": self._message() if is_message else True})

    def _message(self) -> dict[str, Any]:
        self._sent += 1
        return {"message_id": 10_000_000 + self._sent, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}

    async def _note(self, request: web.Request) -> web.Response:
        self.handled = (await request.json())["handled"]
        return web.json_response({})

    async def _report(self, request: web.Request) -> web.Response:
        return web.json_response({**self.report, "left": self._left + len(self._waiting)})


class Reporter:
    """The process as whoever tortures sees it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def handled(self, count: int) -> None:
        async with self._session.post(f"{self.url}/handled", json={"handled": count}):
            return

    async def report(self) -> dict[str, Any]:
        async with self._session.get(f"{self.url}/report") as response:
            found: dict[str, Any] = await response.json()
            return found


@asynccontextmanager
async def raw_api(kind: str, seed: int, count: int) -> AsyncIterator[Reporter]:
    """The process, with so many updates to hand out ("fuzz" or "poison"), from its start to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.raw_api", kind, str(seed), str(count), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:
            yield Reporter(url, session)
    finally:
        process.terminate()
        await process.wait()


async def serve(kind: str, seed: int, count: int) -> None:
    source = poisoned(seed, count) if kind == "poison" else Fuzzer(seed).raw(count)
    app = web.Application(client_max_size=60 * 2**20)
    app.add_routes(RawApi(source, count).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
