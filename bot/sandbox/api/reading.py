"""GET: people, their messages and notices, commands, files."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.sandbox.api.common import Room, number
from bot.sandbox.files import INLINE
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.model import Chat, Message
from bot.sandbox.people import PeopleError
from bot.sandbox.views import group_view, message_view, person_view

PDF = "application/pdf"
# Nothing in a file runs; but a browser's own PDF viewer does not work in a sandboxed page.
POLICY = "default-src 'none'"
MAX_WAIT = 60_000
DEFAULT_LIMIT = 1000


class Reading:
    def __init__(self, room: Room) -> None:
        self.room = room

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/people", self.people),
            web.get("/api/people/{person}/messages", self.messages),
            web.get("/api/people/{person}/notices", self.notices),
            web.get("/api/bots", self.bots),
            web.get("/api/commands", self.commands),
            web.get("/api/files/{unique_id}", self.file),
        ]

    async def people(self, request: web.Request) -> web.Response:
        world = self.room.world
        bot = self.room.people.bot(request.query.get("bot")) if world.bots else None
        people = [person_view(world, person, bot) for person in world.people.values()]
        groups = [group_view(world, chat) for chat in world.groups() if not chat.migrated_to]
        return self.room.reply([*people, *groups])

    async def messages(self, request: web.Request) -> web.Response:
        """`after` an id or `since_version` of a change; `wait` ms for the first one; at most `limit`, the newest."""
        _, chat = self.room.place(request, {})
        query = request.query
        after, since = number(query.get("after"), "after", 0), query.get("since_version")
        version = number(since, "since_version") if since is not None else None
        wait = min(number(query.get("wait"), "wait", 0), MAX_WAIT)
        if wait:
            await self.room.world.signal.until(lambda: bool(_select(chat, after, version)), wait / 1000)
        limit = number(query.get("limit"), "limit", DEFAULT_LIMIT)
        found = _select(chat, after, version)[-limit:]
        return self.room.reply([message_view(self.room.world, chat, message) for message in found])

    async def notices(self, request: web.Request) -> web.Response:
        person = self.room.person(request)
        after = number(request.query.get("after"), "after", 0)
        mine = [n for n in self.room.world.notices if n["person_id"] == person.id and n["n"] > after]
        return self.room.reply(mine)

    async def bots(self, _: web.Request) -> web.Response:
        """The first is the one that people talk to unless they say otherwise."""
        bots = self.room.world.bots.values()
        return self.room.reply([{"id": bot.id, "name": bot.name, "username": bot.username} for bot in bots])

    async def commands(self, request: web.Request) -> web.Response:
        person = self.room.people.person(number(request.query.get("person"), "person"))
        bot = self.room.people.bot(request.query.get("bot"))
        return self.room.reply(commands_for(bot, person.id, person.language_code))

    async def file(self, request: web.Request) -> web.Response:
        """Pictures, sound, film and PDF are shown; everything else is handed over to be saved, never opened here."""
        record = self.room.world.files.by_unique_id(request.match_info["unique_id"])
        data = await self.room.world.files.read(record) if record else None
        if record is None or data is None:
            raise PeopleError(404, "no such file")
        shown = record.mime in INLINE or record.mime == PDF
        headers = {
            "Content-Disposition": _disposition("inline" if shown else "attachment", record.name),
            "Content-Security-Policy": POLICY if record.mime == PDF else f"sandbox; {POLICY}",
            "Cache-Control": "private, max-age=31536000, immutable",
        }
        kind = record.mime if shown else "application/octet-stream"
        status, body = _asked(request, data, headers)
        return web.Response(status=status, body=body, content_type=kind, headers=headers)


def _asked(request: web.Request, data: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """The part of a file that a player asks for: some play only what comes in parts. Else the whole."""
    try:
        start, stop, _ = request.http_range.indices(len(data))
    except ValueError:
        return 200, data
    headers["Accept-Ranges"] = "bytes"
    if "Range" not in request.headers or start >= stop:
        return 200, data
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return 206, data[start:stop]


def _disposition(kind: str, name: str) -> str:
    return f"{kind}; filename*=UTF-8''{quote(name or 'file')}"


def _select(chat: Chat, after: int, version: int | None) -> list[Message]:
    """With a version also what was deleted since; without, only what is there."""
    if version is None:
        return [m for m in chat.messages.values() if m.id > after and not m.deleted]
    return [m for m in chat.messages.values() if m.id > after and m.version > version]
