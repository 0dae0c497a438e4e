"""Whether what reaches this process and what it shares with others can work: the webhook's secret, the port, Redis."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator

from bot.errors import StartError
from bot.settings import Settings
from bot.upkeep.finding import Finding, fault, ok, warning


async def reach(settings: Settings, *, runs: bool | None) -> list[Finding]:
    """runs: whether a bot does; None where that cannot be told from here."""
    return [*_secret(settings), *_port(settings, runs=runs), *await _redis(settings)]


def _secret(settings: Settings) -> Iterator[Finding]:
    if settings.webhook_url is None:
        return
    try:
        settings.secret_of_webhook()
    except StartError as error:
        yield fault("Webhook", "its secret is none", error.sentence)


def _port(settings: Settings, *, runs: bool | None) -> Iterator[Finding]:
    """A bot that runs has it; otherwise it must be free."""
    if settings.listens_at is None:
        return
    host, port = settings.listens_at
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and runs is not False:
            yield ok("Port", f"{host}:{port} is in use, by the bot if it runs here")
        else:
            yield fault(
                "Port", f"{host}:{port} cannot be had ({error.strerror})", "choose another for FIELDCLERK_HTTP_LISTEN."
            )
    else:
        yield ok("Port", f"{host}:{port} is free")


async def _redis(settings: Settings) -> list[Finding]:
    if settings.redis_url is None:
        return []
    from bot.storage.redis_shelf import RedisShelf

    shelf = RedisShelf(settings.redis_url.get_secret_value())
    try:
        if await shelf.answers():
            return [ok("Redis", "it answers")]
    finally:
        await shelf.close()
    mend = "start it, or mend FIELDCLERK_REDIS_URL; until then forms go on from their drafts."
    return [warning("Redis", "it does not answer", mend)]
