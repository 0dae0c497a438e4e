from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import OperationalError

from bot.cards.model import Button
from bot.reminders.courier import Courier
from bot.reminders.courier_parcel import Parcel
from bot.storage import deliveries, outbox
from bot.storage.deliveries import DeliveryMark
from bot.storage.tables import account, delivery, record
from bot.storage.tx import Tx
from tests.courier.desk import Desk
from tests.support.fake_api import Trouble
from tests.support.waiting import running, until


async def test_what_is_queued_is_sent(desk: Desk, courier: Courier) -> None:
    await desk.queue("hello")
    await courier.drain()
    assert desk.texts == ["hello"]
    row = await desk.row("hello")
    assert (row.state, row.message_id, row.sent_at) == ("sent", 1, desk.clock.now())
    await courier.drain()
    assert courier.is_idle


async def test_messages_to_one_person_keep_their_order(desk: Desk, courier: Courier) -> None:
    for number in range(10):
        await desk.queue(f"a{number}")
        await desk.queue(f"b{number}", person_id=2)
    await courier.drain()
    assert [text for text in desk.texts if text[0] == "a"] == [f"a{number}" for number in range(10)]
    assert len(desk.texts) == 20


async def test_it_wakes_at_once_and_at_the_instant(
    desk: Desk, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reminders.courier.TICK", 0.01)
    later = desk.clock.now() + timedelta(hours=1)
    async with running(courier.run()):
        await desk.queue("later", not_before=later)
        await desk.queue("now")
        await until(lambda: desk.texts == ["now"])
        await until(lambda: courier.is_idle)
        desk.clock.advance(hours=1)
        await until(lambda: desk.texts == ["now", "later"])


async def test_a_card_has_buttons_and_is_remembered(desk: Desk, courier: Courier) -> None:
    rows = (
        (Button("Approve", data="ap:1", style="success"), Button("Map", url="https://example.com/")),
        (Button("No.", copy="SP-1"),),
    )
    mark = DeliveryMark(person_id=1, record_id=1, version=1)
    await desk.queue("card", Parcel(100, "<b>SP-1</b>", rows, protect=True, silent=True, delivery=mark))
    await courier.drain()
    [sent] = desk.api.sent
    assert json.loads(sent["reply_markup"])["inline_keyboard"] == [
        [
            {"text": "Approve", "callback_data": "ap:1", "style": "success"},
            {"text": "Map", "url": "https://example.com/"},
        ],
        [{"text": "No.", "copy_text": {"text": "SP-1"}}],
    ]
    assert (sent["parse_mode"], sent["protect_content"], sent["disable_notification"]) == ("HTML", "true", "true")
    shown = await desk.database.read(lambda tx: tx.conn.execute(select(delivery)).one())
    assert (shown.chat_id, shown.message_id, shown.version, shown.open) == (100, 1, 1, True)


async def test_a_card_overtaken_on_its_way_is_redrawn(desk: Desk, courier: Courier) -> None:
    await desk.database.write(lambda tx: tx.conn.execute(update(record).values(version=2)))
    await desk.queue("card", Parcel(100, "old", delivery=DeliveryMark(person_id=1, record_id=1, version=1)))
    desk.parcels["redraw:1:late:2"] = [
        Parcel(100, "new", edit_message_id=1, delivery=DeliveryMark(person_id=1, record_id=1, version=2))
    ]
    await courier.drain()
    assert [(sent["method"], sent["text"]) for sent in desk.api.sent] == [
        ("sendMessage", "old"),
        ("editMessageText", "new"),
    ]


async def test_files_are_sent_with_their_names(desk: Desk, courier: Courier, tmp_path: Path) -> None:
    (tmp_path / "ab12").write_bytes(b"\xff\xd8\xff picture")
    await desk.queue("photo", Parcel(100, "look", photo=tmp_path / "ab12", file_name="label.jpg"))
    await desk.queue("document", Parcel(100, "read", document=tmp_path / "ab12", file_name="报告.pdf"))
    await courier.drain()
    photo, document = desk.api.sent
    assert photo["photo"].filename == "label.jpg"
    assert (document["document"].filename, document["caption"]) == ("报告.pdf", "read")


async def test_what_is_out_of_date_is_not_sent(desk: Desk, courier: Courier) -> None:
    await desk.queue("stale", params={"gone": True})
    await courier.drain()
    assert (desk.texts, await desk.state("stale")) == ([], "superseded")


async def test_a_redraw_of_what_it_shows_already_is_a_success(desk: Desk, courier: Courier) -> None:
    desk.api.fail("editMessageText", Trouble(400, "Bad Request: message is not modified: specified new message …"))
    await desk.queue("redraw", Parcel(100, "same", edit_message_id=7))
    await courier.drain()
    assert await desk.state("redraw") == "sent"


async def test_a_message_that_is_gone_is_sent_afresh(desk: Desk, courier: Courier) -> None:
    mark = DeliveryMark(person_id=1, record_id=1, version=1)
    await desk.queue("first", Parcel(100, "first", delivery=mark))
    await courier.drain()
    desk.api.fail("editMessageText", Trouble(400, "Bad Request: message to edit not found"))
    await desk.queue("redraw", Parcel(100, "fresh", edit_message_id=1, delivery=mark))
    await courier.drain()
    assert desk.texts == ["first", "fresh"]
    shown = await desk.database.read(lambda tx: tx.conn.execute(select(delivery).order_by(delivery.c.id)).all())
    assert [(row.message_id, row.open) for row in shown] == [(1, False), (2, True)]


async def test_broken_markup_goes_out_as_plain_text_once(desk: Desk, courier: Courier) -> None:
    desk.api.fail("sendMessage", Trouble(400, "Bad Request: can't parse entities: unclosed start tag"))
    await desk.queue("card", Parcel(100, "<b>5 &lt; 6"))
    await courier.drain()
    [sent] = desk.api.sent
    assert (sent["text"], "parse_mode" in sent) == ("5 < 6", False)


async def test_a_moved_group_is_followed(desk: Desk, courier: Courier) -> None:
    parameters = {"migrate_to_chat_id": -1005}
    desk.api.fail("sendMessage", Trouble(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters))
    await desk.queue("a", person_id=None, chat_id=-5)
    await courier.drain()
    assert [int(sent["chat_id"]) for sent in desk.api.sent] == [-1005]
    assert (await desk.row("a")).chat_id == -1005


@pytest.mark.parametrize(
    "trouble", [Trouble(403, "Forbidden: bot was blocked by the user"), Trouble(400, "Bad Request: chat not found")]
)
async def test_who_takes_no_messages_is_noted_and_reported(desk: Desk, courier: Courier, trouble: Trouble) -> None:
    desk.api.fail("sendMessage", trouble)
    await desk.queue("a")
    await desk.queue("b")
    await courier.drain()
    assert [await desk.state(key) for key in "ab"] == ["dead", "dead"]
    assert desk.unreachable == [1, 1]
    assert len(desk.api.called("sendMessage")) == 1


async def test_what_can_never_be_sent_is_dead(desk: Desk, courier: Courier) -> None:
    desk.api.fail("sendMessage", Trouble(400, "Bad Request: BUTTON_DATA_INVALID"))
    await desk.queue("a")
    await desk.queue("b")
    await courier.drain()
    assert [await desk.state(key) for key in "ab"] == ["dead", "sent"]
    assert "Button_data_invalid" in (await desk.row("a")).error


async def test_a_pause_is_kept_by_all_and_over_a_restart(desk: Desk, new_courier: Callable[[], Courier]) -> None:
    desk.api.fail("sendMessage", Trouble(429, "Too Many Requests: retry after 30", {"retry_after": 30}))
    await desk.queue("a")
    await new_courier().drain()
    await desk.queue("b", person_id=2)
    await new_courier().drain()
    assert desk.texts == []
    desk.clock.advance(seconds=31)
    await new_courier().drain()
    assert sorted(desk.texts) == ["a", "b"]


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(cut=True, executed=True),
        Trouble(502, body="<html>Bad Gateway</html>", executed=True),
        Trouble(500, executed=True),
        Trouble(200, body='{"ok": true, "resu', executed=True),
    ],
)
async def test_what_may_have_arrived_is_marked_as_a_repeat(desk: Desk, courier: Courier, trouble: Trouble) -> None:
    desk.api.fail("sendMessage", trouble)
    await desk.queue("a")
    await courier.drain()
    assert await desk.state("a") == "queued"
    desk.clock.advance(seconds=2)
    await courier.drain()
    assert desk.texts == ["a", "a · may be a repeat"]


async def test_an_edit_leaves_no_doubt(desk: Desk, courier: Courier) -> None:
    desk.api.fail("editMessageText", Trouble(500, executed=True))
    await desk.queue("redraw", Parcel(100, "x", edit_message_id=7))
    await courier.drain()
    desk.clock.advance(seconds=2)
    await courier.drain()
    assert (await desk.row("redraw")).params == {}
    assert await desk.state("redraw") == "sent"


async def test_a_dead_line_is_waited_out_without_doubt(desk: Desk, courier: Courier, base: str) -> None:
    await courier.drain()
    await desk.api.stop()
    await desk.queue("a")
    await courier.drain()
    row = await desk.row("a")
    assert (row.state, row.params) == ("queued", {})
    assert row.not_before > desk.clock.now()
    await desk.api.start()  # for the fixture to stop


async def test_a_message_to_two_accounts_is_not_repeated_where_it_arrived(desk: Desk, courier: Courier) -> None:
    second = insert(account).values(telegram_id=101, person_id=1, linked_at=desk.clock.now() + timedelta(seconds=1))
    await desk.database.write(lambda tx: tx.conn.execute(second))
    await desk.queue("a")
    desk.api.fail("sendMessage", Trouble(500, executed=False), Trouble(500, executed=False))
    await courier.drain()
    for _ in range(2):
        desk.clock.advance(minutes=1)
        await courier.drain()
    assert [int(sent["chat_id"]) for sent in desk.api.sent] == [100, 101]
    assert await desk.state("a") == "sent"


async def test_one_blocked_account_does_not_spoil_the_other(desk: Desk, courier: Courier) -> None:
    second = insert(account).values(telegram_id=101, person_id=1, linked_at=desk.clock.now() + timedelta(seconds=1))
    await desk.database.write(lambda tx: tx.conn.execute(second))
    desk.api.fail("sendMessage", Trouble(403, "Forbidden: user is deactivated"))
    await desk.queue("a")
    await courier.drain()
    assert (desk.texts, await desk.state("a")) == (["a"], "sent")


async def test_a_refused_token_stops_the_courier_and_keeps_the_rows(
    desk: Desk, new_courier: Callable[[], Courier]
) -> None:
    courier = new_courier()
    desk.api.fail("sendMessage", Trouble(401, "Unauthorized"))
    await desk.queue("a")
    await courier.run()
    assert courier.is_token_refused
    assert await desk.state("a") == "queued"
    await new_courier().drain()
    assert desk.texts == ["a"]


async def test_what_was_on_its_way_at_a_crash_is_sent_again_with_a_mark(
    desk: Desk, new_courier: Callable[[], Courier]
) -> None:
    await desk.queue("a")
    await desk.database.write(outbox.claim, 1)
    await new_courier().drain()
    assert desk.texts == ["a · may be a repeat"]


async def test_who_has_no_account_is_reported(desk: Desk, courier: Courier) -> None:
    def leave(tx: Tx) -> None:
        tx.conn.execute(update(account).values(blocked_at=tx.now))

    await desk.database.write(leave)
    await desk.queue("a")
    await courier.drain()
    assert (await desk.state("a"), desk.unreachable) == ("dead", [1])


async def test_what_cannot_be_rendered_is_given_up_after_a_while(desk: Desk, courier: Courier) -> None:
    desk.broken = True
    await desk.queue("a")
    for _ in range(5):
        await courier.drain()
        desk.clock.advance(minutes=10)
    assert await desk.state("a") == "dead"
    assert "no such text" in (await desk.row("a")).error


async def test_stopping_lets_what_is_on_its_way_through(desk: Desk, courier: Courier) -> None:
    async with running(courier.run()) as [run]:
        await desk.queue("a")
        await until(lambda: bool(desk.api.called("sendMessage")))
        await courier.stop()
        await run
        await desk.queue("b")
    assert [await desk.state(key) for key in "ab"] == ["sent", "queued"]


async def test_a_row_that_cannot_be_looked_into_is_queued_again(
    desk: Desk, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = sqlite3.OperationalError("disk I/O error")
    broken.sqlite_errorname = "SQLITE_IOERR_READ"
    chats_of, failures = outbox.chats_of, [OperationalError("SELECT", None, broken)] * 2

    def fail_first(tx: Tx, person_id: int) -> list[int]:
        if failures:
            raise failures.pop()
        return chats_of(tx, person_id)

    monkeypatch.setattr(outbox, "chats_of", fail_first)
    await desk.queue("hello")
    await courier.drain()
    assert desk.texts == ["hello"]
    assert (await desk.row("hello")).state == "sent"


async def test_a_fault_of_ours_neither_holds_up_what_comes_after_nor_repeats_for_ever(
    desk: Desk, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("no such delivery")

    mark = DeliveryMark(1, 1, 1)
    await desk.queue("card", Parcel(100, "card", delivery=mark))
    await desk.queue("next")
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "mark", broken)
        await courier.drain()
        assert desk.texts == ["card", "next"]
        assert (await desk.row("card")).params["repeat"] == 1
        for _ in range(3):
            desk.clock.advance(minutes=6)
            await courier.drain()
    assert (desk.texts.count("card"), await desk.state("card")) == (3, "dead")


async def test_an_outage_between_two_accounts_repeats_neither(
    desk: Desk, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = insert(account).values(telegram_id=101, person_id=1, linked_at=desk.clock.now() + timedelta(seconds=1))
    await desk.database.write(lambda tx: tx.conn.execute(second))
    await desk.queue("a")
    asked, paused_until = [], outbox.paused_until

    def gone_once(tx: Tx) -> datetime | None:
        asked.append(1)
        if len(asked) == 3:  # once for the claim, then for each account
            raise OperationalError("SELECT", None, OSError("gone"), connection_invalidated=True)
        return paused_until(tx)

    monkeypatch.setattr(outbox, "paused_until", gone_once)
    await courier.drain()
    await courier.drain()
    assert (len(asked) > 3, desk.texts, await desk.state("a")) == (True, ["a", "a"], "sent")
