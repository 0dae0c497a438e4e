"""Updates that Telegram brings by itself: each is committed before it is told that it arrived."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.errors import StartError
from bot.intake.callers import Callers
from bot.intake.client import ApiError, Client, Unreachable
from bot.intake.poller import KINDS, REFUSED
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.trouble import StorageError

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST = 2**20  # bytes; an update has a few thousand
CONNECTIONS = 40
LOOK = 15.0  # seconds between two looks whether Telegram still brings
RECENT = timedelta(minutes=2)  # it tries again within one


class Endpoint:
    """Any replica takes any update: which of them handles it is settled afterwards."""

    def __init__(self, database: Database, bot_id: int, secret: str, callers: Callers) -> None:
        self._database = database
        self._callers = callers
        self._bot_id = bot_id
        self._secret = secret.encode()

    async def take(self, request: web.Request) -> web.Response:
        """200 once the update is committed; 403 from elsewhere, 401 without the secret, 400 for what is no update, 503
        in an outage."""
        if not self._callers.lets_in(request):
            log.warning("Somebody from outside FIELDCLERK_WEBHOOK_FROM called the webhook.")
            return web.Response(status=403)
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.warning("Somebody without the secret called the webhook.")
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        try:
            await self._database.write(inbox.store, self._bot_id, [update])
        except StorageError as error:
            log.warning("An update cannot be stored, so it stays with Telegram (%s).", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response()


class Keeper:
    """Sees that Telegram brings its updates here, and goes on to; somebody may have told it otherwise."""

    def __init__(self, client: Client, url: str, secret: str, clock: Clock, *, look: float = LOOK) -> None:
        self._client = client
        self._clock = clock
        self._url = url
        self._secret = secret
        self._look = look
        self.answered_at: float | None = None  # time.monotonic() of the last look that found all well

    async def run(self) -> None:
        """Look again and again until cancelled. Raises StartError when the token is refused."""
        await self._try_to_set()
        while True:
            await self._try()
            await asyncio.sleep(self._look)

    async def _try(self) -> None:
        try:
            found = await self._client.call("getWebhookInfo")
            if found.get("url") != self._url:
                log.warning("Telegram brought its updates elsewhere; it is told our address again.")
                await self._set()
            if _cannot_deliver(found, self._clock.now()):
                log.warning("Telegram cannot bring its updates (%s).", found.get("last_error_message"))
            else:
                self.answered_at = time.monotonic()
        except ApiError as error:
            _refused(error)
        except Unreachable as error:
            log.warning("Telegram cannot be reached (%s).", error)

    async def _try_to_set(self) -> None:
        """Even if the address is right: the secret may be a new one."""
        try:
            await self._set()
        except ApiError as error:
            _refused(error)
        except Unreachable as error:
            log.warning("Telegram cannot be reached (%s).", error)

    async def _set(self) -> None:
        await self._client.call(
            "setWebhook",
            {
                "url": self._url,
                "secret_token": self._secret,
                "max_connections": CONNECTIONS,
                "allowed_updates": KINDS,
            },
        )


def _cannot_deliver(found: Mapping[str, Any], now: datetime) -> bool:
    """Whether updates wait at Telegram because the way from there to us is broken: what is pressed now is lost."""
    failed_at = datetime.fromtimestamp(float(found.get("last_error_date") or 0), UTC)
    return bool(found.get("pending_update_count")) and now - failed_at < RECENT


def _refused(error: ApiError) -> None:
    if error.is_token_refused:
        raise StartError(REFUSED) from error
    log.warning("Telegram refused the webhook (%s).", error)
