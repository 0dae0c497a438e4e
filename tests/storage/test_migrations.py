from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from bot.storage import sqlite
from bot.storage.migrate import bring_up_to_date, configuration, downgrade, newest, revision_of, upgrade
from bot.storage.tables import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = sqlite.migration_engine(tmp_path / "new.db")
    yield engine
    engine.dispose()


def test_the_migrations_make_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as conn:
        upgrade(conn)
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_step_goes_up_down_and_up_again(engine: Engine) -> None:
    script = ScriptDirectory.from_config(configuration())
    steps = [step.revision for step in reversed(list(script.walk_revisions()))]
    with engine.connect() as conn:
        for step in steps:
            upgrade(conn, step)
            downgrade(conn, "-1")
            upgrade(conn, step)
        downgrade(conn, "base")
        assert set(inspect(conn).get_table_names()) <= {"alembic_version"}


def test_revisions_are_numbered_in_a_row() -> None:
    script = ScriptDirectory.from_config(configuration())
    numbers = [step.revision for step in reversed(list(script.walk_revisions()))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert newest() == script.get_current_head()


def test_an_old_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "fieldclerk.db"
    engine = sqlite.migration_engine(path)
    with engine.connect() as conn:
        upgrade(conn, "0001")
    engine.dispose()
    bring_up_to_date(path)
    assert revision_of(path) == newest()
    copies = list(tmp_path.glob("*-from-0001.db"))
    assert [revision_of(copy) for copy in copies] == ["0001"]


def test_a_new_file_and_a_current_one_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "fieldclerk.db"
    for _ in range(2):
        bring_up_to_date(path)
    assert not list(tmp_path.glob("*-before-*"))


def test_a_file_of_something_else_counts_as_new(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
    assert revision_of(path) is None
