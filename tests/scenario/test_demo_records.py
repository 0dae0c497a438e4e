"""What a newcomer finds in the demo: records in every chapter and state, true to their trail, and few messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import company, records, run
from bot.demo.naming import Picture
from bot.procedure.chapters import CHAPTERS
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.storage import people
from bot.storage import records as stored
from bot.storage.tx import Tx
from tests.scenario.conftest import monday_nine, settings_for
from tests.scenario.talk import LI, SUN, WANG, ZHAO, Books

UNREAD = 6
SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT_BEFORE_A_HOLIDAY = datetime(2026, 12, 31, 23, 50, tzinfo=SHANGHAI)
AFTER_LONG_HOLIDAYS = datetime(2027, 2, 18, 8, 10, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lived-in")


@pytest.fixture
async def lived_in(folder: Path) -> AsyncIterator[tuple[run.Demo, Player]]:
    """The demo as `make demo` starts it; from the second test on it is started again."""
    demo = await run.start(settings_for(folder), monday_nine(), port=0, with_records=True)
    try:
        async with Player(demo.url, demo.secret) as play:
            await play.settle(20)
            await play.clock(advance="1m")  # the first cards come after the welcome
            await play.settle(20)
            yield demo, play
    finally:
        await demo.stop()


async def test_there_are_records_in_every_chapter_and_state(lived_in: tuple[run.Demo, Player], folder: Path) -> None:
    demo, _ = lived_in
    books, now = Books(folder), demo.app.desk.clock.now().isoformat(sep=" ")
    assert {row["kind"] for row in books.rows("SELECT DISTINCT kind FROM record")} == set(CHAPTERS)
    finished = {row["kind"] for row in books.rows("SELECT DISTINCT kind FROM record WHERE state = 'done'")}
    takes_longer = {"cpa", "service_agreement", "agreement_duty", "disposal"}
    assert set(CHAPTERS) - finished <= takes_longer
    states = Counter(row["state"] for row in books.rows("SELECT state FROM record"))
    assert set(states) == {"open", "done", "rejected", "withdrawn"}
    owed = books.rows("SELECT * FROM work_item WHERE state = 'open'")
    assert {"amend", "answer"} <= {row["step"] for row in owed}  # returned; a question is open
    assert any(row["paused_at"] for row in owed)
    assert any(row["wakes_at"] for row in owed)
    assert any(row["due_at"] and row["due_at"] < now for row in owed)  # overdue
    assert any(row["urged"] for row in owed)
    assert len(books.rows("SELECT 1 FROM draft")) == 2


async def test_the_trail_tells_what_happened_in_its_order(lived_in: tuple[run.Demo, Player], folder: Path) -> None:
    demo, _ = lived_in
    books = Books(folder)
    instants = [row["at"] for row in books.rows("SELECT at FROM event WHERE record_id IS NOT NULL ORDER BY seq")]
    assert instants == sorted(instants)
    assert instants[-1] <= demo.app.desk.clock.now().isoformat(sep=" ")
    opened = "SELECT 1 FROM event e WHERE e.record_id = r.id AND e.action IN ('opened', 'opened_by_clock')"
    assert not books.rows(f"SELECT number FROM record r WHERE NOT EXISTS ({opened})")
    assert not books.rows("SELECT 1 FROM record WHERE state <> 'open' AND closed_at IS NULL")


async def test_everybody_finds_a_few_cards_and_no_flood(lived_in: tuple[run.Demo, Player]) -> None:
    demo, play = lived_in
    for person_id in demo.sandbox.world.people:
        heard = [m for m in await play.person(person_id).messages() if m["from"]["bot"]]
        assert 1 <= len(heard) <= UNREAD, person_id
    for person_id in (LI, WANG, ZHAO, SUN):
        heard = await play.person(person_id).messages()
        assert any(m["buttons"] and "-2026" in m["text"] for m in heard), person_id


async def test_a_second_start_adds_nothing(folder: Path) -> None:
    found = []
    for _ in range(2):
        demo = await run.start(settings_for(folder), monday_nine(), port=0, with_records=True)
        async with Player(demo.url, demo.secret) as play:
            await play.settle(20)
            found.append((len(Books(folder).rows("SELECT 1 FROM record")), len(await play.person(LI).messages())))
        await demo.stop()
    assert found[0] == found[1]


async def test_who_asks_for_no_records_has_none(tmp_path: Path) -> None:
    demo = await run.start(settings_for(tmp_path), monday_nine(), port=0)
    await demo.stop()
    assert not Books(tmp_path).rows("SELECT 1 FROM record")


@pytest.mark.parametrize("at", [NIGHT_BEFORE_A_HOLIDAY, AFTER_LONG_HOLIDAYS], ids=str)
async def test_the_past_is_the_same_on_whatever_day_the_demo_begins(at: datetime, tmp_path: Path) -> None:
    clock = SandboxClock()
    clock.freeze(at)
    demo = await run.start(settings_for(tmp_path), clock, port=0)
    try:
        await demo.app.database.write(_seed, demo)
        await demo.app.database.read(_nothing_for_quality_soon)
    finally:
        await demo.stop()
    assert {row["kind"] for row in Books(tmp_path).rows("SELECT DISTINCT kind FROM record")} == set(CHAPTERS)


def _seed(tx: Tx, demo: run.Demo) -> None:
    company.seed(tx)
    records.seed(tx, demo.app.desk.house, {name: Picture(name, name) for name in ("part", "paper")})


def _nothing_for_quality_soon(tx: Tx) -> None:
    """The guided story waits for a reminder of its own: whoever signs there is reminded of nothing else meanwhile."""
    zhao = people.by_account(tx, ZHAO)
    assert zhao is not None
    coming = [item.next_reminder_at for item in stored.owed_by(tx, [zhao]) if item.next_reminder_at]
    assert all(at > tx.now + timedelta(days=1) for at in coming)
