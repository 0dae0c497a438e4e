"""What the sandbox remembers. Plain fields only, so that the whole state is one JSON file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

COLOURS = ("#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774")


@dataclass
class Person:
    """Somebody who can be played. `id` is the Telegram user id and also the id of their private chat.

    `words` holds, by language of the page, the name, role and unit as that language writes them.
    """

    id: int
    name: str
    role: str = ""
    unit: str = ""
    language_code: str = "zh-hans"
    username: str | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def colour(self) -> str:
        return COLOURS[self.id % len(COLOURS)]

    @property
    def avatar(self) -> str:
        """One or two letters for the round picture: the last two of a Chinese name, else initials."""
        words = self.name.split()
        if len(words) > 1:
            return (words[0][0] + words[-1][0]).upper()
        return self.name[-2:] if self.name and self.name[0] > "\u2e80" else self.name[:1].upper()


@dataclass
class BotAccount:
    """A bot as its token names it. `commands` is keyed by scope and language, see `methods/profile.py`."""

    id: int
    token: str
    username: str
    name: str
    commands: dict[str, list[Json]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    webhook: Json = field(default_factory=dict)


@dataclass
class Message:
    """`content` is what the Bot API shows of it (text, entities, photo, reply_markup, ...), replaced, never mutated.

    `version` is the world's change counter at the last change of this message; `seen` that a bot has fetched it.
    """

    id: int
    from_id: int
    from_bot: bool
    date: int
    content: Json
    version: int = 0
    edit_date: int | None = None
    reply_to: int | None = None
    keyboard: Json | None = None
    deleted: bool = False
    seen: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Chat:
    """A private chat of one person with one bot, or a group. `key` names it in the world."""

    key: str
    id: int
    kind: str
    bots: list[int]
    members: list[int]
    title: str = ""
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    kicked_bots: list[int] = field(default_factory=list)
    read_up_to: dict[str, int] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def find(self, message_id: int) -> Message | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def unread(self, person_id: int) -> int:
        seen = self.read_up_to.get(str(person_id), 0)
        return sum(1 for m in self.messages.values() if m.id > seen and not m.deleted and m.from_id != person_id)


@dataclass
class Press:
    """A press of a callback button, which the bot may answer once and not too late. `at` in Unix seconds."""

    id: str
    bot_id: int
    person_id: int
    chat_key: str
    message_id: int
    at: float
    answer: Json | None = None


@dataclass
class StoredFile:
    """`path` is below the bot's file address and names the bytes in the store; `group` ties the sizes of a photo."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    size: int
    mime: str
    name: str
    width: int = 0
    height: int = 0
    duration: int = 0
    group: str = ""
