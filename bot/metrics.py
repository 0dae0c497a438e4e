"""Figures for Prometheus: what this process did, and how the tables stand. No label names a person or a chat."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from aiogram.types import Update
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.storage.database import Database
from bot.storage.gauges import gauges
from bot.storage.trouble import StorageError

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
GAUGES = {
    "inbox_waiting": "Updates that wait to be handled",
    "inbox_set_aside": "Updates that could not be handled and were set aside",
    "outbox_due": "Messages that should be sent by now",
    "outbox_oldest": "Seconds for which the oldest message waits that was due, or was tried in vain",
    "outbox_sending": "Messages on their way",
    "outbox_dead": "Messages that can never be delivered",
    "accounts_blocked": "Accounts that have blocked the bot",
    "work_open": "Work items that are owed",
    "work_overdue": "Those of them past their deadline",
    "heartbeat_age": "Seconds since updates last came in as they should",
    "replicas": "Processes that share the database and live",
}

Handle = Callable[[Update], Awaitable[str]]


class Metrics:
    """folder: where evidence and copies are kept."""

    def __init__(self, database: Database, is_leader: Callable[[], bool], folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._is_leader = is_leader
        self._registry = CollectorRegistry()
        self._updates = Counter(
            "fieldclerk_updates",
            "Updates by outcome; unknown: a press on no button that there is",
            ["outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "fieldclerk_update_seconds", "How long an update took", buckets=BUCKETS, registry=self._registry
        )
        self._leader = Gauge("fieldclerk_leader", "1 in the process that polls and sends", registry=self._registry)
        self._database_up = Gauge("fieldclerk_database_up", "1 when it answers", registry=self._registry)
        self._disk = Gauge("fieldclerk_disk_bytes", "The disk of the data folder", ["is"], registry=self._registry)
        self._gauges = {
            name: Gauge(f"fieldclerk_{name}", what, registry=self._registry) for name, what in GAUGES.items()
        }
        self._errors = Errors(self._registry)
        logging.getLogger().addHandler(self._errors)

    def timed(self, handle: Handle) -> Handle:
        """`handle`, counted."""

        async def counted(update: Update) -> str:
            began, outcome = time.perf_counter(), "failed"
            try:
                outcome = await handle(update)
                return outcome
            finally:
                self._updates.labels(outcome).inc()
                self._seconds.observe(time.perf_counter() - began)

        return counted

    async def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        self._leader.set(self._is_leader())
        self._measure_disk()
        try:
            found = asdict(await self._database.read(gauges))
        except StorageError:
            self._database_up.set(0)
        else:
            self._database_up.set(1)
            for name, gauge in self._gauges.items():
                gauge.set(float("nan") if found[name] is None else found[name])
        return generate_latest(self._registry)

    def _measure_disk(self) -> None:
        try:
            usage = shutil.disk_usage(self._folder)
        except OSError:  # the folder is gone
            return
        self._disk.labels("free").set(usage.free)
        self._disk.labels("all").set(usage.total)

    def close(self) -> None:
        """Count no more."""
        logging.getLogger().removeHandler(self._errors)


class Errors(logging.Handler):
    """Counts what is logged as an error, by the part of the program that says so."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__(logging.ERROR)
        self._counter = Counter("fieldclerk_errors", "Errors logged, by part", ["part"], registry=registry)

    def emit(self, record: logging.LogRecord) -> None:
        self._counter.labels(record.name).inc()
