from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.errors import StartError
from bot.intake.client import Client
from bot.intake.heart import Heart
from bot.intake.poller import Poller
from bot.storage import inbox, trail
from bot.storage.database import Database
from bot.storage.heartbeat import beat, last_beat
from bot.storage.tx import Tx
from tests.support.clocks import HandClock
from tests.support.fake_api import FakeApi, Trouble
from tests.support.waiting import running, until

QUICK = (0.01,)


def message(update_id: object, text: str = "hi") -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": text},
    }


async def stored(database: Database) -> list[int]:
    return [row.update_id for row in await database.read(inbox.pending, limit=100)]


async def has(database: Database, *numbers: int) -> bool:
    return await stored(database) == list(numbers)


async def test_updates_are_stored_then_confirmed(database: Database, api: FakeApi, client: Client) -> None:
    api.push(message(10), message(11))
    async with running(Poller(database, client, wait=1, pauses=QUICK).run()):
        await until(lambda: has(database, 10, 11))
        await until(lambda: len(api.called("getUpdates")) >= 2)
        api.push(message(12))
        await until(lambda: has(database, 10, 11, 12))
    assert "offset" not in api.called("getUpdates")[0]
    assert api.called("getUpdates")[1]["offset"] == 12
    assert api.called("deleteWebhook") == [{}]


async def test_an_empty_answer_confirms_nothing(database: Database, api: FakeApi, client: Client) -> None:
    async with running(Poller(database, client, wait=0, pauses=QUICK).run()):
        await until(lambda: len(api.called("getUpdates")) >= 3)
    assert not any("offset" in asked for asked in api.called("getUpdates"))


async def test_it_takes_over_from_a_webhook_even_if_that_fails_at_first(
    database: Database, api: FakeApi, client: Client
) -> None:
    api.fail("deleteWebhook", Trouble(502, "Bad Gateway"))
    await Poller(database, client, wait=1, pauses=QUICK).begin()
    assert api.called("deleteWebhook") == [{}, {}]


async def test_what_cannot_be_stored_is_not_confirmed(database: Database, api: FakeApi, client: Client) -> None:
    limit = await database.write(
        lambda tx: tx.conn.exec_driver_sql(
            f"PRAGMA max_page_count = {tx.conn.exec_driver_sql('PRAGMA page_count').scalar()}"
        ).scalar()
    )
    assert limit
    big = [message(number, text="x" * 4000) for number in range(10, 60)]
    api.push(*big)
    async with running(Poller(database, client, wait=0.05, pauses=QUICK).run()):
        await until(lambda: len(api.called("getUpdates")) >= 3)
        assert not any("offset" in params for params in api.called("getUpdates"))
        await database.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count = 1000000").scalar())
        await until(lambda: has(database, *range(10, 60)))


async def test_trouble_is_waited_out(database: Database, api: FakeApi, client: Client) -> None:
    api.fail(
        "getUpdates",
        Trouble(429, "Too Many Requests", {"retry_after": 0.01}),
        Trouble(500),
        Trouble(502, body="<html>Bad Gateway</html>"),
        Trouble(cut=True),
        Trouble(200, body='{"ok": true, "result": [{"upd'),
        Trouble(200, body='"hello"'),
        Trouble(200, body='{"ok": true, "result": ' + "[" * 5000 + "]" * 5000 + "}"),
    )
    api.push(message(10))
    async with running(Poller(database, client, wait=1, pauses=QUICK).run()):
        await until(lambda: has(database, 10))


@pytest.mark.parametrize("depth", [200, 900])
async def test_an_update_of_any_depth_is_stored(database: Database, api: FakeApi, client: Client, depth: int) -> None:
    """Nearly as deep as an answer can be read."""
    body = '{"ok": true, "result": [{"update_id": 10, "message": ' + '{"message": ' * depth + "0" + "}" * depth + "}]}"
    api.fail("getUpdates", Trouble(200, body=body))
    async with running(Poller(database, client, wait=1, pauses=QUICK).run()):
        await until(lambda: has(database, 10))


async def test_a_pause_that_telegram_names_is_kept(database: Database, api: FakeApi, client: Client) -> None:
    api.fail("getUpdates", Trouble(429, "Too Many Requests", {"retry_after": 30}))
    async with running(Poller(database, client, wait=1, pauses=QUICK).run()):
        await until(lambda: len(api.called("getUpdates")) == 1)
        await asyncio.sleep(0.1)
        assert len(api.called("getUpdates")) == 1


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_a_refused_token_ends_it_with_a_sentence(
    database: Database, api: FakeApi, client: Client, method: str
) -> None:
    api.fail(method, Trouble(401, "Unauthorized"))
    with pytest.raises(StartError, match="The token was refused"):
        await Poller(database, client, wait=1, pauses=QUICK).run()


async def test_three_conflicts_raise_the_alarm_once(database: Database, api: FakeApi, client: Client) -> None:
    alarms: list[str] = []

    async def alarm(sentence: str) -> None:
        alarms.append(sentence)

    api.fail("getUpdates", *[Trouble(409, "Conflict: terminated by other getUpdates request")] * 5)
    api.push(message(10))
    async with running(Poller(database, client, on_conflict=alarm, wait=1, pauses=QUICK).run()):
        await until(lambda: has(database, 10))
    assert len(alarms) == 1


async def test_a_webhook_in_the_way_is_removed(database: Database, api: FakeApi, client: Client) -> None:
    api.fail("getUpdates", Trouble(409, "Conflict: can't use getUpdates method while webhook is active"))
    api.push(message(10))
    async with running(Poller(database, client, wait=1, pauses=QUICK).run()):
        await until(lambda: has(database, 10))
    assert len(api.called("deleteWebhook")) == 2


async def test_an_unnumbered_update_is_no_hot_loop(database: Database, api: FakeApi, client: Client) -> None:
    api.push(message("ten"))
    async with running(Poller(database, client, wait=1, pauses=(30.0,)).run()):
        await until(lambda: len(api.called("getUpdates")) == 1)
        await asyncio.sleep(0.05)
        assert len(api.called("getUpdates")) == 1


async def test_the_heart_beats_while_telegram_answers(
    database: Database, clock: HandClock, api: FakeApi, client: Client
) -> None:
    poller = Poller(database, client, wait=0.01, pauses=QUICK)
    heart = Heart(database, poller)
    assert not await heart.beat()
    async with running(poller.run(), heart.run()):
        await until(lambda: poller.answered_at is not None)
        assert await heart.beat()
    assert await database.read(last_beat, "intake") == clock.now()


async def test_a_clock_that_is_set_before_the_first_beat_is_no_outage(
    database: Database, clock: HandClock, client: Client
) -> None:
    await database.write(beat, "intake")
    poller = Poller(database, client, wait=0.01, pauses=QUICK)
    heart = Heart(database, poller)
    assert not await heart.beat()
    clock.advance(hours=26)
    poller.answered_at = time.monotonic()
    assert await heart.beat()
    assert await database.read(gaps) == 0


async def test_what_a_full_disk_kept_out_is_told_like_any_outage(
    database: Database, clock: HandClock, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates wait at Telegram meanwhile, presses for 150 seconds. The heart beats a little while longer than polls are
    answered: what is told begins with the last answer."""
    monotonic, poller = 1000.0, Poller(database, client)
    heart = Heart(database, poller, lambda: monotonic)

    async def pass_by(seconds: float, *, answered: bool) -> bool:
        nonlocal monotonic
        monotonic += seconds
        clock.advance(seconds=seconds)
        poller.answered_at = monotonic if answered else poller.answered_at
        return await heart.beat()

    async def full(*args: object) -> None:
        raise OperationalError("INSERT", None, OSError("disk full"))

    await heart.beat()
    assert await pass_by(15, answered=True)
    assert await pass_by(40, answered=False)
    with monkeypatch.context() as patch:
        patch.setattr(database, "write", full)
        with pytest.raises(OperationalError):
            await pass_by(5, answered=False)
    began = clock.now() - timedelta(seconds=45)
    assert not await pass_by(100, answered=False)
    assert await pass_by(10, answered=True)
    assert await pass_by(15, answered=True)
    (gap,) = await database.read(lambda tx: [entry["data"] for entry in trail.entries(tx)])
    assert (gap["from"], gap["to"]) == (began.isoformat(), (clock.now() - timedelta(seconds=15)).isoformat())


def gaps(tx: Tx) -> int:
    return int(tx.conn.execute(text("SELECT count(*) FROM event WHERE action = 'gap'")).scalar_one())
