"""Telegram for a torture: the sandbox as a process of its own, which no kill of the bot touches.

What it holds is the ground truth: every message that it accepted, and under which number each update went out."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random
from typing import Any

from aiohttp import web

from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.model import Json, Person
from bot.sandbox.params import Upload
from bot.sandbox.server import Sandbox

TOKEN = "7000000001:AAtorture-torture-torture-torture-01"
SECRET = "torture"
BOT_ID = 7000000001


@dataclass(frozen=True)
class Mood:
    """How often a message meets a fault, each of KINDS as often as the others; what they ask for, in seconds."""

    faults: float = 0.0
    seed: int = 0
    retry_after: tuple[int, int] = (1, 1)
    hang: float = 0.0  # a call that is carried out and gets no answer


class Telegram:
    """The sandbox's process as whoever tortures sees it."""

    def __init__(self, url: str, player: Player) -> None:
        self.url = url
        self.player = player

    async def feed(self, deeds: Sequence[Json]) -> list[int]:
        """Let people do these, one after the other; the number of the update that came of each.

        A deed is {"person", "say"}, {"person", "say", "reply_to"}, {"person", "press", "message_id"}, or
        {"person", "document", "reply_to"}, whose content is a text."""
        found: list[int] = await self.player.request("POST", "/torture/feed", json=list(deeds))
        return found

    async def journal(self) -> dict[int, list[Json]]:
        """Every message of every private chat, by person: id, from_bot, text, reply_to, version."""
        found: dict[str, list[Json]] = await self.player.request("GET", "/torture/journal")
        return {int(person): messages for person, messages in found.items()}

    async def met(self) -> list[Json]:
        """Every call that a bot made to a chat: at (time.monotonic()), method, chat, and the fault that it met."""
        found: list[Json] = await self.player.request("GET", "/torture/met")
        return found

    async def calls(self) -> int:
        """How many calls it has answered."""
        return int((await self.player.request("GET", "/torture/calls"))["count"])

    async def polled_after(self, calls: int) -> float | None:
        """When it answered the first getUpdates after so many calls (Unix time); None if there was none."""
        found: float | None = (await self.player.request("GET", f"/torture/polled?after={calls}"))["at"]
        return found


@asynccontextmanager
async def telegram(people: Sequence[int], mood: Mood | None = None) -> AsyncIterator[Telegram]:
    """The process, with these people in it, from its start to its end."""
    how = json.dumps({"people": list(people), "mood": asdict(mood or Mood())})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.telegram", how, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with Player(url, SECRET) as player:
            yield Telegram(url, player)
    finally:
        process.terminate()
        await process.wait()


KINDS = (("429",), ("500", "502", "503", "504"), ("reset",), ("timeout_executed", "drop", "broken_json"))


class Moody(Faults):
    """Trouble by the dice, and a note of every call to a chat."""

    def __init__(self, mood: Mood) -> None:
        super().__init__()
        self.mood = mood
        self.met: list[Json] = []
        self._dice = Random(mood.seed)

    def take(self, method: str, chat_id: str) -> Fault | None:
        if not method.startswith(("send", "edit")):
            return super().take(method, chat_id)
        fault = self._thrown(method)
        kind = fault.kind if fault else None
        wait = fault.retry_after if fault and kind == "429" else 0
        self.met.append({"at": time.monotonic(), "method": method, "chat": chat_id, "kind": kind, "retry_after": wait})
        return fault

    def _thrown(self, method: str) -> Fault | None:
        if self._dice.random() >= self.mood.faults:
            return None
        kind = self._dice.choice(self._dice.choice(KINDS))
        wait = self._dice.randint(*self.mood.retry_after)
        return Fault(method, kind, retry_after=wait, seconds=self.mood.hang)


class Extra:
    """Routes that a torture needs beside the sandbox's own: many deeds in one request, the journal at once."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/torture/feed", self.feed),
            web.get("/torture/journal", self.journal),
            web.get("/torture/calls", self.calls),
            web.get("/torture/met", self.met),
            web.get("/torture/polled", self.polled),
        ]

    async def feed(self, request: web.Request) -> web.Response:
        return web.json_response([(await self._do(deed))["update_id"] for deed in await request.json()])

    async def _do(self, deed: Json) -> Json:
        people = self.sandbox.people
        person = people.person(deed["person"])
        chat, reply_to = people.chat(person), deed.get("reply_to")
        if "press" in deed:
            return people.press(person, chat, people.message(chat, deed["message_id"]), deed["press"])
        if "document" in deed:
            upload = Upload(deed["document"].encode(), "evidence.pdf", "application/pdf")
            return await people.send_files(person, chat, [("document", upload)], "", reply_to)
        return people.say(person, chat, deed["say"], reply_to)

    async def journal(self, request: web.Request) -> web.Response:
        chats = [chat for chat in self.sandbox.world.chats.values() if chat.private]
        return web.json_response({chat.id: [_shown(message) for message in chat.messages.values()] for chat in chats})

    async def met(self, request: web.Request) -> web.Response:
        faults = self.sandbox.faults
        return web.json_response(faults.met if isinstance(faults, Moody) else [])

    async def calls(self, request: web.Request) -> web.Response:
        return web.json_response({"count": self.sandbox.calls.count})

    async def polled(self, request: web.Request) -> web.Response:
        entries = self.sandbox.calls.after(int(request.query["after"]))
        polls = [entry for entry in entries if entry["method"] == "getUpdates"]
        return web.json_response({"at": _began(polls[0]) if polls else None})


def _began(entry: Json) -> float:
    return datetime.fromisoformat(entry["at"]).timestamp() - float(entry["ms"]) / 1000


def _shown(message: Any) -> Json:
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "text": message.content.get("text") or message.content.get("caption") or "",
        "reply_to": message.reply_to,
        "version": message.version,
    }


async def serve(people: Sequence[int], mood: Mood) -> None:
    sandbox = Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret=SECRET)
    sandbox.faults = Moody(mood)
    for number in people:
        sandbox.add_person(Person(number, f"Engineer {number}", language_code="en"))
    sandbox.add_routes(Extra(sandbox).routes())
    sys.stdout.write(await sandbox.start() + "\n")
    sys.stdout.flush()
    sandbox.ready = True
    await asyncio.Event().wait()


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    asyncio.run(serve(asked["people"], Mood(**asked["mood"])))
