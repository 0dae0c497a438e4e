"""The state of the sandbox and the few ways to change it. Knows nothing of HTTP."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable

from bot.sandbox.changes import Signal
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import invalid_token
from bot.sandbox.events import EventHub
from bot.sandbox.files import FileStore
from bot.sandbox.model import BotAccount, Chat, Json, Message, Person, Press
from bot.sandbox.settings import Settings
from bot.sandbox.shapes import message_json
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.views import bot_of, message_view, unread_event

FIRST_GROUP = -1_001_000_000_001
MAX_NOTICES = 500


class World:
    def __init__(self, clock: SandboxClock, settings: Settings | None = None, files: FileStore | None = None) -> None:
        self.clock = clock
        self.settings = settings or Settings()
        self.files = files or FileStore()
        self.files.room = self.settings.kept_bytes
        self.people: dict[int, Person] = {}
        self.bots: dict[int, BotAccount] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.chats: dict[str, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.notices: list[Json] = []
        self.version = 0
        self.notice_count = 0
        self.signal = Signal()
        self.events = EventHub()
        self.dirty = asyncio.Event()
        self.seed = secrets.randbits(48)

    # Who there is

    def add_bot(self, token: str, username: str | None = None, name: str | None = None) -> BotAccount:
        """Raises ApiError 401 for a token that is not well formed."""
        number = check_token(token)
        bot = BotAccount(number, token, username or f"bot{number}_bot", name or f"Bot {number}")
        self.bots[number] = bot
        self.queues.setdefault(number, UpdateQueue())
        self.announce({"type": "people"})
        return bot

    def user(self, user_id: int) -> Person | BotAccount | None:
        return self.people.get(user_id) or self.bots.get(user_id)

    def private_chat(self, bot_id: int, person_id: int) -> Chat:
        """The chat of a known person with a bot, made when first asked for."""
        key = f"{bot_id}:{person_id}"
        if key not in self.chats:
            self.chats[key] = Chat(key, person_id, "private", [bot_id], [person_id])
        return self.chats[key]

    def group(self, chat_id: int) -> Chat | None:
        return self.chats.get(str(chat_id))

    def groups(self) -> Iterable[Chat]:
        return [chat for chat in self.chats.values() if not chat.private]

    def add_group(self, title: str, members: Iterable[int], chat_id: int | None = None) -> Chat:
        number = chat_id or FIRST_GROUP - len(list(self.groups()))
        chat = Chat(str(number), number, "supergroup", list(self.bots), list(members), title, started=True)
        self.chats[chat.key] = chat
        self.announce({"type": "people"})
        return chat

    # What changes

    def bump(self) -> int:
        self.version += 1
        self.signal.fire()
        self.dirty.set()
        return self.version

    def announce(self, event: Json) -> None:
        self.events.publish(event)
        self.dirty.set()

    def post(self, chat: Chat, message: Message) -> Message:
        """Give the message its number and place, and show it."""
        chat.last_message_id += 1
        message.id = chat.last_message_id
        chat.messages[message.id] = message
        while len(chat.messages) > self.settings.kept_messages:
            del chat.messages[next(iter(chat.messages))]
        self.show("message", chat, message)
        if self.events.listened_to:  # to count them is work
            for person_id in chat.members:
                self.events.publish(unread_event(chat, person_id))
        return message

    def show(self, change: str, chat: Chat, message: Message) -> None:
        message.version = self.bump()
        self._publish(change, chat, message)

    def _publish(self, change: str, chat: Chat, message: Message) -> None:
        if self.events.listened_to:
            view = message_view(self, chat, message)
            place = {"chat_id": chat.id, "bot_id": bot_of(chat), "people": list(chat.members)}
            self.events.publish({"type": change, **place, "message": view, "version": message.version})

    def mark_seen(self, bot_id: int, update: Json) -> None:
        """The second tick: the bot has fetched this update. It is no change of the message, so no new version."""
        body = update.get("message")
        if body is None:
            return
        number = body["chat"]["id"]
        chat = self.group(number) or self.chats.get(f"{bot_id}:{number}")
        message = chat.find(body["message_id"]) if chat else None
        if chat and message and not message.seen:
            message.seen = True
            self._publish("edit", chat, message)

    def remove(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        self.show("delete", chat, message)

    def notify(self, person_id: int, message_id: int, answer: Json) -> None:
        """Show a callback's answer to the person: a toast, or an alert."""
        self.notice_count += 1
        notice = {
            "n": self.notice_count,
            "person_id": person_id,
            "at": self.clock.now().isoformat(),
            "message_id": message_id,
            **answer,
        }
        self.notices = [*self.notices[1 - MAX_NOTICES :], notice]
        self.events.publish({"type": "notice", "person_id": person_id, "notice": notice})

    # What bots hear

    def tell(self, bot_id: int, kind: str, body: Json) -> int | None:
        """Queue an update; its id, None when the bot did not ask for this kind."""
        retention = self.settings.press_retention if kind == "callback_query" else self.settings.update_retention
        self.dirty.set()
        queue, now = self.queues[bot_id], self.clock.now().timestamp()
        if len(queue.pending) >= self.settings.kept_updates:
            queue.shorten(now)
        return queue.add(kind, body, now, retention)

    def tell_message(self, chat: Chat, message: Message, kind: str = "message") -> int | None:
        """To every bot of the chat that may read it; the last update's id."""
        update_id = None
        for bot_id in chat.bots:
            if chat.private or self._heard_in_group(self.bots[bot_id], chat, message):
                update_id = self.tell(bot_id, kind, message_json(self, chat, message))
        return update_id

    def _heard_in_group(self, bot: BotAccount, chat: Chat, message: Message) -> bool:
        """Privacy mode: in groups a bot hears commands, replies to it, mentions of it, and service messages."""
        text = str(message.content.get("text") or message.content.get("caption") or "")
        answered = chat.messages.get(message.reply_to or 0)
        if answered and answered.from_id == bot.id:
            return True
        if text.startswith("/"):
            command = text.split()[0]
            return "@" not in command or command.lower().endswith(f"@{bot.username.lower()}")
        service = any(
            key in message.content
            for key in ("new_chat_members", "left_chat_member", "new_chat_title", "migrate_to_chat_id")
        )
        return service or f"@{bot.username.lower()}" in text.lower()


def check_token(token: str) -> int:
    """The bot id in a token. Raises ApiError 401 when it cannot be one."""
    number, colon, key = token.partition(":")
    if not (colon and key and number.isdecimal() and not number.startswith("0") and len(token) <= 80):
        raise invalid_token()
    if int(number) >= 1 << 54:
        raise invalid_token()
    return int(number)
