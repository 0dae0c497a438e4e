"""What a person can do: talk, send, tap. Each deed becomes the update that Telegram would make of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from bot.sandbox.entities import Formatted, plain
from bot.sandbox.media import TIMED, keep_file, keep_photo, media_of
from bot.sandbox.methods.relaying import forwarded
from bot.sandbox.model import BotAccount, Chat, Json, Message, Person
from bot.sandbox.params import Upload
from bot.sandbox.presses import Presses, find_button
from bot.sandbox.shapes import chat_json, member_update, person_json
from bot.sandbox.urls import split_url
from bot.sandbox.views import unread_event
from bot.sandbox.world import World

MAX_TEXT = 4096


class PeopleError(Exception):
    """A deed that a person cannot do; `status` as in HTTP, `extra` for whoever called wrongly."""

    def __init__(self, status: int, text: str, **extra: Any) -> None:
        super().__init__(text)
        self.status = status
        self.extra = extra


class People:
    def __init__(self, world: World) -> None:
        self.world = world
        self.presses = Presses(world)

    # Who and where

    def person(self, person_id: int) -> Person:
        if person_id not in self.world.people:
            raise PeopleError(404, f"no person {person_id}")
        return self.world.people[person_id]

    def bot(self, name: str | None = None) -> BotAccount:
        """The bot named by id or username, else the first."""
        bots = list(self.world.bots.values())
        found = [b for b in bots if name in {None, "", str(b.id), b.username}]
        if not found:
            raise PeopleError(409, "no bot is there yet" if not bots else f"no bot {name}")
        return found[0]

    def chat(self, person: Person, chat_id: int | None = None, bot: str | None = None) -> Chat:
        if chat_id is None or chat_id == person.id:
            return self.world.private_chat(self.bot(bot).id, person.id)
        chat = self.world.group(chat_id)
        if chat is None or person.id not in chat.members:
            raise PeopleError(404, f"{person.name} is in no chat {chat_id}")
        return chat

    def message(self, chat: Chat, message_id: int) -> Message:
        message = chat.find(message_id)
        if message is None:
            raise PeopleError(404, f"no message {message_id} in this chat")
        return message

    # Talking

    def say(
        self, person: Person, chat: Chat, text: str, reply_to: int | None = None, origin: Json | None = None
    ) -> Json:
        """`origin`: of a message that somebody outside wrote and that the person forwards."""
        found = _written(text)
        content: Json = {"text": found.text}
        if found.entities:
            content["entities"] = found.entities
        return self.send(person, chat, {**content, **(origin or {})}, reply_to)

    def outsider(self, name: str, date: int | None = None) -> Json:
        """The origin of a message by somebody whom nobody here has as a contact, written at `date` (Unix time)."""
        at = self.world.clock.timestamp() if date is None else date
        return {"forward_origin": {"type": "hidden_user", "date": at, "sender_user_name": name}}

    def send(self, person: Person, chat: Chat, content: Json, reply_to: int | None = None) -> Json:
        """Put the person's message into the chat and tell the bots. Talking to a blocked bot unblocks it."""
        if chat.blocked:
            self.set_blocked(person, chat, blocked=False)
        chat.started = True
        if reply_to is not None:
            self.message(chat, reply_to)
        now = self.world.clock.timestamp()
        message = self.world.post(chat, Message(0, person.id, False, now, content, reply_to=reply_to))
        self.read(person, chat)
        update_id = self.world.tell_message(chat, message)
        return {"message_id": message.id, "update_id": update_id, "version": self.world.version}

    async def send_files(
        self,
        person: Person,
        chat: Chat,
        files: list[tuple[str, Upload]],
        caption: str = "",
        reply_to: int | None = None,
        origin: Json | None = None,
        seconds: int = 1,
    ) -> Json:
        """One message a file; several photos or documents together are an album, its caption on the first. `seconds`:
        how long sound and film last."""
        contents = [{**await self._file(kind, upload, seconds), **(origin or {})} for kind, upload in files]
        found = plain(caption)
        if found.text:
            contents[0]["caption"] = found.text
            if found.entities:
                contents[0]["caption_entities"] = found.entities
        if len(contents) > 1:
            album = str((self.world.seed << 12) + self.world.version)
            contents = [{**content, "media_group_id": album} for content in contents]
        sent = [self.send(person, chat, content, reply_to) for content in contents]
        return {**sent[0], "message_ids": [one["message_id"] for one in sent]}

    async def _file(self, kind: str, upload: Upload, seconds: int) -> Json:
        if kind == "photo":
            # A bot must survive a photo that nothing can read, so a person may send one.
            return {"photo": await keep_photo(self.world.files, upload.data, damaged=True)}
        extra: Json = {"duration": seconds} if kind in TIMED else {}
        if kind == "voice" and not upload.mime:
            upload.mime = "audio/ogg"
        return {kind: await keep_file(self.world.files, kind, upload, extra)}

    def forward(self, person: Person, chat: Chat, message: Message) -> Json:
        if message.content.get("has_protected_content"):
            raise PeopleError(403, "this message may not be forwarded")
        return self.send(person, chat, forwarded(self.world, message))

    def edit(self, person: Person, chat: Chat, message: Message, text: str) -> Json:
        """Change an own text or caption, as long as Telegram lets a person do so."""
        if message.from_id != person.id:
            raise PeopleError(403, "only an own message can be edited")
        if self.world.clock.timestamp() - message.date > self.world.settings.edit_window.total_seconds():
            raise PeopleError(409, "this message is too old to be edited")
        field = "text" if "text" in message.content else "caption"
        if field == "caption" and not media_of(message.content):
            raise PeopleError(400, "there is no text in this message")
        found = _written(text) if field == "text" else plain(text)
        entities = "entities" if field == "text" else "caption_entities"
        content = {k: v for k, v in message.content.items() if k not in {field, entities}}
        message.content = {**content, field: found.text} | ({entities: found.entities} if found.entities else {})
        message.edit_date = self.world.clock.timestamp()
        self.world.show("edit", chat, message)
        update_id = self.world.tell_message(chat, message, "edited_message")
        return {"message_id": message.id, "update_id": update_id, "version": self.world.version}

    def react(self, person: Person, chat: Chat, message: Message, emoji: list[str]) -> Json:
        old = message.reactions.get(str(person.id), [])
        message.reactions = {**message.reactions, str(person.id): emoji}
        self.world.show("edit", chat, message)
        body = {
            "chat": chat_json(self.world, chat),
            "message_id": message.id,
            "user": person_json(person),
            "date": self.world.clock.timestamp(),
            "old_reaction": [{"type": "emoji", "emoji": e} for e in old],
            "new_reaction": [{"type": "emoji", "emoji": e} for e in emoji],
        }
        ids = [self.world.tell(bot_id, "message_reaction", body) for bot_id in chat.bots]
        return {"update_id": ids[-1] if ids else None, "version": self.world.version}

    def read(self, person: Person, chat: Chat) -> None:
        if chat.read_up_to.get(str(person.id), 0) < chat.last_message_id:
            chat.read_up_to = {**chat.read_up_to, str(person.id): chat.last_message_id}
            self.world.announce(unread_event(chat, person.id))

    def set_blocked(self, person: Person, chat: Chat, *, blocked: bool) -> Json:
        """Block or unblock the bot. Doing it twice tells nobody anything."""
        if not chat.private:
            raise PeopleError(400, "only a private chat can be blocked")
        if chat.blocked == blocked:
            return {"update_id": None, "version": self.world.version}
        chat.blocked = blocked
        user = {**_bot_user(self.world.bots[chat.bots[0]])}
        member, kicked = {"user": user, "status": "member"}, {"user": user, "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        update = member_update(self.world, chat, person.id, old, new)
        update_id = self.world.tell(chat.bots[0], "my_chat_member", update)
        self.world.announce({"type": "people"})
        return {"update_id": update_id, "version": self.world.bump()}

    def deactivate(self, person: Person) -> None:
        """The account is deleted: no bot reaches it any more, and none is told."""
        for chat in self.world.chats.values():
            if chat.private and chat.id == person.id:
                chat.deactivated = True
        self.world.announce({"type": "people"})
        self.world.bump()

    # Buttons

    def tap(self, person: Person, chat: Chat, message: Message, choice: Json) -> Json:
        """Press the button found by text, or by row and column."""
        button, rows = find_button(message, choice)
        if button is None:
            raise PeopleError(404, "no such button", buttons=[[b["text"] for b in row] for row in rows])
        if "callback_data" in button:
            return self.press(person, chat, message, str(button["callback_data"]))
        if "url" in button:
            return self._follow(person, str(button["url"]))
        if "disabled" in button:
            raise PeopleError(409, "this button is disabled")
        for what in ("location", "contact"):
            if button.get(f"request_{what}"):
                return {"update_id": None, "requests": what, "version": self.world.version}
        if "copy_text" in button:
            return {"update_id": None, "copied": button["copy_text"].get("text", ""), "version": self.world.version}
        return self.say(person, chat, str(button["text"]))

    def press(self, person: Person, chat: Chat, message: Message, data: str) -> Json:
        """A callback query with this data; the data of a hostile client need not be on any button."""
        self.read(person, chat)
        press = self.presses.open(person, chat, message)
        update_id = self.presses.tell(press, person, chat, message, data)
        return {"update_id": update_id, "callback_id": press.id, "version": self.world.version}

    def _follow(self, person: Person, url: str) -> Json:
        """A link: one to a bot of ours starts it with its payload."""
        split = split_url(url)
        name = split.path.strip("/")
        bot = next((b for b in self.world.bots.values() if b.username.lower() == name.lower()), None)
        if split.hostname not in {"t.me", "telegram.me"} or bot is None:
            return {"update_id": None, "url": url, "version": self.world.version}
        payload = parse_qs(split.query).get("start", [""])[0]
        return self.say(person, self.world.private_chat(bot.id, person.id), f"/start {payload}".strip())


def _written(text: str) -> Formatted:
    """Raises PeopleError for a text that no message can have."""
    found = plain(text)
    if not found.text:
        raise PeopleError(400, "a message needs a text")
    if len(found.text) > MAX_TEXT:
        raise PeopleError(400, f"a message holds {MAX_TEXT} characters at most")
    return found


def _bot_user(bot: BotAccount) -> Json:
    return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}
