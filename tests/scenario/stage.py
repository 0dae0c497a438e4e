"""What a scenario needs beside talking: what everybody reads, time that passes, what came since."""

from __future__ import annotations

import pytest

from bot.catalogues.store import Language
from bot.demo.run import Demo
from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.model import Json
from bot.storage import people
from bot.storage.tx import Tx

in_both_languages = pytest.mark.parametrize("language", ["en", "zh_CN"])
"""The story is played by readers of English, and again by readers of Chinese; it must name labels and texts through
`Talk` only (`fill`, `press`, `sees`), which say them in the story's language."""


async def everybody_reads(demo: Demo, language: Language) -> None:
    """From now on everybody reads `language`. That /language does it in the chat is shown elsewhere."""
    await demo.app.database.write(_reads, language)


def _reads(tx: Tx, language: Language) -> None:
    for person_id in range(1, people.count_people(tx) + 1):
        people.change_person(tx, person_id, language=language)


async def move(play: Player, to: str) -> None:
    """Set the clock to the local time "2026-11-24 08:30" and let everything happen that is due then."""
    await play.clock(to=f"{to.replace(' ', 'T')}:00+08:00")
    assert await play.settle(30), "the bot is still busy"


async def fresh(person: PersonPlayer, after: int) -> list[Json]:
    """What the bot has sent to this person since message `after`."""
    return [m for m in await person.messages(after) if m["from"]["bot"] and not m.get("deleted")]


WARRANTY = (
    "=/new", "🔩 Warranty part", "FAW Jiefang", "Changchun plant 1",
    "Zheng Guoqiang · final assembly manager", "=ECU-2045",
    "=SN-123", "=It died", "=2026-11-20", "=2025-03-03", "=12000", "No", "photo", "Hand in",
)  # fmt: skip
"""An engineer applies for a warranty part."""


async def told(person: PersonPlayer) -> str:
    """The newest small notice on a button that this person pressed."""
    found = await person.notices()
    return str(found[-1]["text"]) if found else ""
