"""The composition root: every part of the running bot, put together once."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.fsm.storage.base import BaseEventIsolation

from bot.clock import Clock
from bot.desk import rules, staff
from bot.desk.desk import Desk
from bot.desk.house import house_of as house_of  # from here too
from bot.dialogs import setup as dialogs
from bot.dialogs.sitting.windows import open_sitting
from bot.dialogs.tools import Tools
from bot.documents.proofs import Proofs
from bot.duties import Duties, Part
from bot.errors import StartError
from bot.handlers.exports import exports_router
from bot.handlers.forwarded import forwarded_router
from bot.handlers.limits import Gate, Pace
from bot.handlers.pages import menu_page
from bot.handlers.tool_card import tools_router
from bot.intake.claims import Claims
from bot.intake.client import ApiError, Client, ProxyUnreachable, Unreachable
from bot.intake.fetcher import Fetcher
from bot.intake.heart import Heart
from bot.intake.lanes import Lanes
from bot.intake.poller import Poller
from bot.intake.webhook import Keeper
from bot.logs import redact
from bot.night import Night
from bot.reminders.courier import Courier
from bot.reminders.courier_bot import make_sender
from bot.reminders.renderer import Desktop
from bot.reminders.ticks import A_MINUTE, AN_HOUR, Ticks
from bot.reminders.wall_clock import WallClock
from bot.settings import Settings
from bot.storage import replicas
from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.storage.files import FileStore
from bot.storage.inbox import InboxRow
from bot.storage.patience import write_surely
from bot.storage.startup import prepare_folder
from bot.storage.trouble import StorageError
from bot.telegram import assemble, build_bot, handler, publish_commands

if TYPE_CHECKING:
    from bot.port import Port
    from bot.storage.redis_shelf import RedisShelf

log = logging.getLogger(__name__)

QUIET_LOOKS = 3


class App:
    """The running bot. `open` it, `start` it, `stop` it; `settled` tells when it has nothing left to do."""

    def __init__(self, settings: Settings, clock: Clock, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.desk = Desk(database, clock, house_of(settings))
        self.proofs = Proofs(database, clock, self.desk.house, settings)
        self.bot: Bot = build_bot(settings)
        proxy = settings.proxy.get_secret_value() if settings.proxy else None
        token = settings.bot_token()
        self.client = Client(token, settings.api_base, proxy)
        self.tools = Tools(self.desk, self.client.whole, partial(menu_page, self.desk))
        self.wire = database.wire()
        self.shelf = self._shelf()
        self.state = DialogState(database, self.shelf)
        self.dispatcher = self._dispatcher()
        self.intake = self._intake()
        handle = handler(self.dispatcher, self.bot)
        self.port = self._port()
        self.lanes = Lanes(
            database,
            self.bot,
            self.port.timed(handle) if self.port else handle,
            on_quarantine=self._set_aside,
            claims=Claims(database, self.wire.name, self.state.forget) if self.wire else None,
        )
        sender = make_sender(token, settings.api_base, proxy)
        renderer = Desktop(self.desk.house)
        self.courier = Courier(
            database,
            sender,
            renderer,
            clock,
            spacing=settings.chat_spacing,
            on_unreachable=self.desk.unreachable,
            wire=self.wire,
        )
        self.files = FileStore(settings.data_dir / "files")
        self.fetcher = Fetcher(database, self.client, self.files)
        night = Night(settings, clock, database, self.desk.house, self.files)
        chores = ((night.look_at_disk, AN_HOUR), (night.copy_if_due, A_MINUTE))
        self.ticks = Ticks(database, self.desk.house, night, WallClock(self._telegrams_time), chores)
        self.heart = Heart(database, self.intake)
        self.duties = Duties(self.courier, self.ticks, (self.fetcher, self.intake, self.heart), self.wire)
        self._tasks: list[asyncio.Task[None]] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, settings: Settings, clock: Clock) -> App:
        """Check what can be checked and open the database. Raises StartError with the sentence that names the mend."""
        settings.bot_token()
        if settings.webhook_url:
            settings.secret_of_webhook()
        await asyncio.to_thread(prepare_folder, settings.data_dir)
        database = await Database.open(settings.url, clock, allow_network_share=settings.allow_network_share)
        return cls(settings, clock, database)

    def _dispatcher(self) -> Dispatcher:
        def install(dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
            tools = Tools(self.desk, self.client.whole, partial(menu_page, self.desk))
            self._later = tools.later  # windows still to be shown again
            dispatcher.include_routers(exports_router(self.proofs), forwarded_router(tools))
            dialogs.register(dispatcher, tools, isolation)
            dispatcher.include_router(tools_router(tools))

        gate = Gate(Pace(self.settings.updates_per_10s, timedelta(seconds=10)))
        return assemble(self.desk, self.settings.language, self.state, install, open_sitting, gate)

    def _intake(self) -> Poller | Keeper:
        if self.settings.webhook_url:
            secret = self.settings.secret_of_webhook()
            return Keeper(self.client, self.settings.webhook_url, secret, self.desk.clock)
        return Poller(self.database, self.client, on_conflict=self.desk.second_poller)

    def _shelf(self) -> RedisShelf | None:
        if self.settings.redis_url is None:
            return None
        from bot.storage.redis_shelf import RedisShelf

        return RedisShelf(self.settings.redis_url.get_secret_value())

    def _port(self) -> Port | None:
        if self.settings.listens_at is None:
            return None
        from bot.port import Port  # not before it is wanted: its libraries take their time

        return Port.of(self.settings, self.settings.listens_at, self.database, self.wire, self._is_alive)

    async def _telegrams_time(self) -> datetime | None:
        try:
            return await self.client.date()
        except Unreachable:
            return None

    async def _set_aside(self, row: InboxRow) -> None:
        await self.desk.set_aside(row.lane, row.id)

    async def start(self) -> None:
        """Begin to poll, handle, send and chase. Raises StartError if Telegram refuses the token or the proxy fails."""
        await self._check_token()
        await write_surely(self.database, rules.note_configuration, self.desk.house)
        parts: list[Part] = [self.lanes, self.duties, *([self.wire] if self.wire else [])]
        self._tasks = [asyncio.create_task(self._guarded(part.run()), name=type(part).__name__) for part in parts]
        if self.port:
            await self.port.start()
        await self._publish_commands()

    def _is_alive(self) -> bool:
        """Every part runs."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def _check_token(self) -> None:
        try:
            await self.client.call("getMe")
        except ApiError as error:
            if error.is_token_refused:
                raise StartError(
                    "The token was refused by Telegram: copy it anew from @BotFather into FIELDCLERK_TOKEN."
                ) from error
            log.warning("Telegram does not answer as it should yet (%s); trying again.", error)
        except ProxyUnreachable as error:
            raise StartError(
                f"The proxy did not let us through to Telegram ({error}): start it, or mend FIELDCLERK_PROXY.",
                may_pass=True,
            ) from error
        except Unreachable as error:
            log.warning("Telegram cannot be reached yet (%s); trying again.", error)

    async def _publish_commands(self) -> None:
        try:
            await publish_commands(self.bot, self.desk)
        except AiogramError as error:
            log.warning("Telegram did not take the command list (%s).", redact(str(error)))

    async def _guarded(self, run: Coroutine[Any, Any, None]) -> None:
        try:
            await run
        except Exception as error:  # noqa: BLE001 - whoever waits for `failed` gets it raised
            if not self.failed.done():
                self.failed.set_exception(error)

    @property
    def is_idle(self) -> bool:
        """Nothing waits to be handled, sent or fetched."""
        parts = (self.lanes, self.courier, self.fetcher, self._later)
        return all(part.is_idle for part in parts)

    async def settled(self) -> bool:
        """Wait until the bot has been idle for a few looks in a row."""
        quiet = 0
        while quiet < QUIET_LOOKS:
            await asyncio.sleep(0.005)
            quiet = quiet + 1 if self.is_idle else 0
        return True

    async def stop(self) -> None:
        """Take nothing more in, finish what is in hand, close."""
        if self.port:
            await self.port.stop()
        await self._end_parts()
        await self.dispatcher.emit_shutdown(bot=self.bot)
        await self.courier.close()
        await self.client.close()
        await self.bot.session.close()
        if self.shelf:
            await self.shelf.close()
        await self.database.close()
        if not self.failed.done():
            self.failed.cancel()

    async def _end_parts(self) -> None:
        await self.lanes.stop()
        for task in self._tasks:
            if task.get_name() == "Duties":
                task.cancel()
        ending = [task for task in self._tasks if task.get_name() != "Wire"]
        if ending:
            await asyncio.wait(ending, timeout=20)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.wire:
            with suppress(StorageError):
                await self.database.write(replicas.leave, self.wire.name)


def spare_the_collector() -> None:
    """What was imported stays: the collector need not look at it again and again. Once a process, after the start."""
    gc.collect()
    gc.freeze()
    gc.enable()


async def run_forever(settings: Settings, clock: Clock) -> None:
    """`fieldclerk run`: until it is told to end, or something fails for good."""
    app = await App.open(settings, clock)
    try:
        await app.start()
        spare_the_collector()
        code = await write_surely(app.database, staff.new_admin_code)
        if code:
            log.warning("No administrator yet. Send this one-time code to the bot to become the first: %s", code)
        await app.failed
    finally:
        await app.stop()
