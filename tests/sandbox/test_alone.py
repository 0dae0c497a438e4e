"""The sandbox by itself, with sample people and as many bots as there are tokens, none of them written for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramUnauthorizedError
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Counter
from aiogram_dialog.widgets.text import Format
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.sandbox.alone import read_tokens, serve_alone
from bot.sandbox.client import Player

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE, BRUNO, CHEN, DINA, EVGENY = range(1001, 1006)


@asynccontextmanager
async def running(work: Coroutine[Any, Any, Any]) -> AsyncIterator[None]:
    """Something that runs until it is cancelled."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def polling(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    """Stopped, not cancelled: aiogram's own task would go on, and open the session anew."""
    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    try:
        yield
    finally:
        await dispatcher.stop_polling()
        await task


async def start(tokens: list[str] | None, told: Callable[[str], None]) -> None:
    await serve_alone(0, tokens, "secret", announce=told)


@asynccontextmanager
async def serving(tokens: list[str] | None) -> AsyncIterator[str]:
    """The address of a sandbox that lets these tokens in."""
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with running(start(tokens, told.set_result)):
        yield await asyncio.wait_for(told, 30)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url() -> AsyncIterator[str]:
    async with serving(None) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def player(url: str) -> AsyncIterator[Player]:
    async with Player(url, "secret") as player:
        yield player


def bot_of(url: str, token: str) -> Bot:
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))


async def say(player: Player, person: int, text: str, bot: str) -> None:
    await player.request("POST", f"/api/people/{person}/say", json={"text": text, "bot": bot})


async def heard(player: Player, person: int, bot: str, text: str) -> dict[str, Any]:
    """The message of this text in the person's chat with the bot, as soon as it is there."""
    version = 0
    async with asyncio.timeout(30):
        while True:
            query = f"since={version}&wait=1000&bot={bot}"
            found = await player.request("GET", f"/api/people/{person}/messages?{query}")
            for message in found:
                version = max(version, message["version"])
                if message["from"]["bot"] and text in message["text"]:
                    return dict(message)


async def test_every_token_is_a_bot_of_its_own(url: str, player: Player) -> None:
    one, two = bot_of(url, "11:a"), bot_of(url, "22:b")
    async with one.session, two.session:
        assert ((await one.me()).username, (await two.me()).username) == ("bot11_bot", "bot22_bot")
        assert [person["id"] for person in await player.people()] == [ALICE, BRUNO, CHEN, DINA, EVGENY]
        await say(player, CHEN, "/start", "bot11_bot")
        await one.send_message(CHEN, "from one")
        with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
            await two.send_message(CHEN, "from two")
        await say(player, CHEN, "hello two", "bot22_bot")
        await two.send_message(CHEN, "from two")
        assert await heard(player, CHEN, "bot11_bot", "from one")


async def test_only_the_tokens_that_are_named_are_let_in() -> None:
    async with serving(read_tokens(" 11:a, 22:b ,")) as url:
        known, stranger = bot_of(url, "22:b"), bot_of(url, "33:c")
        async with known.session, stranger.session:
            assert (await known.me()).id == 22
            with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
                await stranger.me()


@pytest.mark.parametrize(("listed", "why"), [("11:a,nonsense", "token 2 is none"), ("11:a,11:b", "name the same bot")])
async def test_what_is_no_list_of_tokens_is_told_without_the_tokens(listed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        read_tokens(listed)
    assert "nonsense" not in str(caught.value)
    assert read_tokens(" ") is None


async def test_an_echo_bot_written_in_aiogram(url: str, player: Player) -> None:
    dispatcher, bot = Dispatcher(), bot_of(url, "101:aiogram")

    @dispatcher.message(F.text)
    async def echo(message: Message) -> None:
        await message.reply(f"<b>{message.html_text}</b>", parse_mode="HTML")

    async with bot.session, polling(dispatcher, bot):
        await bot.me()
        await say(player, ALICE, "echo 你好", "bot101_bot")
        answer = await heard(player, ALICE, "bot101_bot", "echo")
    assert answer["html"] == "<b>echo 你好</b>"
    assert answer["reply_to"]["text"] == "echo 你好"


class Order(StatesGroup):
    quantity = State()


def counting() -> Dispatcher:
    router = Router()

    @router.message(CommandStart())
    async def begin(_: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Order.quantity, mode=StartMode.RESET_STACK)

    async def values(dialog_manager: DialogManager, **_: object) -> dict[str, object]:
        counter = dialog_manager.find("n")
        return {"n": counter.get_value() if counter else 0}

    dispatcher = Dispatcher()
    dispatcher.include_routers(
        router, Dialog(Window(Format("How many? {n:g}"), Counter("n"), state=Order.quantity, getter=values))
    )
    setup_dialogs(dispatcher)
    return dispatcher


async def test_a_bot_written_with_aiogram_dialog(url: str, player: Player) -> None:
    dispatcher, bot = counting(), bot_of(url, "102:dialog")
    async with bot.session, polling(dispatcher, bot):
        await bot.me()
        await say(player, BRUNO, "/start", "bot102_bot")
        window = await heard(player, BRUNO, "bot102_bot", "How many? 0")
        tap = {"text": "+", "message_id": window["id"], "bot": "bot102_bot"}
        await player.request("POST", f"/api/people/{BRUNO}/tap", json=tap)
        assert (await heard(player, BRUNO, "bot102_bot", "How many? 1"))["id"] == window["id"]


async def test_an_echo_bot_written_in_python_telegram_bot(url: str, player: Player) -> None:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message:
            await update.effective_message.reply_text(f"You said {update.effective_message.text}")

    application = (
        ApplicationBuilder()
        .token("103:ptb")
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .updater(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await say(player, DINA, "good morning", "bot103_bot")
        for update in await application.bot.get_updates(timeout=5):
            await application.process_update(update)
    assert await heard(player, DINA, "bot103_bot", "You said good morning")
