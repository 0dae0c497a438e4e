"""getUpdates and the webhook's settings."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.sandbox.errors import POLL_ENDED_BY_WEBHOOK, POLL_WHILE_WEBHOOK, bad_request, conflict
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.model import Json
from bot.sandbox.urls import split_url

MAX_TIMEOUT = 50
MAX_LIMIT = 100
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def remember_allowed(call: Call) -> None:
    allowed = call.params.json("allowed_updates", "can't parse allowed updates JSON object")
    if isinstance(allowed, list):
        call.queue.allowed = [str(kind) for kind in allowed] or None


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    if call.bot.webhook.get("url"):
        raise conflict(POLL_WHILE_WEBHOOK)
    remember_allowed(call)
    queue, offset = call.queue, call.params.integer("offset")
    limit = min(max(call.params.integer("limit", MAX_LIMIT), 1), MAX_LIMIT)
    queue.confirm(offset)
    call.world.signal.fire()  # somebody may wait for the last one to be fetched
    if not _ready(call):
        await queue.wait(_timeout(call, offset))
    found = _ready(call)[:limit]
    for update in found:
        call.world.mark_seen(call.bot.id, update)
    queue.last_offset, queue.last_answer = offset, asyncio.get_running_loop().time()
    return found


def _ready(call: Call) -> list[Json]:
    return [update.shown() for update in call.queue.ready(call.world.clock.now().timestamp())]


def _timeout(call: Call, offset: int) -> float:
    """Seconds to wait. Who asks for the same again within moments is held, so that it does not spin."""
    timeout = min(max(call.params.integer("timeout"), 0), MAX_TIMEOUT)
    hold = call.world.settings.repeat_hold
    since = asyncio.get_running_loop().time() - call.queue.last_answer
    repeated = call.queue.last_offset == offset and since < hold
    return max(timeout, hold) if repeated else timeout


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    url, secret = call.params.text("url"), call.params.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if url and (split_url(url).scheme not in {"http", "https"} or not split_url(url).hostname):
        raise bad_request("bad webhook: invalid webhook URL specified")
    remember_allowed(call)
    if call.params.flag("drop_pending_updates"):
        call.queue.clear()
    connections = min(max(call.params.integer("max_connections") or 40, 1), 100)
    call.bot.webhook = {"url": url, "secret": secret, "max_connections": connections} if url else {}
    if url:
        call.queue.end_poll(conflict(POLL_ENDED_BY_WEBHOOK))
    call.queue.rearrange()
    call.world.bump()
    return True


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    if call.params.flag("drop_pending_updates"):
        call.queue.clear()
    call.bot.webhook = {}
    call.queue.rearrange()
    call.world.bump()
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Json:
    webhook = call.bot.webhook
    info: dict[str, Any] = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(_ready(call)),
    }
    optional = ("max_connections", "last_error_date", "last_error_message")
    info |= {key: webhook[key] for key in optional if key in webhook}
    return info | ({"allowed_updates": call.queue.allowed} if call.queue.allowed else {})
