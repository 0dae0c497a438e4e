"""What a scenario needs beside talking: everybody reads English, time passes, what came since is looked at."""

from __future__ import annotations

from bot.demo.run import Demo
from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.model import Json
from bot.storage import people
from bot.storage.tx import Tx


async def speak_english(demo: Demo) -> None:
    """From now on everybody reads English. That /language does it in the chat is shown elsewhere."""
    await demo.app.database.write(_english)


def _english(tx: Tx) -> None:
    for person_id in range(1, people.count_people(tx) + 1):
        people.change_person(tx, person_id, language="en")


async def move(play: Player, to: str) -> None:
    """Set the clock to the local time "2026-11-24 08:30" and let everything happen that is due then."""
    await play.clock(to=f"{to.replace(' ', 'T')}:00+08:00")
    assert await play.settle(10), "the bot is still busy"


async def fresh(person: PersonPlayer, after: int) -> list[Json]:
    """What the bot has sent to this person since message `after`."""
    return [m for m in await person.messages(after) if m["from"]["bot"] and not m.get("deleted")]


WARRANTY = (
    "=/new", "🔩 Warranty part", "FAW Jiefang", "Changchun plant 1",
    "Zheng Guoqiang · final assembly manager", "=ECU-2045", "=2", "Faulty",
    "=SN-123", "=2026-12-10", "Normal", "=It died", "=2026-11-20", "=12000", "photo", "That's all", "No", "Hand in",
)  # fmt: skip
"""An engineer applies for a warranty part."""


async def told(person: PersonPlayer) -> str:
    """The newest small notice on a button that this person pressed."""
    found = await person.notices()
    return str(found[-1]["text"]) if found else ""
