"""Delivery by webhook: one update after the other, again and again until it is taken or has expired."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.calls import Desk
from bot.sandbox.errors import ApiError
from bot.sandbox.model import BotAccount
from bot.sandbox.params import Params
from bot.sandbox.updates import Update
from bot.sandbox.world import World

log = logging.getLogger(__name__)

TIMEOUT = ClientTimeout(total=60)
MAX_DELAY = 60.0
MAX_RETRY_AFTER = 3600.0
IDLE = 30.0
NEVER_EXECUTED = ("get", "setwebhook", "deletewebhook")


def next_delay(failures: int, retry_after: float) -> float:
    """Seconds before the next try: at once, then 2, 4, 8 ... up to a minute, or what the bot asked for."""
    if retry_after > 0:
        return min(retry_after, MAX_RETRY_AFTER)
    return 0.0 if failures <= 1 else min(2.0 ** (failures - 1), MAX_DELAY)


class Webhooks:
    """One task looks after every bot that has a webhook; it is woken by updates and by setWebhook."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world = world
        self.desk = desk
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
                    self._workers[bot.id] = asyncio.create_task(self._deliver(bot), name=f"webhook-{bot.id}")
            await self._change()

    async def _change(self) -> None:
        seen = self.world.version
        await self.world.signal.until(lambda: self.world.version != seen, IDLE)

    async def _deliver(self, bot: BotAccount) -> None:
        queue = self.world.queues[bot.id]
        failures = 0
        async with ClientSession(timeout=TIMEOUT) as session:
            while bot.webhook.get("url"):
                waiting = queue.ready(self.world.clock.now().timestamp())
                if not waiting:
                    await queue.arrival(IDLE)
                    continue
                taken, retry_after = await self._post(session, bot, waiting[0])
                if taken:
                    failures = 0
                    queue.drop(waiting[0])
                    self.world.mark_seen(bot.id, waiting[0].shown())
                else:
                    failures += 1
                    await asyncio.sleep(next_delay(failures, retry_after))

    async def _post(self, session: ClientSession, bot: BotAccount, update: Update) -> tuple[bool, float]:
        """Whether the bot took it, and the seconds it asked to be left alone."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": bot.webhook["secret"]} if bot.webhook.get("secret") else {}
        try:
            async with session.post(bot.webhook["url"], json=update.shown(), headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._execute(bot, await response.text())
                    return True, 0.0
                self._failed(bot, f"Wrong response from the webhook: {response.status} {response.reason}")
                return False, _seconds(response.headers.get("Retry-After"))
        except (ClientError, TimeoutError, OSError) as error:
            self._failed(bot, f"Connection failed: {type(error).__name__}")
            return False, 0.0

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
