"""Updates as Telegram would never send them: well-formed ones with something dropped, swapped, blown up or buried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

FIRST_ID = 500_000
MEMBERS = tuple(range(1001, 1025))
STRANGERS = tuple(range(900_001, 900_401))
BATCH = 100

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30, 1e308, float("nan"), float("inf"), 0.5,
    "", " ", "0", "null", "\x00", "\ud83d", "\udc00\ud800", "😀" * 4096, "\u202e\u2066abc", "a" * 5000, "\u2063" * 60,
    "/start " + "A" * 64, "/start r_" + "9" * 60, "' OR 1=1 --", "<b>", "&lt;/b", "%s{0}{name}", "=1+1", [], {}, [[]],
    [None], {"": None}, {"id": 1}, {"id": {}}, ["a"] * 200,
)  # fmt: skip
TEXTS = (
    "hello", "/menu", "/work", "/new", "/find ECU", "/find", "/cancel", "/help", "/language", "/drafts",
    "SP-202611-0001", "/start", "/start r_SP-202611-0001", "/start t_DT-01", "2026-12-01", "13604310021", "😀" * 2048,
    "٣٤٥", "=cmd|'/c'!A1",
)  # fmt: skip
PRESSES = (
    "m:menu", "m:work", "m:new", "m:find", "w:1:1:approve", "w:999999999999999:1:approve", "r:1:card", "r:1:more",
    "n:site_job:site_job", "n:spare_part:warranty_spare:anew", "n:x:y", "d:1:go", "d:1:drop", "q:1:yes", "z:later:1",
    "l:en", "t:1:lend", "f:1", "f:1:change", "i:1:pass", "", "x" * 64, "\ud800", "aiogd:1:2:3", "m:menu\n", "w:１:1:a",
)  # fmt: skip
UNKNOWN = ("chat_boost", "business_message", "managed_bot", "update_of_2031", "poll_answer", "message_reaction")


POISON = (
    "5", "null", "[]", '"x"', "{}", '{"message":{}}', '{"update_id":"7"}', '{"update_id":true,"message":{}}',
    '{"update_id":%d,"message":5}', '{"update_id":%d,"message":{"message_id":"x","date":{},"chat":[]}}',
    '{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"\\ud83d"}}',
    '{"update_id":%d,"callback_query":{"id":1,"from":{"id":1001},"message":{"date":0}}}',
    '{"update_id":%d,"message":{"message_id":1,"date":99999999999999999999,"chat":{"id":1e400,"type":"private"}}}',
    '{"update_id":%d,"message":{"message_id":NaN,"date":1,"chat":{"id":1,"type":"nonsense"},"text":"x"}}',
    '{"update_id":%d,"message":' + '{"x":[' * 200 + "]}" * 200 + "}",
    '{"update_id":%d,"my_chat_member":{"chat":{"id":1001,"type":"private"},"old_chat_member":{"status":"x"}}}',
)  # fmt: skip
"""No model can read any of these, or they have no number; %d is where it goes."""


def poisoned(seed: int, count: int) -> Iterator[str]:
    """Good updates of members, and one of POISON in each batch, never at its end."""
    dice = Random(seed)
    for first in range(FIRST_ID, FIRST_ID + count, BATCH):
        where = dice.randrange(BATCH - 1)
        for number in range(first, first + BATCH):
            poison = dice.choice(POISON).replace("%d", str(number))
            yield poison if number == first + where else json.dumps(_good(number))


def _good(number: int) -> dict[str, Any]:
    who = MEMBERS[number % len(MEMBERS)]
    chat, user = {"id": who, "type": "private"}, {"id": who, "is_bot": False, "first_name": "x"}
    message = {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": user, "text": "/help"}
    return {"update_id": number, "message": message}


class Fuzzer:
    """The same updates again for the same seed. `share` of them are as they should be."""

    def __init__(self, seed: int, share: float = 0.3) -> None:
        self._dice = Random(seed)
        self._share = share

    def raw(self, count: int) -> Iterator[str]:
        """So many updates as JSON, numbered from FIRST_ID. Their order is that of their numbers."""
        for number in range(FIRST_ID, FIRST_ID + count):
            update = {"update_id": number, **self._update()}
            if self._dice.random() >= self._share:
                for _ in range(self._dice.randint(1, 3)):
                    self._spoil(update)
            yield json.dumps(update)

    def _update(self) -> dict[str, Any]:
        shapes = (self._message, self._message, self._press, self._press, self._edited, self._membership, self._unknown)
        return self._dice.choice(shapes)()

    def _user(self) -> dict[str, Any]:
        number = self._dice.choice(MEMBERS if self._dice.random() < 0.4 else STRANGERS)
        return {"id": number, "is_bot": False, "first_name": self._dice.choice(("Li", "<i>", "\u202eevil", "陈" * 60))}

    def _body(self) -> dict[str, Any]:
        user = self._user()
        chat = {"id": user["id"], "type": "private", "first_name": "x"}
        if self._dice.random() < 0.1:
            chat = {"id": -100123, "type": "supergroup", "title": "x"}
        return {"message_id": self._dice.randint(1, 10**6), "date": 1_790_000_000, "chat": chat, "from": user}

    def _message(self) -> dict[str, Any]:
        content = self._dice.choice((self._text, self._text, self._text, self._file, self._thing))()
        return {"message": {**self._body(), **content}}

    def _text(self) -> dict[str, Any]:
        found: dict[str, Any] = {"text": self._dice.choice(TEXTS)}
        if self._dice.random() < 0.2:
            found["entities"] = [{"type": "bot_command", "offset": self._dice.randint(-5, 5000), "length": 5}]
        if self._dice.random() < 0.2:
            found["reply_to_message"] = {**self._body(), "text": "a card"}
        return found

    def _file(self) -> dict[str, Any]:
        file = {"file_id": "f" * 80, "file_unique_id": str(self._dice.randint(1, 50)), "file_size": 1000}
        return self._dice.choice(
            (
                {"photo": [{**file, "width": 10, "height": 10}], "caption": "x"},
                {"document": {**file, "file_name": "../../etc/passwd", "mime_type": "application/pdf"}},
                {"voice": {**file, "duration": 3}, "media_group_id": "1"},
                {"video": {**file, "width": 1, "height": 1, "duration": 1}},
            )
        )

    def _thing(self) -> dict[str, Any]:
        return self._dice.choice(
            (
                {"location": {"latitude": 1.0, "longitude": 2.0}},
                {"contact": {"phone_number": "1", "first_name": "x"}},
                {"dice": {"emoji": "🎲", "value": 3}},
                {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}, "text": "see"},
                {"new_chat_members": [self._user()]},
                {},
            )
        )

    def _press(self) -> dict[str, Any]:
        shown = {**self._body(), "text": "a card"}
        query = {"id": str(self._dice.random()), "from": self._user(), "chat_instance": "1", "message": shown}
        return {"callback_query": {**query, "data": self._dice.choice(PRESSES)}}

    def _edited(self) -> dict[str, Any]:
        return {"edited_message": {**self._body(), "edit_date": 1_790_000_001, "text": "changed"}}

    def _membership(self) -> dict[str, Any]:
        body, bot = self._body(), {"id": 123456789, "is_bot": True, "first_name": "b"}
        old, new = ({"status": status, "user": bot, "until_date": 0} for status in ("member", "kicked"))
        return {"my_chat_member": {**body, "old_chat_member": old, "new_chat_member": new}}

    def _unknown(self) -> dict[str, Any]:
        return {self._dice.choice(UNKNOWN): self._body()}

    def _spoil(self, update: dict[str, Any]) -> None:
        """Change one thing somewhere inside, but not the number: Telegram counts them itself."""
        places = list(_places(update))
        if not places:
            return
        holder, name = self._dice.choice(places)
        ways: tuple[Callable[[], None], ...] = (
            lambda: _drop(holder, name),
            lambda: holder.__setitem__(name, _fresh(self._dice.choice(ODD))),
            lambda: holder.__setitem__(name, _fresh(self._dice.choice(ODD))),
            lambda: holder.__setitem__(name, _buried(holder[name], self._dice.choice((3, 30, 150)))),
            lambda: holder.__setitem__(name, [holder[name]] * self._dice.choice((2, 50))),
        )
        self._dice.choice(ways)()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every key and index below the update's own number."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for name, inner in pairs:
        if name != "update_id":
            yield value, name
            if isinstance(inner, dict | list):
                yield from _places(inner)


def _fresh(value: Any) -> Any:
    """Nothing that is spoiled later is shared."""
    return dict(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value


def _drop(holder: Any, name: Any) -> None:
    del holder[name]


def _buried(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = {"x": [value]}
    return value
