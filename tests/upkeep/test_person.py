"""`fieldclerk person`: what is said to whoever runs it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.storage.soundness import faults
from tests.support.databases import template


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Li Wei has left; two people are called Zhang Lei."""
    for name in [n for n in os.environ if n.startswith("FIELDCLERK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDCLERK_DATA_DIR", str(tmp_path))
    path = tmp_path / "fieldclerk.db"
    shutil.copyfile(template(), path)
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(
            "INSERT INTO person (name, name_en, role, active, created_at) VALUES (?, ?, 'staff', ?, '2026-11-23')",
            [("李伟", "Li Wei", False), ("张磊", "Zhang Lei", True), ("张蕾", "Zhang Lei", True)],
        )
    return path


def said(*words: str, code: int, typed: str = "") -> str:
    result = CliRunner().invoke(app, ["person", *words], input=typed)
    assert result.exit_code == code, result.output
    return result.output


def test_somebody_is_shown_and_forgotten(database: Path, tmp_path: Path) -> None:
    assert "what is kept about 李伟 (no. 1): records 0," in said("Li Wei", "--export", "li.zip", code=0)
    assert (tmp_path / "li.zip").exists()
    assert "is there already" in said("Li Wei", "--export", "li.zip", code=1)
    said("Li Wei", "--forget", code=1, typed="n\n")
    answer = said("1", "--forget", "--yes", code=0)
    assert "They are called Former member 1 from now on" in answer
    assert "GDPR Article 17(3)(b)" in answer
    assert faults(database) == []


def test_who_cannot_be_meant_is_refused_in_a_sentence() -> None:
    assert "one of the two" in said("Li Wei", code=2)
    assert "nobody called Li" in said("Li", "--forget", code=1)
    assert "numbers 2 (Zhang Lei), 3 (Zhang Lei)" in said("Zhang Lei", "--export", "out", code=1)
    assert "shut them out first" in said("2", "--forget", code=1)
