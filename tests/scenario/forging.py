"""What a hostile client can do: make up the press of any button."""

from __future__ import annotations

from itertools import product

from tests.scenario.stage import told
from tests.scenario.talk import Books, Talk


async def forged(talk: Talk, people_: tuple[int, ...], *presses: str) -> set[str]:
    """Everybody of `people_` makes up every one of `presses`; the notices that answered."""
    heard = set()
    for person_id, data in product(people_, presses):
        person = talk[person_id]
        await person.callback((await person.last())["id"], data, wait=5)
        await talk.settled()
        heard.add(await told(person))
    return heard


def owed(books: Books, number: str) -> str:
    """What is owed, as a button's data begins: "w:7:1"."""
    sql = "SELECT w.id, w.version FROM work_item w JOIN record r ON r.id = w.record_id WHERE w.state = 'open'"
    (found,) = books.rows(f"{sql} AND r.number = ?", number)
    return f"w:{found['id']}:{found['version']}"
