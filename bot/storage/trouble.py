"""What can go wrong with the database, for rooms that know no SQL."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

StorageError = SQLAlchemyError

OUTAGES = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")


def is_outage(error: Exception) -> bool:
    """The database cannot work at the moment (full, locked, read-only, gone); the statement itself is well."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorname", "")
    return error.connection_invalidated or code.startswith(OUTAGES)
