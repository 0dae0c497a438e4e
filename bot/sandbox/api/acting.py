"""POST: what a person does."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.sandbox import stock
from bot.sandbox.api.common import Room, number, read_json
from bot.sandbox.body import read_params
from bot.sandbox.media import KINDS
from bot.sandbox.model import Chat, Json, Message, Person
from bot.sandbox.params import Upload
from bot.sandbox.people import PeopleError
from bot.sandbox.presses import by_text, rows_of

MAX_WAIT = 60_000


class Acting:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.people = room.people

    def routes(self) -> list[web.RouteDef]:
        deeds = ("read", "say", "tap", "send", "location", "contact", "sticker", "edit", "forward", "react")
        more = ("block", "unblock", "callback", "join", "leave", "start", "delete", "revive")
        paths = [web.post(f"/api/people/{{person}}/{deed}", getattr(self, deed)) for deed in (*deeds, *more)]
        return [web.post("/api/people", self.add_person), *paths]

    async def _place(self, request: web.Request) -> tuple[Json, Person, Chat]:
        body = await read_json(request)
        return (body, *self.room.place(request, body))

    async def _message(self, request: web.Request) -> tuple[Json, Person, Chat, Message]:
        body, person, chat = await self._place(request)
        return body, person, chat, self.people.message(chat, number(body.get("message_id"), "message_id"))

    async def add_person(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        person_id = number(body.get("id"), "id")
        if not str(body.get("name", "")).strip():
            raise PeopleError(400, "a person needs a name")
        if self.room.world.user(person_id) or person_id <= 0:
            raise PeopleError(409, f"the id {person_id} is taken")
        person = Person(person_id, str(body["name"]))
        for name in ("role", "unit", "language_code", "username"):
            if body.get(name):
                setattr(person, name, str(body[name]))
        self.room.world.people[person_id] = person
        self.room.world.announce({"type": "people"})
        return self.room.reply({"id": person_id}, 201)

    async def read(self, request: web.Request) -> web.Response:
        _, person, chat = await self._place(request)
        self.people.read(person, chat)
        return self.room.reply({"unread": chat.unread(person.id)})

    async def say(self, request: web.Request) -> web.Response:
        body, person, chat = await self._place(request)
        text, origin = str(body.get("text") or ""), self._origin(body)
        return self.room.reply(self.people.say(person, chat, text, _reply_to(body), origin))

    def _origin(self, values: Json) -> Json | None:
        """`forwarded_from`, a name: what is sent was written by somebody outside, at `forwarded_at` (Unix time)."""
        name, at = str(values.get("forwarded_from") or ""), values.get("forwarded_at")
        return self.people.outsider(name, number(at, "forwarded_at") if at else None) if name else None

    async def start(self, request: web.Request) -> web.Response:
        """The start button, with the payload of a deep link when there is one."""
        body, person, chat = await self._place(request)
        return self.room.reply(self.people.say(person, chat, f"/start {body.get('payload') or ''}".strip()))

    async def tap(self, request: web.Request) -> web.Response:
        """Without `message_id`: the newest message that has such a button. `wait` ms for the bot's answer."""
        body, person, chat = await self._place(request)
        if "text" not in body and "row" not in body:
            raise PeopleError(400, "which button? give text, or row and column")
        raw = body.get("message_id")
        message = _newest_with(chat, body) if raw is None else self.people.message(chat, number(raw, "message_id"))
        return await self._pressed(body, self.people.tap(person, chat, message, body))

    async def callback(self, request: web.Request) -> web.Response:
        body, person, chat, message = await self._message(request)
        return await self._pressed(body, self.people.press(person, chat, message, str(body.get("data", ""))))

    async def _pressed(self, body: Json, result: Json) -> web.Response:
        wait = min(number(body.get("wait"), "wait", 0), MAX_WAIT)
        if wait and "callback_id" in result:
            answer = await self.people.presses.answered(result["callback_id"], wait / 1000)
            result = {**result, "answer": answer}
        return self.room.reply(result)

    async def send(self, request: web.Request) -> web.Response:
        person = self.room.person(request)
        values, files = await _read_upload(request)
        if not files:
            raise PeopleError(400, f"no file: send one of {', '.join(KINDS)}")
        _, chat = self.room.place(request, values)
        caption, seconds = str(values.get("caption", "")), max(1, number(values.get("duration"), "duration", 1))
        reply_to, origin = _reply_to(values), self._origin(values)
        return self.room.reply(await self.people.send_files(person, chat, files, caption, reply_to, origin, seconds))

    async def location(self, request: web.Request) -> web.Response:
        body, person, chat = await self._place(request)
        place = {name: _degrees(body.get(name), name, limit) for name, limit in (("latitude", 90), ("longitude", 180))}
        return self.room.reply(self.people.send(person, chat, {"location": place}, _reply_to(body)))

    async def contact(self, request: web.Request) -> web.Response:
        """Without fields: the person's own contact, as the contact button sends it."""
        body, person, chat = await self._place(request)
        contact: Json = {"phone_number": str(body.get("phone_number") or f"+86139{person.id:08d}")}
        contact["first_name"] = str(body.get("first_name") or person.name)
        if not body.get("first_name"):
            contact["user_id"] = person.id
        return self.room.reply(self.people.send(person, chat, {"contact": contact}, _reply_to(body)))

    async def sticker(self, request: web.Request) -> web.Response:
        body, person, chat = await self._place(request)
        upload = Upload(stock.sticker(), "sticker.webp", "image/webp")
        sent = await self.people.send_files(person, chat, [("sticker", upload)], "", _reply_to(body))
        return self.room.reply(sent)

    async def edit(self, request: web.Request) -> web.Response:
        body, person, chat, message = await self._message(request)
        return self.room.reply(self.people.edit(person, chat, message, str(body.get("text") or "")))

    async def delete(self, request: web.Request) -> web.Response:
        """A person deletes a message for both sides; the bot is not told, as on Telegram."""
        _, _, chat, message = await self._message(request)
        self.room.world.remove(chat, message)
        return self.room.reply({"version": self.room.world.version})

    async def forward(self, request: web.Request) -> web.Response:
        """To the bot, from the chat `from_chat`, which may be a group; by default the same chat."""
        body, person, chat = await self._place(request)
        source = self.people.chat(person, number(body["from_chat"], "from_chat")) if body.get("from_chat") else chat
        message = self.people.message(source, number(body.get("message_id"), "message_id"))
        return self.room.reply(self.people.forward(person, chat, message))

    async def react(self, request: web.Request) -> web.Response:
        body, person, chat, message = await self._message(request)
        emoji = body.get("emoji") or body.get("reaction") or []
        some = [str(one) for one in emoji] if isinstance(emoji, list) else [str(emoji)]
        return self.room.reply(self.people.react(person, chat, message, some))

    async def block(self, request: web.Request) -> web.Response:
        _, person, chat = await self._place(request)
        return self.room.reply(self.people.set_blocked(person, chat, blocked=True))

    async def unblock(self, request: web.Request) -> web.Response:
        _, person, chat = await self._place(request)
        return self.room.reply(self.people.set_blocked(person, chat, blocked=False))

    async def revive(self, request: web.Request) -> web.Response:
        """Undo a deleted account: on Telegram nobody can, a rehearsal must go on."""
        _, _, chat = await self._place(request)
        chat.deactivated = False
        self.room.world.announce({"type": "people"})
        return self.room.reply({"version": self.room.world.bump()})

    async def join(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        self.room.groups.join(self.room.person(request), number(body.get("chat"), "chat"))
        return self.room.reply({"version": self.room.world.version})

    async def leave(self, request: web.Request) -> web.Response:
        _, person, chat = await self._place(request)
        self.room.groups.leave(person, chat)
        return self.room.reply({"version": self.room.world.version})


def _reply_to(body: Json) -> int | None:
    return number(body["reply_to"], "reply_to") if body.get("reply_to") else None


def _degrees(raw: Any, name: str, limit: int) -> float:
    try:
        value = float(raw)
    except (TypeError, ValueError):
        raise PeopleError(400, f"{name} must be a number") from None
    if abs(value) > limit:
        raise PeopleError(400, f"{name} must lie between -{limit} and {limit}")
    return value


def _newest_with(chat: Chat, body: Json) -> Message:
    shown = [message for message in reversed(chat.messages.values()) if not message.deleted and rows_of(message)]
    if "text" in body:
        for message in shown:
            if by_text([button for row in rows_of(message) for button in row], str(body["text"])):
                return message
    if not shown:
        raise PeopleError(404, "no message here has buttons", buttons=[])
    return shown[0]


async def _read_upload(request: web.Request) -> tuple[Json, list[tuple[str, Upload]]]:
    """Fields, and files in their order: several parts may have one name."""
    params = await read_params(request, repeated=True)
    files = [(name.partition("\0")[0], upload) for name, upload in params.files.items()]
    known = [(kind, upload) for kind, upload in files if kind in KINDS]
    for _, upload in known:
        if not upload.data:
            raise PeopleError(400, "the file is empty")
    return params.values, known
