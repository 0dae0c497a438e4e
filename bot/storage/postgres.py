"""PostgreSQL behind the same two seats: one writing transaction at a time, whichever replica it comes from.

A transaction that writes first takes its turn, as BEGIN IMMEDIATE does on SQLite: verbs need not know which database
it is, and the trail has no gaps. What the server breaks off is run again; a COMMIT that got no answer is asked after.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StartError
from bot.storage.migrate import foreign, newest, upgrade
from bot.storage.trouble import is_forbidden, must_begin_anew

T = TypeVar("T")

log = logging.getLogger(__name__)

READERS = 4
TRIES = 5
PATIENCE = 30  # seconds that a statement's answer may take
PAUSE = 0.05  # seconds before the second try; each further one waits twice as long
CHANNEL = "fieldclerk"

# Numbers of advisory locks; what else uses this database must keep off them.
TURN, MIGRATION, LEADER = 0x66636C01, 0x66636C02, 0x66636C03

# Of every session. Whoever froze in the middle of a transaction must not hold up the others for long.
SESSION = {
    "application_name": "fieldclerk",
    "timezone": "UTC",
    "statement_timeout": "20s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "5s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
}
UNHURRIED = {"statement_timeout": "0", "lock_timeout": "0"}
LOOKING = UNHURRIED | {"idle_in_transaction_session_timeout": "0"}  # an export copies files between two statements


@dataclass
class Ticket:
    """How far a transaction came: its number at the server, and whether its COMMIT was sent."""

    number: int | None = None
    is_committing: bool = False
    result: Any = None


class PostgresSeat:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which only reads: a lost connection costs a second try. Raises OperationalError in an outage."""
        for tries in range(TRIES):
            try:
                async with self._connection() as conn:
                    return await conn.run_sync(work)
            except DBAPIError as error:
                if tries + 1 == TRIES or not must_begin_anew(error):
                    raise
            await _rest(tries)
        raise AssertionError("the last try returned or raised")

    async def commit(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own and commit it, once. Raises OperationalError in an outage."""
        for tries in range(TRIES):
            ticket = Ticket()
            try:
                async with self._connection() as conn:
                    return await conn.run_sync(_in_turn, work, ticket)
            except DBAPIError as error:
                if ticket.is_committing and await self._is_committed(ticket):
                    result: T = ticket.result
                    return result
                if tries + 1 == TRIES or not must_begin_anew(error):
                    raise
                log.warning("A transaction is run again (%s).", type(error.orig).__name__)
            await _rest(tries)
        raise AssertionError("the last try returned or raised")

    def announce(self, conn: Connection, topics: Iterable[str]) -> None:
        """Ring at the other replicas once this is committed."""
        conn.execute(text("SELECT pg_notify(:channel, :topics)"), {"channel": CHANNEL, "topics": " ".join(topics)})

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection; whatever the driver raises when there is none becomes an OperationalError."""
        try:
            async with self._engine.connect() as conn:
                yield conn
        except (OSError, InterfaceError) as error:  # a timeout is an OSError
            raise OperationalError("connect", None, error, connection_invalidated=True) from error

    async def _is_committed(self, ticket: Ticket) -> bool:
        """The connection was lost while committing: what became of it? Raises OperationalError if nobody can say."""
        for tries in range(TRIES):
            async with self._connection() as conn:
                query = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
                status = (await conn.execute(query, {"number": str(ticket.number)})).scalar_one()
            if status != "in progress":
                return bool(status == "committed")
            await _rest(tries)
        raise OperationalError("COMMIT", None, TimeoutError("its end is unknown"), connection_invalidated=True)


def _in_turn(conn: Connection, work: Callable[[Connection], T], ticket: Ticket) -> T:
    with conn.begin():
        query = text("SELECT pg_current_xact_id()::text AS number, pg_advisory_xact_lock(:turn)")
        ticket.number = int(conn.execute(query, {"turn": TURN}).one().number)
        ticket.result = result = work(conn)
        ticket.is_committing = True
    return result


async def _rest(tries: int) -> None:
    await asyncio.sleep(PAUSE * 2**tries * SystemRandom().uniform(0.5, 1.5))


async def open_seats(url: URL) -> tuple[PostgresSeat, PostgresSeat]:
    """Connect, migrate, and give the writing and the reading seat. Raises StartError."""
    url = async_url(url)
    await migrate(url)
    reading = engine(url, READERS).execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    return PostgresSeat(engine(url, 1)), PostgresSeat(reading)


def async_url(url: URL | str) -> URL:
    """The address with the driver that this bot uses."""
    return make_url(url).set(drivername="postgresql+asyncpg")


async def migrate(url: URL) -> None:
    """Several replicas may start at once: one migrates, the others wait and find it done. Raises StartError."""
    migrating = engine(url, 1, UNHURRIED, patience=None)
    try:
        async with migrating.connect() as conn:
            await conn.execute(text("SELECT pg_advisory_lock(:number)"), {"number": MIGRATION})
            if await conn.run_sync(_revision) != newest():
                await conn.commit()
                await conn.run_sync(upgrade)
    except (OSError, SQLAlchemyError) as error:
        raise _not_migrated(url, error) from error
    finally:
        await migrating.dispose()


def _not_migrated(url: URL, error: Exception) -> StartError:
    if isinstance(error, DBAPIError) and is_forbidden(error):
        return StartError(
            f"{url.username} may not change the tables: run `fieldclerk migrate` as their owner, then grant."
        )
    return _unreachable(url, error)


async def look(url: URL | str, work: Callable[[Connection], T]) -> T:
    """Run `work`, which only reads, on one snapshot, however long that takes; nothing is migrated. Raises StartError
    for a database that cannot be reached or is not of this program's revision, and what `work` raises."""
    url = async_url(url)
    looking = engine(url, 1, LOOKING, patience=None)
    snapshot = looking.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    try:
        async with aclosing(await _connected(snapshot, url)) as conn:
            if (revision := await conn.run_sync(_revision)) != newest():
                raise StartError(foreign(url.render_as_string(hide_password=True), revision))
            return await conn.run_sync(work)
    except SQLAlchemyError as error:
        raise _unreachable(url, error) from error
    finally:
        await looking.dispose()


async def _connected(snapshot: AsyncEngine, url: URL) -> AsyncConnection:
    """A connection; an OSError that comes later is one of whoever uses it."""
    try:
        return await snapshot.connect()
    except OSError as error:
        raise _unreachable(url, error) from error


def _unreachable(url: URL, error: Exception) -> StartError:
    place = url.render_as_string(hide_password=True)
    said = f"The database {place} cannot be reached ({type(error).__name__}): see that it runs."
    return StartError(said, may_pass=True)


def _revision(conn: Connection) -> str | None:
    known = conn.execute(text("SELECT to_regclass('alembic_version')")).scalar_one()
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None


def engine(
    url: URL, pool_size: int, changes: dict[str, str] | None = None, *, patience: float | None = PATIENCE
) -> AsyncEngine:
    """Connections as this bot wants them; `changes` are settings of the session, `patience` is in seconds."""
    arguments = {"timeout": 10, "command_timeout": patience, "server_settings": SESSION | (changes or {})}
    return create_async_engine(url, pool_size=pool_size, max_overflow=0, connect_args=arguments, hide_parameters=True)
