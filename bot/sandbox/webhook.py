"""Delivery by webhook: each update again and again until it is taken or has expired.

Those of one chat come one after the other, those of different chats side by side, as many at once as the bot allows.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.sandbox.calls import Desk
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Faults
from bot.sandbox.lent import lend
from bot.sandbox.model import BotAccount, Json
from bot.sandbox.params import Params
from bot.sandbox.updates import Update, UpdateQueue
from bot.sandbox.world import World

log = logging.getLogger(__name__)

TIMEOUT = ClientTimeout(total=60)
MAX_DELAY = 60.0
MAX_RETRY_AFTER = 3600.0
IDLE = 30.0
GONE = 410
MIXED = 100
NEVER_EXECUTED = ("get", "setwebhook", "deletewebhook")


def next_delay(failures: int, retry_after: float) -> float:
    """Seconds before the next try: at once, then 2, 4, 8 ... up to a minute, or what the bot asked for."""
    if retry_after > 0:
        return min(retry_after, MAX_RETRY_AFTER)
    return 0.0 if failures <= 1 else min(2.0 ** (failures - 1), MAX_DELAY)


def lane_of(update: Update) -> str:
    """Presses do not wait for the messages of their chat, nor these for them."""
    body = update.body
    return f"chat {body['chat']['id']}" if "chat" in body else f"person {body['from']['id']}"


async def rest(queue: UpdateQueue, seconds: float) -> None:
    """Before the next try, in real time; setWebhook and deleteWebhook end it."""
    await queue.change_of_webhook(seconds)


class Webhooks:
    """One task looks after every bot that has a webhook; it is woken by updates and by setWebhook.

    `rest` is how it waits before a repeated try, so that a test need not.
    """

    def __init__(self, world: World, desk: Desk, faults: Faults) -> None:
        self.world = world
        self.desk = desk
        self.faults = faults
        self.rest = rest
        self._task: asyncio.Task[None] | None = None
        self._workers: dict[int, asyncio.Task[None]] = {}

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="sandbox-webhooks")

    async def stop(self) -> None:
        tasks = [*self._workers.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        """Have a worker for each bot with a webhook. Changes of settings bump the world and so wake this."""
        while True:
            for bot in self.world.bots.values():
                worker = self._workers.get(bot.id)
                if bot.webhook.get("url") and (worker is None or worker.done()):
                    self._workers[bot.id] = worker = asyncio.create_task(self._deliver(bot), name=f"webhook-{bot.id}")
                    worker.add_done_callback(lambda _: self.world.bump())  # another may be wanted already
            await self._change()

    async def _change(self) -> None:
        seen = self.world.version
        await self.world.signal.until(lambda: self.world.version != seen, IDLE)

    async def _deliver(self, bot: BotAccount) -> None:
        """Give each chat that has something a lane, as many at a time as the bot allows."""
        queue, lanes = self.world.queues[bot.id], dict[str, asyncio.Task[None]]()
        connections = TCPConnector(limit=0)
        async with ClientSession(timeout=TIMEOUT, connector=connections) as session, asyncio.TaskGroup() as group:
            while bot.webhook.get("url") or lanes:
                for name in self._waiting(queue):
                    if name not in lanes and len(lanes) < bot.webhook.get("max_connections", 0):
                        lanes[name] = lane = group.create_task(self._walk(session, bot, name), name=f"webhook-{name}")
                        lane.add_done_callback(lambda _: queue.look_again())
                await queue.arrival(IDLE)
                lanes = {name: lane for name, lane in lanes.items() if not lane.done()}

    def _waiting(self, queue: UpdateQueue) -> dict[str, list[Update]]:
        """What waits, by lane; the longest waiting first."""
        found: dict[str, list[Update]] = {}
        for update in queue.ready(self.world.clock.now().timestamp()):
            found.setdefault(lane_of(update), []).append(update)
        return found

    async def _walk(self, session: ClientSession, bot: BotAccount, name: str) -> None:
        """Deliver what waits in a lane, one update after the other, each until it is taken or has expired."""
        queue, failures = self.world.queues[bot.id], 0
        while (url := bot.webhook.get("url")) and (waiting := self._waiting(queue).get(name)):
            taken, retry_after = await self._round(session, bot, waiting)
            if taken or bot.webhook.get("url") != url:
                failures = 0
                continue
            failures += 1
            if not self._given_up(bot):
                await self.rest(queue, next_delay(failures, retry_after))

    async def _round(self, session: ClientSession, bot: BotAccount, waiting: list[Update]) -> tuple[bool, float]:
        """Deliver the next update, or those that trouble mixes up. Whether all were taken, and what to wait."""
        queue = self.world.queues[bot.id]
        shown = [update.shown() for update in waiting[:MIXED]]
        trouble = self.faults.take_for(shown)
        for body in trouble.disturb(shown) if trouble else shown[:1]:
            taken, retry_after = await self._post(session, bot, body)
            if not taken:
                return False, retry_after
            queue.drop(body["update_id"])
            self.world.mark_seen(bot.id, body)
        return True, 0.0

    def _given_up(self, bot: BotAccount) -> bool:
        """Who answers 410 Gone for 23 hours has no webhook any more."""
        since = bot.webhook.get("gone_since")
        window = self.world.settings.webhook_gone.total_seconds()
        if since is None or self.world.clock.timestamp() - since < window:
            return False
        bot.webhook = {}
        self.world.queues[bot.id].rearrange()
        self.world.bump()
        return True

    async def _post(self, session: ClientSession, bot: BotAccount, update: Json) -> tuple[bool, float]:
        """Whether the bot took it, and the seconds it asked to be left alone."""
        if not bot.webhook.get("url"):
            return False, 0.0
        headers = {"X-Telegram-Bot-Api-Secret-Token": bot.webhook["secret"]} if bot.webhook.get("secret") else {}
        try:
            async with session.post(bot.webhook["url"], json=lend(update, bot.id), headers=headers) as response:
                if 200 <= response.status < 300:
                    self._note_gone(bot, gone=False)
                    await self._execute(bot, await response.text())
                    return True, 0.0
                self._failed(bot, f"Wrong response from the webhook: {response.status} {response.reason}")
                self._note_gone(bot, gone=response.status == GONE)
                return False, _seconds(response.headers.get("Retry-After"))
        except (ClientError, TimeoutError, OSError) as error:
            self._failed(bot, f"Connection failed: {type(error).__name__}")
            return False, 0.0

    def _note_gone(self, bot: BotAccount, *, gone: bool) -> None:
        """Replaced, not mutated: a thread may be writing the state."""
        kept = {key: value for key, value in bot.webhook.items() if key != "gone_since"}
        since = bot.webhook.get("gone_since", self.world.clock.timestamp())
        bot.webhook = {**kept, "gone_since": since} if gone else kept

    def _failed(self, bot: BotAccount, text: str) -> None:
        bot.webhook = {
            **bot.webhook,
            "last_error_date": self.world.clock.timestamp(),
            "last_error_message": text,
        }

    async def _execute(self, bot: BotAccount, text: str) -> None:
        """An answer that names a method is carried out; nobody hears of its result."""
        body = _call(text)
        if body is None:
            return
        with suppress(ApiError):
            await self.desk.execute(bot, self.desk.name_of(str(body.pop("method"))), Params(body))


def _call(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text or "null")
    except json.JSONDecodeError:
        return None
    if not isinstance(body, dict) or str(body.get("method", "get")).lower().startswith(NEVER_EXECUTED):
        return None
    return body


def _seconds(raw: str | None) -> float:
    try:
        return float(raw or 0)
    except ValueError:
        return 0.0
