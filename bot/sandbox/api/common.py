"""What the handlers of the people's side share: reading the request, telling errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Faults
from bot.sandbox.groups import Groups
from bot.sandbox.guard import Handler
from bot.sandbox.hooks import Hooks
from bot.sandbox.log import CallLog
from bot.sandbox.model import Chat, Json, Person
from bot.sandbox.people import People, PeopleError
from bot.sandbox.world import World


@dataclass
class Room:
    """Everything the people's side works on."""

    world: World
    people: People
    groups: Groups
    clock: SandboxClock
    calls: CallLog
    faults: Faults
    hooks: Hooks

    def person(self, request: web.Request) -> Person:
        return self.people.person(number(request.match_info["person"], "person"))

    def place(self, request: web.Request, body: Json) -> tuple[Person, Chat]:
        """Who acts, and in which chat: `chat` in body or query, else the private chat with the bot."""
        person = self.person(request)
        raw = body.get("chat") or request.query.get("chat")
        bot = body.get("bot") or request.query.get("bot")
        return person, self.people.chat(person, number(raw, "chat") if raw else None, bot and str(bot))

    def reply(self, body: Any, status: int = 200) -> web.Response:
        return web.json_response(
            body,
            status=status,
            dumps=_dumps,
            headers={"X-Version": str(self.world.version), "Cache-Control": "no-store"},
        )


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def number(raw: Any, name: str, default: int | None = None) -> int:
    """Raises PeopleError 400."""
    if raw is None and default is not None:
        return default
    try:
        return int(raw)
    except (TypeError, ValueError):
        raise PeopleError(400, f"{name} must be a whole number") from None


async def read_json(request: web.Request) -> Json:
    """The body as an object. Raises PeopleError 400, 415 when it does not call itself JSON."""
    if not request.can_read_body:
        return {}
    if request.content_type != "application/json":
        raise PeopleError(415, "the body must be application/json")
    try:
        body = await request.json()
    except json.JSONDecodeError:
        raise PeopleError(400, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise PeopleError(400, "the body must be a JSON object")
    return body


@web.middleware
async def tell_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors of the people's side as `{"error": …}`."""
    try:
        return await handler(request)
    except PeopleError as error:
        return web.json_response({"error": str(error), **error.extra}, status=error.status)
    except ApiError as error:
        return web.json_response({"error": error.description}, status=error.code)
