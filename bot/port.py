"""What this process serves over HTTP, put together where an address for it is set."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from bot.intake.callers import Callers, networks
from bot.intake.listener import Listener
from bot.intake.webhook import Endpoint
from bot.metrics import Handle, Metrics
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.wire import Wire


class Port:
    """`number` is the TCP port, once it listens."""

    def __init__(self, metrics: Metrics, listener: Listener) -> None:
        self._metrics = metrics
        self._listener = listener
        self.number = 0

    @classmethod
    def of(
        cls,
        settings: Settings,
        address: tuple[str, int],
        database: Database,
        wire: Wire | None,
        is_alive: Callable[[], bool],
    ) -> Port:
        """The port as the settings have it. Raises StartError for a webhook without a secret."""
        metrics = Metrics(database, lambda: wire is None or wire.epoch is not None, settings.data_dir)
        webhook = None
        if settings.webhook_url:
            bot_id = int(settings.bot_token().partition(":")[0])
            endpoint = Endpoint(database, bot_id, settings.secret_of_webhook(), _callers(settings))
            webhook = (urlsplit(settings.webhook_url).path, endpoint.take)
        return cls(metrics, Listener(database, address, is_alive, metrics.page, webhook))

    def timed(self, handle: Handle) -> Handle:
        """`handle`, counted."""
        return self._metrics.timed(handle)

    async def start(self) -> None:
        """Listen. Raises StartError when the port cannot be had."""
        self.number = await self._listener.start()

    async def stop(self) -> None:
        """Answer what has come, and no more."""
        await self._listener.stop()
        self._metrics.close()


def _callers(settings: Settings) -> Callers:
    return Callers(networks(settings.webhook_from), settings.webhook_behind)
