"""A Bot API on the loopback that answers everything at once, as a process of its own: what it costs is not the bot's.

`python -m bot.bench.answering` prints its address and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from aiohttp import web

CODE: Final = str(Path(__file__).parents[2])
TOKEN: Final = "7000000009:bench-bench-bench-bench-bench-bench"  # noqa: S105 - good for nothing
BUTTONS: Final = [[{"text": f"Choice {number}", "callback_data": f"{number}"}] for number in range(6)]


def answer(method: str, chat_id: int, text: str) -> str:
    """What the Bot API says to a method, as JSON."""
    if not method.startswith(("send", "edit")):
        return '{"ok":true,"result":true}'
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": chat_id, "type": "private", "first_name": "Li"},
        "text": text,
        "reply_markup": {"inline_keyboard": BUTTONS},
    }
    return json.dumps({"ok": True, "result": message})


async def _answer(request: web.Request) -> web.Response:
    method = request.match_info["method"]
    if method == "getMe":
        return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "b", "username": "b"}})
    said = await request.post()
    return web.Response(text=answer(method, int(str(said.get("chat_id", 0))), "as sent"))


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)  # noqa: T201 - its answer
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


@asynccontextmanager
async def answering() -> AsyncIterator[str]:
    """The address of one that serves meanwhile."""
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.bench.answering"), stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONPATH": CODE}
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        yield (await server.stdout.readline()).decode().strip()
    finally:
        server.stdin.close()
        await server.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
