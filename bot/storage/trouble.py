"""What can go wrong with the database, for rooms that know no SQL."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

StorageError = SQLAlchemyError

OUTAGES = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")


# Classes and codes of PostgreSQL: the connection, its resources, an operator, its disk; a standby; a wait that was too
# long; and what must be begun anew.
CONNECTION = ("08", "57P0", "25P0")
ANEW = ("40001", "40P01")
POSTGRES_OUTAGES = (*CONNECTION, *ANEW, "53", "57", "58", "25006", "55P03")


def is_outage(error: Exception) -> bool:
    """The database cannot work at the moment (full, locked, read-only, gone); the statement itself is well."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorname", "")
    return error.connection_invalidated or code.startswith(OUTAGES) or _sqlstate(error).startswith(POSTGRES_OUTAGES)


def must_begin_anew(error: Exception) -> bool:
    """The whole transaction is gone through no fault of its own: the connection is lost, or others were in the way."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _sqlstate(error).startswith((*CONNECTION, *ANEW))


def is_forbidden(error: DBAPIError) -> bool:
    """The database's user may not do that."""
    return _sqlstate(error) == "42501"


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
