"""The clock, the timeline, the log, faults, groups and the event stream."""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.sandbox.api.common import Room, number, read_json
from bot.sandbox.events import stream
from bot.sandbox.faults import Fault
from bot.sandbox.hooks import weekdays_later
from bot.sandbox.model import Chat, Json
from bot.sandbox.people import PeopleError
from bot.sandbox.spans import add_span

HEARTBEAT = 15.0


class Control:
    def __init__(self, room: Room) -> None:
        self.room = room
        self._moving = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/clock", self.clock),
            web.post("/api/clock", self.move_clock),
            web.get("/api/timeline", self.timeline),
            web.get("/api/story", self.story),
            web.post("/api/story", self.begin_story),
            web.post("/api/settle", self.settle),
            web.get("/api/log", self.log),
            web.get("/api/faults", self.faults),
            web.post("/api/faults", self.add_fault),
            web.delete("/api/faults", self.clear_faults),
            web.delete("/api/faults/{n}", self.end_fault),
            web.post("/api/groups", self.add_group),
            web.post("/api/groups/{chat}/migrate", self.migrate_group),
            web.post("/api/groups/{chat}/readmit", self.readmit_bots),
            web.get("/api/events", self.events),
        ]

    def _clock(self) -> Json:
        clock = self.room.clock
        return {"now": clock.now().isoformat(), "offset": clock.offset.total_seconds(), "frozen": clock.frozen}

    async def clock(self, _: web.Request) -> web.Response:
        return self.room.reply(self._clock())

    async def move_clock(self, request: web.Request) -> web.Response:
        """Answers only when the demo has done what the new time asks for."""
        body = await read_json(request)
        async with self._moving:
            to = await self._destination(body)
            try:
                self.room.clock.set(to)
            except ValueError as error:
                raise PeopleError(409, str(error)) from None
            self.room.world.announce({"type": "clock", **self._clock()})
            if self.room.hooks.clock_moved:
                await self.room.hooks.clock_moved()
        self.room.world.bump()
        return self.room.reply(self._clock())

    async def _destination(self, body: Json) -> datetime:
        now = self.room.clock.now()
        if "advance" in body:
            try:
                return add_span(now, str(body["advance"]), self.room.hooks.working_day or weekdays_later)
            except (ValueError, OverflowError) as error:
                raise PeopleError(400, str(error)) from None
        if body.get("to") == "next":
            return await self._next_due(now)
        return _instant(body.get("to"))

    async def _next_due(self, now: datetime) -> datetime:
        due = sorted(_instant(item["at"]) for item in await self._due())
        later = [at for at in due if at > now]
        if not later:
            raise PeopleError(409, "nothing is due")
        return later[0]

    async def _due(self) -> list[dict[str, Any]]:
        return await self.room.hooks.timeline() if self.room.hooks.timeline else []

    async def timeline(self, _: web.Request) -> web.Response:
        return self.room.reply(await self._due())

    async def story(self, _: web.Request) -> web.Response:
        return self.room.reply(self.room.hooks.story)

    async def begin_story(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        begin = self.room.hooks.begin_story
        changed = await begin(str(body.get("language") or "en")) if begin else []
        return self.room.reply({"changed": changed})

    async def settle(self, request: web.Request) -> web.Response:
        """Wait at most `timeout` ms until the bot is idle and has fetched every update."""
        seconds = number(request.query.get("timeout"), "timeout", 5000) / 1000
        try:
            idle = await asyncio.wait_for(self._settled(), seconds)
        except TimeoutError:
            idle = False
        return self.room.reply({"idle": idle})

    async def _settled(self) -> bool:
        """Fetched first: what still lies in the queue is nothing that the bot could know of."""
        while await self.room.world.signal.until(self._all_fetched, 60):
            if self.room.hooks.settle is None:
                return True
            if not await self.room.hooks.settle():
                return False
            if self._all_fetched():  # else somebody pressed in the meantime
                return True
        return False

    def _all_fetched(self) -> bool:
        return not any(queue.pending for queue in self.room.world.queues.values())

    async def log(self, request: web.Request) -> web.Response:
        return self.room.reply(self.room.calls.after(number(request.query.get("after"), "after", 0)))

    async def faults(self, _: web.Request) -> web.Response:
        return self.room.reply(self.room.faults.shown())

    async def add_fault(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        known = {field.name for field in fields(Fault)} - {"hits"}
        try:
            self.room.faults.add(Fault(**{**{k: body[k] for k in known if k in body}, "kind": str(body.get("kind"))}))
        except (TypeError, ValueError) as error:
            raise PeopleError(400, str(error)) from None
        return self.room.reply(self.room.faults.shown(), 201)

    async def clear_faults(self, _: web.Request) -> web.Response:
        self.room.faults.clear()
        return self.room.reply([])

    async def end_fault(self, request: web.Request) -> web.Response:
        """`n` is the place in the list, which stays until all are cleared."""
        n, script = number(request.match_info["n"], "n"), self.room.faults.script
        if not 0 <= n < len(script):
            raise PeopleError(404, f"no fault {n}")
        script[n].times = script[n].hits
        return self.room.reply(self.room.faults.shown())

    async def add_group(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        listed = body.get("members")
        if not isinstance(listed, list) or not listed or not body.get("title"):
            raise PeopleError(400, "a group needs a title and members")
        members = [self.room.people.person(number(one, "members")).id for one in listed]
        chat = self.room.world.add_group(str(body["title"]), members)
        self.room.groups.welcome_bots(chat)
        self.room.world.announce({"type": "people"})
        return self.room.reply({"id": chat.id}, 201)

    def _group(self, request: web.Request) -> Chat:
        chat = self.room.world.group(number(request.match_info["chat"], "chat"))
        if chat is None or chat.migrated_to:
            raise PeopleError(404, "no such group")
        return chat

    async def migrate_group(self, request: web.Request) -> web.Response:
        return self.room.reply({"id": self.room.groups.migrate(self._group(request)).id})

    async def readmit_bots(self, request: web.Request) -> web.Response:
        """Add the bots again that were removed from the group."""
        chat = self._group(request)
        chat.bots, chat.kicked_bots = [*chat.bots, *chat.kicked_bots], []
        self.room.groups.welcome_bots(chat)
        self.room.world.announce({"type": "people"})
        return self.room.reply({"version": self.room.world.bump()})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; see bot/sandbox/events.py for their shapes."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        with self.room.world.events.subscribe() as queue:
            await response.prepare(request)
            hello = {"type": "clock", **self._clock(), "version": self.room.world.version}
            await response.write(_line(hello))
            async for event in stream(queue, HEARTBEAT):
                try:
                    await response.write(b": \n\n" if event is None else _line(event))
                except ConnectionError:
                    break
        return response


def _line(event: Json) -> bytes:
    return f"data: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def _instant(raw: Any) -> datetime:
    """Raises PeopleError 400 unless it is ISO 8601 with a zone."""
    try:
        at = datetime.fromisoformat(str(raw))
    except ValueError:
        raise PeopleError(400, "give advance (90m, 26h, 2d, 1wd) or to (ISO 8601 with a zone, or next)") from None
    if at.tzinfo is None:
        raise PeopleError(400, "the instant needs a zone, as in 2026-12-01T08:30:00+08:00")
    return at.astimezone(UTC)
