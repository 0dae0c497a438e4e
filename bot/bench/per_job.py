"""What the sweep is compared with: APScheduler with a job for each reminder, in a file that keeps it as surely."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import select

from bot.bench.bases import KEYS
from bot.bench.crowd import DUE
from bot.storage import sqlite

LATER = datetime(2100, 1, 1, tzinfo=UTC)
PAST = datetime(2020, 1, 1, tzinfo=UTC)


def remind(item: int) -> None:
    """The job itself costs nothing here: only its being found and put away is counted."""


class PerJob:
    """The job store as the scheduler uses it, when jobs are due: find them, and take each out of the table."""

    def __init__(self, scheduler: AsyncIOScheduler, store: SQLAlchemyJobStore) -> None:
        self._scheduler = scheduler
        self._store = store

    def fill(self, many: int) -> None:
        """Copies of one that is not due for long."""
        self._add(LATER)
        table = self._store.jobs_t
        with self._store.engine.begin() as conn:
            first = dict(conn.execute(select(table)).mappings().one())
            for begun in range(1, many, 1000):
                copies = [{**first, "id": f"{begun + number}"} for number in range(min(1000, many - begun))]
                conn.execute(table.insert(), copies)

    async def fall_due(self) -> None:
        for _ in range(DUE):
            self._add(PAST)

    async def run_due(self) -> None:
        due = self._store.get_due_jobs(datetime.now(UTC))
        assert len(due) == DUE
        for job in due:
            self._store.remove_job(job.id)

    def _add(self, at: datetime) -> None:
        self._scheduler.add_job(remind, "date", (1,), run_date=at, id=f"due {next(KEYS)}", misfire_grace_time=None)


@contextmanager
def per_job(many: int) -> Iterator[PerJob]:
    with TemporaryDirectory() as folder:
        engine = sqlite.writer_engine(Path(folder) / "jobs.db")
        store = SQLAlchemyJobStore(engine=engine)
        scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": store})
        scheduler.start(paused=True)
        jobs = PerJob(scheduler, store)
        try:
            jobs.fill(many)
            yield jobs
        finally:
            scheduler.shutdown(wait=False)
