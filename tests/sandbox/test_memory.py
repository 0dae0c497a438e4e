"""What outlives a restart: people, chats, files, unanswered presses, unfetched updates, the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import SECRET, TOKEN
from tests.sandbox.pictures import picture

BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Sandbox, Bot, Player]]:
    sandbox = Sandbox(
        clock=SandboxClock(),
        tokens=[TOKEN],
        secret=SECRET,
        files_dir=folder / "files",
        state_path=folder / "state.json",
    )
    sandbox.add_person(Person(1001, "李伟"))
    await sandbox.start()
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.base_url))
    async with Player(sandbox.base_url, SECRET) as player:
        yield sandbox, Bot(TOKEN, session=session), player
    await session.close()
    await sandbox.stop()


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as (sandbox, bot, player):
        li = player.person(1001)
        await player.add_person(7007, "Guest")
        await li.start()
        await li.send_photo(picture(400, 300))
        await bot.send_message(li.id, "<b>card</b>", parse_mode="HTML", reply_markup=BUTTON)
        press = (await li.tap("Yes"))["callback_id"]
        await player.clock(advance="10s")
        before, version, now = await li.messages(), sandbox.world.version, sandbox.clock.now()
    async with running(tmp_path) as (sandbox, bot, player):
        li = player.person(1001)
        assert await li.messages() == before
        assert sandbox.world.version >= version
        assert sandbox.clock.now() >= now
        assert {person["id"] for person in await player.people()} == {1001, 7007}
        assert len(await player.download(before[1]["media"][0]["url"])) == before[1]["media"][0]["size"]
        updates = await bot.get_updates()
        assert [update.event_type for update in updates] == ["message", "message", "callback_query"]
        assert await bot.answer_callback_query(press, "welcome back")
        sent = await bot.send_message(li.id, "next")
        assert sent.message_id == 4


async def test_changes_are_saved_soon_without_being_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.store.DEBOUNCE", 0.01)
    path = tmp_path / "state.json"
    async with running(tmp_path) as (_, _, player):
        await player.person(1001).say("remember me")
        async with asyncio.timeout(30):
            # A save may have begun before that was said; a file has no event to wait for.
            while not (path.is_file() and "remember me" in path.read_text("utf-8")):  # noqa: ASYNC110  # see above
                await asyncio.sleep(0.01)


async def test_a_state_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"format": 99}')
    with pytest.raises(ValueError, match="another version"):
        Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret=SECRET).load(tmp_path / "state.json")


def test_the_clock_comes_back_with_its_offset(tmp_path: Path) -> None:
    clock = SandboxClock()
    clock.advance(timedelta(days=3))
    Sandbox(clock=clock, tokens=[TOKEN], secret=SECRET).save(tmp_path / "state.json")
    fresh = SandboxClock()
    assert Sandbox(clock=fresh, tokens=[TOKEN], secret=SECRET).load(tmp_path / "state.json")
    assert fresh.offset == timedelta(days=3)
