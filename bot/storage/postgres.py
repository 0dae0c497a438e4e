"""PostgreSQL behind the same two seats."""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StartError
from bot.storage.migrate import upgrade
from bot.storage.seats import AsyncSeat, Seat

READERS = 4


async def open_seats(url: URL) -> tuple[Seat, Seat]:
    """Connect, migrate, and give the writing and the reading seat. Raises StartError."""
    url = url.set(drivername="postgresql+asyncpg")
    writing = AsyncSeat(_engine(url, pool_size=1))
    try:
        await writing.run(upgrade)
    except (OSError, SQLAlchemyError) as error:
        await writing.close()
        place = url.render_as_string(hide_password=True)
        raise StartError(
            f"The database {place} cannot be reached ({type(error).__name__}): see that it runs."
        ) from error
    reading = _engine(url, pool_size=READERS).execution_options(
        postgresql_readonly=True, isolation_level="REPEATABLE READ"
    )
    return writing, AsyncSeat(reading)


def _engine(url: URL, pool_size: int) -> AsyncEngine:
    try:
        return create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StartError("PostgreSQL needs one more package: install it with `pip install asyncpg`.") from error
