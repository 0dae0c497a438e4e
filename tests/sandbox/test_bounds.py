"""Nothing that the sandbox remembers grows without bound."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sandbox import flood, log
from bot.sandbox.calls import KEPT as KEPT_VIOLATIONS
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import KEPT as KEPT_FAULTS
from bot.sandbox.faults import Fault
from bot.sandbox.files import ROUND
from bot.sandbox.model import Person
from bot.sandbox.params import Params
from bot.sandbox.presses import KEPT as KEPT_PRESSES
from bot.sandbox.server import Sandbox, Settings
from bot.sandbox.world import MAX_NOTICES

LI = Person(1001, "Li Wei")
BUTTON = '{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}'


@pytest.fixture
def sandbox() -> Sandbox:
    """Not started: no HTTP is needed here."""
    clock = SandboxClock()
    clock.freeze(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    settings = Settings(kept_messages=10, kept_updates=10, kept_bytes=1000)
    sandbox = Sandbox(clock=clock, tokens=["42:x"], secret="secret", settings=settings)
    sandbox.add_person(LI)
    return sandbox


async def test_of_a_chat_the_newest_messages_are_kept(sandbox: Sandbox) -> None:
    chat = sandbox.people.chat(LI)
    for number in range(25):
        sandbox.people.say(LI, chat, str(number))
    assert [message.content["text"] for message in chat.messages.values()] == [str(n) for n in range(15, 25)]
    assert chat.last_message_id == 25


async def test_of_updates_that_nobody_fetches_the_newest_are_kept(sandbox: Sandbox) -> None:
    chat = sandbox.people.chat(LI)
    for number in range(100):
        sandbox.people.say(LI, chat, str(number))
    pending = sandbox.world.queues[42].pending
    assert len(pending) <= 10
    assert pending[-1].body["text"] == "99"


async def test_the_oldest_files_make_way(sandbox: Sandbox) -> None:
    files = sandbox.world.files
    first = await files.add("document", bytes(100))
    for _ in range(2 * ROUND - 1):
        last = await files.add("document", bytes(100))
    assert sum(record.size for record in files.records.values()) <= 1000
    assert (await files.read(first), await files.read(last)) == (None, bytes(100))
    assert files.by_id(first.file_id) is None


async def test_presses_and_their_answers_are_forgotten(sandbox: Sandbox) -> None:
    bot, chat = sandbox.world.bots[42], sandbox.people.chat(LI)
    sandbox.people.say(LI, chat, "/start")
    params = Params({"chat_id": 1001, "text": "?", "reply_markup": BUTTON})
    sent = await sandbox.desk.execute(bot, "sendMessage", params)
    message = sandbox.people.message(chat, sent["message_id"])
    for _ in range(KEPT_PRESSES + 5):
        query = sandbox.people.press(LI, chat, message, "y")["callback_id"]
        await sandbox.desk.execute(bot, "answerCallbackQuery", Params({"callback_query_id": query, "text": "ok"}))
    assert len(sandbox.world.presses) == KEPT_PRESSES
    assert len(sandbox.world.notices) == MAX_NOTICES


async def test_used_up_trouble_is_forgotten_and_what_is_left_is_not(sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault("getMe", "500"))
    for _ in range(KEPT_FAULTS + 50):
        sandbox.faults.add(Fault("sendMessage", "500"))
        assert sandbox.faults.take("sendMessage", "1")
    assert len(sandbox.faults.script) <= KEPT_FAULTS + 2
    assert sandbox.faults.take("getMe", "")


async def test_violations_calls_and_limits_are_bounded(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = sandbox.world.bots[42]
    for _ in range(KEPT_VIOLATIONS + 5):
        with pytest.raises(ApiError):
            await sandbox.desk.execute(bot, "sendGame", Params({}))
    assert len(sandbox.violations) == KEPT_VIOLATIONS
    monkeypatch.setattr(flood, "KEPT", 20)
    limits = flood.Flood()
    for number in range(100):
        limits.check(42, str(number), float(number))
    assert len(limits._sent) <= 20
    assert sandbox.calls.entries.maxlen == log.KEPT
