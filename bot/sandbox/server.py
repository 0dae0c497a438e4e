"""The sandbox as one object: the emulated Bot API, the people's side and the page on one loopback port."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from aiohttp import web

from bot.sandbox.api.acting import Acting
from bot.sandbox.api.common import Room, tell_errors
from bot.sandbox.api.control import Control
from bot.sandbox.api.reading import Reading
from bot.sandbox.body import MAX_BODY
from bot.sandbox.calls import Desk
from bot.sandbox.clock import SandboxClock
from bot.sandbox.door import Door
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.groups import Groups
from bot.sandbox.guard import guard
from bot.sandbox.hooks import Hooks
from bot.sandbox.log import CallLog
from bot.sandbox.model import Person
from bot.sandbox.people import People
from bot.sandbox.settings import Settings
from bot.sandbox.site import Site
from bot.sandbox.store import Saver, read, restore, snapshot, write
from bot.sandbox.webhook import Webhooks
from bot.sandbox.wire import BotApi
from bot.sandbox.world import World

__all__ = ["Hooks", "Person", "Sandbox", "Settings"]

SHUTDOWN_SECONDS = 1.0


class Sandbox:
    """`tokens` are the bots served; None serves every well-formed token as a bot of its own.

    `secret` is what writes to the people's side must show. `state_path` makes the state outlive the process,
    `files_dir` the uploads. `strict` refuses parameters that Telegram does not know.
    """

    def __init__(
        self,
        *,
        clock: SandboxClock,
        tokens: Sequence[str] | None,
        secret: str,
        hooks: Hooks | None = None,
        files_dir: Path | None = None,
        state_path: Path | None = None,
        settings: Settings | None = None,
        strict: bool = False,
        bot_name: str = "Fieldclerk",
        bot_username: str = "fieldclerk_bot",
    ) -> None:
        self.clock = clock
        self.secret = secret
        self.settings = settings or Settings()
        self.settings.strict = self.settings.strict or strict
        self.world = World(clock, self.settings, FileStore(files_dir))
        self.people = People(self.world)
        self.groups = Groups(self.world)
        self.faults = Faults()
        self.calls = CallLog()
        self.desk = Desk(self.world, None if tokens is None else list(tokens))
        self.hooks = hooks or Hooks()
        self.ready = False
        self.base_url = ""
        self._bot_names = (bot_username, bot_name)
        self._state_path = state_path
        self._extra: list[web.AbstractRouteDef] = []
        self._runner: web.AppRunner | None = None
        self.door = Door()
        self._saver = Saver(self.world, state_path) if state_path else None
        self.webhooks = Webhooks(self.world, self.desk, self.faults)
        self._name_bots()

    def _name_bots(self) -> None:
        """The first token is the bot that people talk to unless they say otherwise."""
        for place, token in enumerate(self.desk.tokens or []):
            username, name = self._bot_names if place == 0 else (None, None)
            known = self.world.bots.pop(int(token.partition(":")[0] or 0), None) if ":" in token else None
            bot = self.world.add_bot(token, username, name)
            if known:
                bot.commands, bot.profile = known.commands, known.profile
                bot.menu_button, bot.webhook = known.menu_button, known.webhook
                bot.name = known.profile.get("name|") or bot.name

    # People

    def add_person(self, person: Person) -> None:
        """Add, or change if the id is known."""
        if self.world.people.get(person.id) != person:
            self.world.people[person.id] = person
            self.world.announce({"type": "people"})

    update_person = add_person

    def add_group(self, title: str, member_ids: Iterable[int], chat_id: int | None = None) -> int:
        """The new group's chat id; every bot is in it. A known `chat_id` is left as it is."""
        if chat_id is not None and self.world.group(chat_id):
            return chat_id
        chat = self.world.add_group(title, member_ids, chat_id)
        self.groups.welcome_bots(chat)
        return chat.id

    @property
    def violations(self) -> list[str]:
        """Calls that Telegram would not know or the emulator has no answer for: a test should find none."""
        return list(self.desk.violations)

    def forgive(self) -> None:
        """Forget the violations: a test that provoked them."""
        self.desk.violations.clear()

    # Life

    def add_routes(self, routes: Iterable[web.AbstractRouteDef]) -> None:
        """Before `start`."""
        self._extra.extend(routes)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """The base URL. `GET /healthz` answers 503 until `ready` is set."""
        if self._state_path:
            self.load(self._state_path)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        self.base_url = f"http://{host}:{await self.door.open(self._runner, host, port)}"
        self.webhooks.start()
        if self._saver:
            self._saver.start()
        return self.base_url

    def _application(self) -> web.Application:
        room = Room(self.world, self.people, self.groups, self.clock, self.calls, self.faults, self.hooks)
        application = web.Application(middlewares=[guard(self.secret), tell_errors], client_max_size=MAX_BODY)
        api = BotApi(self.desk, self.faults, self.calls, self.door)
        for part in (api, Reading(room), Acting(room), Control(room)):
            application.add_routes(part.routes())
        application.add_routes([web.get("/healthz", self._health), *self._extra, *Site(self.secret).routes()])
        application.on_shutdown.append(self._send_home)
        return application

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok" if self.ready else "starting", status=200 if self.ready else 503)

    async def _send_home(self, _: web.Application) -> None:
        """Long polls and event streams would hold up the shutdown."""
        self.world.events.close()
        for queue in self.world.queues.values():
            queue.end_poll()

    async def stop(self) -> None:
        await self.webhooks.stop()
        await self.door.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        if self._saver:
            await self._saver.stop()

    # Memory

    def save(self, path: Path) -> None:
        write(path, snapshot(self.world))

    def load(self, path: Path) -> bool:
        """Tells whether there was a state. People already added stay. Raises ValueError for a damaged file."""
        state = read(path)
        if state is None:
            return False
        added = self.world.people
        restore(self.world, state)
        self.world.people |= added
        self._name_bots()
        return True
