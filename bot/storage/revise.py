"""Draft the next revision from the tables: `python -m bot.storage.revise "Add the thing"`. Read what it wrote.

`--first` writes revision 0001 anew; only for as long as no database of anybody's was made by it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.storage import sqlite
from bot.storage.migrate import MIGRATIONS, configuration, newest, upgrade


def revise(message: str) -> Path:
    """Compare the tables with what the revisions make, and write the difference as the next one."""
    with tempfile.TemporaryDirectory() as folder:
        return _draft(Path(folder) / "scratch.db", message)


def _draft(scratch: Path, message: str, base: str = "head", number: str | None = None) -> Path:
    from alembic import command

    engine = sqlite.migration_engine(scratch)
    try:
        with engine.connect() as conn:
            upgrade(conn, base)
            number = number or f"{int(newest()) + 1:04}"
            script = command.revision(configuration(conn), message, autogenerate=True, rev_id=number)
    finally:
        engine.dispose()
    if script is None or isinstance(script, list):
        raise RuntimeError("alembic wrote no revision")
    return Path(script.path)


def rewrite_first() -> Path:
    """Write 0001 anew; the revisions above it are laid aside meanwhile."""
    versions = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    kept = {path: path.read_text(encoding="utf-8") for path in versions if not path.name.startswith("0001")}
    for path in versions:
        path.unlink()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _draft(Path(folder) / "scratch.db", "Create everything", number="0001")
    finally:
        for path, text in kept.items():
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    written = rewrite_first() if sys.argv[1:] == ["--first"] else revise(" ".join(sys.argv[1:]))
    sys.stdout.write(f"{written}\n")
