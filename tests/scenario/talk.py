"""How a scenario reads as a conversation, and how its outcome is read back behind the bot's back."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.model import Json

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
    """The people of one story; every deed ends when the bot has nothing left to do."""

    play: Player

    def __getitem__(self, person_id: int) -> PersonPlayer:
        return self.play.person(person_id)

    async def english(self, *person_ids: int) -> None:
        """From now on these people read English."""
        for person_id in person_ids:
            await self.fill(person_id, "=/language", "English")

    async def fill(self, person_id: int, *steps: str) -> Json:
        """One step after the other: "=words" are typed, "photo" and "album" sent, anything else is a button. What the
        bot shows last."""
        person = self[person_id]
        for step in steps:
            await self._step(person, step)
            await self._settled()
        return await person.last()

    async def press(self, person_id: int, number: str, *steps: str) -> Json:
        """Press the first of `steps` on this person's newest card of the record, then go on as in `fill`."""
        person = self[person_id]
        card = await self.card(person_id, number, steps[0])
        await person.tap(steps[0], message_id=card["id"])
        await self._settled()
        return await self.fill(person_id, *steps[1:])

    async def card(self, person_id: int, number: str, button: str = "") -> Json:
        """The newest card of a record, with that button if one is named. AssertionError if there is none."""
        for message in reversed(await self.heard(person_id, number)):
            if message["buttons"] and (not button or button in labels(message)):
                return message
        raise AssertionError(f"no card of {number} with “{button}”\n{await self[person_id].transcript()}")

    async def heard(self, person_id: int, number: str) -> list[Json]:
        """Everything that this person sees of a record."""
        return [m for m in await self[person_id].messages() if number in m["text"] and m["from"]["bot"]]

    async def _step(self, person: PersonPlayer, step: str) -> None:
        if step.startswith("="):
            await person.say(step[1:])
        elif step in {PHOTO, ALBUM}:
            await person.send_photo(*map(picture, range(3 if step == ALBUM else 1)))
        else:
            await person.tap(step)

    async def _settled(self) -> None:
        assert await self.play.settle(10), "the bot is still busy"


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
