"""How a scenario reads as a conversation, and how its outcome is read back behind the bot's back."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from PIL import Image

from bot.catalogues.store import Language
from bot.clock import Clock
from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.model import Json
from bot.tongue import Tongue
from tests.scenario.words import said, spoken

NUMBER = re.compile(r"\b[A-Z]{2,4}-\d{6}-\d{4}\b")
PHOTO = "photo"
ALBUM = "album"  # three photos, sent as one

LI, ZHANG, WANG = 1001, 1002, 1003  # after-sale service: two engineers and their leader
ZHAO, SUN = 1004, 1005  # quality: staff and leader
CHEN, ZHOU, LIU = 1006, 1008, 1009  # manufacturing, purchasing, finance
WU, SONG = 1012, 1021  # research institute: staff and leader
LIN, DENG = 1014, 1015  # management representative, deputy general manager


@cache
def picture(shade: int = 0) -> bytes:
    """A small photo, each shade another one."""
    data = io.BytesIO()
    Image.new("RGB", (60, 40), (shade * 40 % 256, 90, 120)).save(data, "JPEG")
    return data.getvalue()


@dataclass
class Talk:
    """The people of one story; every deed ends when the bot has nothing left to do.

    Labels and texts are written in English, as the source has them; `language` is what the people of the story read.
    """

    play: Player
    language: Language
    clock: Clock

    def __getitem__(self, person_id: int) -> PersonPlayer:
        return self.play.person(person_id)

    def __call__(self, msgid: str, **params: Any) -> str:
        """A text of the bot as the people of this story read it, now. AssertionError if it has no translation."""
        said(self.language, msgid)
        return self.tongue(msgid, **params)

    @property
    def tongue(self) -> Tongue:
        """How the bot speaks to the people of this story, now: days, moments, numbers."""
        return Tongue(self.language, ZoneInfo("Asia/Shanghai"), self.clock.now())

    def said(self, words: str) -> str:
        """A label, or a name of the company, as the people of this story read it: "🔩 Warranty part", "Wang Fang"."""
        return said(self.language, words)

    async def fill(self, person_id: int, *steps: str) -> Json:
        """One step after the other: "=words" are typed, "photo" and "album" sent, anything else is a button, named in
        English. What the bot shows last."""
        person = self[person_id]
        for step in steps:
            await self._step(person, step)
            await self.settled()
        return await person.last()

    async def press(self, person_id: int, number: str, *steps: str) -> Json:
        """Press the first of `steps` on this person's newest card of the record, then go on as in `fill`."""
        person = self[person_id]
        card = await self.card(person_id, number, steps[0])
        await person.tap(self.said(steps[0]), message_id=card["id"])
        await self.settled()
        return await self.fill(person_id, *steps[1:])

    async def card(self, person_id: int, number: str, button: str = "") -> Json:
        """The newest card of a record, with that button if one is named. AssertionError if there is none."""
        for message in reversed(await self.heard(person_id, number)):
            if about(message) == number and message["buttons"] and (not button or self.said(button) in labels(message)):
                return message
        raise AssertionError(f"no card of {number} with “{button}”\n{await self[person_id].transcript()}")

    async def heard(self, person_id: int, number: str) -> list[Json]:
        """Everything that this person sees of a record."""
        return [m for m in await self[person_id].messages() if number in m["text"] and m["from"]["bot"]]

    async def sees(self, person_id: int, *words: str) -> Json:
        """The newest message with all these words as they stand; wait for it a second. Make them by calling this talk,
        or with `said`, unless both languages have them alike (a number, a name in the Latin alphabet)."""
        return await self[person_id].expect(*words, timeout=1)

    async def settled(self) -> None:
        """Wait until the bot has nothing left to do. AssertionError if that takes longer than half a minute."""
        assert await self.play.settle(30), "the bot is still busy"

    async def _step(self, person: PersonPlayer, step: str) -> None:
        if step.startswith("="):
            await person.say(step[1:])
        elif step in {PHOTO, ALBUM}:
            await person.send_photo(*map(picture, range(3 if step == ALBUM else 1)))
        else:
            await self._tap(person, step)

    async def _tap(self, person: PersonPlayer, label: str) -> None:
        """The newest button that is called so in the story's language; that may be in one of several ways."""
        names = spoken(self.language, label)
        shown = [b for m in reversed(await person.messages()) for b in labels(m)] if len(names) > 1 else []
        await person.tap(next((text for text in shown if text in names), names[0]))


def about(message: Json) -> str:
    """The number of the record that a message is about: the first in it. Others are what it came from or led to."""
    found = NUMBER.search(message["text"])
    return found[0] if found else ""


def labels(message: Json) -> list[str]:
    """The texts of a message's buttons."""
    return [button["text"] for row in message["buttons"] for button in row]


class Done(NamedTuple):
    """A work item as it lies in the database."""

    step: str
    state: str
    outcome: str | None
    by: str | None


class Books:
    """The database file, read without the bot's own code."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "demo" / "fieldclerk.db"

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query."""
        connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        try:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def record(self, number: str) -> dict[str, Any]:
        """A record with its answers as a dict under `data`."""
        (row,) = self.rows("SELECT * FROM record WHERE number = ?", number)
        return {**dict(row), "data": json.loads(row["data"])}

    def numbers(self, kind: str) -> list[str]:
        """The numbers of all records of a chapter, oldest first."""
        return [row["number"] for row in self.rows("SELECT number FROM record WHERE kind = ? ORDER BY id", kind)]

    def work(self, number: str) -> list[Done]:
        """What was and is owed of a record, in the order in which it came up."""
        found = self.rows(
            "SELECT w.step, w.state, w.outcome, p.name_en FROM work_item w JOIN record r ON r.id = w.record_id "
            "LEFT JOIN person p ON p.id = w.done_by WHERE r.number = ? ORDER BY w.id",
            number,
        )
        return [Done(*row) for row in found]

    def owed(self, number: str) -> list[str]:
        """The steps that are open now."""
        return [item.step for item in self.work(number) if item.state == "open"]

    def trail(self, number: str) -> list[str]:
        """What was done to a record, in order."""
        sql = "SELECT e.action FROM event e JOIN record r ON r.id = e.record_id WHERE r.number = ? ORDER BY e.seq"
        return [row["action"] for row in self.rows(sql, number)]

    def undelivered(self) -> list[tuple[str, str]]:
        """Messages that did not go out: kind and state."""
        return [(r["kind"], r["state"]) for r in self.rows("SELECT kind, state FROM outbox WHERE state <> 'sent'")]


def only(found: Iterable[str]) -> str:
    """The one thing there is. ValueError if there are more or fewer."""
    (one,) = found
    return one
