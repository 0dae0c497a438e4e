"""Bringing a database to the newest revision."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.crash import crash_point
from bot.storage import sqlite

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The newest revision: they are numbered, and a file is named after its number."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def foreign(place: object, revision: str | None) -> str:
    """What is said of a database that this program does not read as it is."""
    return f"The database {place} has revision {revision or 'none'}, this program needs {newest()}: start the bot once."


def bring_up_to_date(path: Path) -> None:
    """Migrate a SQLite file, with a copy beside it first when it holds something. A current file costs one look."""
    current = revision_of(path)
    if current == newest():
        return
    if current is not None:
        _keep_copy(path, current)
    engine = sqlite.migration_engine(path)
    try:
        with engine.connect() as conn:
            upgrade(conn)
    finally:
        engine.dispose()
    log.info("The database %s went from revision %s to %s.", path.name, current or "nothing", newest())


def revision_of(path: Path) -> str | None:
    if not path.exists() or path.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return row[0] if row else None


def _keep_copy(path: Path, revision: str) -> None:
    target = path.with_name(f"{path.stem}-before-{newest()}-from-{revision}{path.suffix}")
    if not target.exists():  # a second try after a crash keeps the first copy, which is whole
        partial = target.with_name(target.name + ".part")
        partial.unlink(missing_ok=True)
        sqlite.copy_to(path, partial)
        crash_point("migration.copied")
        partial.rename(target)


def configuration(conn: Connection | None = None) -> Config:
    """Alembic's configuration, without a file that somebody would have to carry along."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Go up to `revision`, each step in a transaction of its own."""
    from alembic import command

    command.upgrade(configuration(conn), revision)


def downgrade(conn: Connection, revision: str) -> None:
    from alembic import command

    command.downgrade(configuration(conn), revision)
