"""A wrong start ends with one sentence that names the mend, and exit code 78."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import EX_CONFIG, app

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No setting of this machine, and a folder of its own."""
    import os

    for name in [n for n in os.environ if n.startswith("FIELDCLERK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDCLERK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("FIELDCLERK_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("FIELDCLERK_API_BASE", "http://127.0.0.1:9")
    return tmp_path


def refused(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == EX_CONFIG, result.output
    assert "Traceback" not in result.output
    assert result.output.count("\n") == 1
    return result.output


def test_no_token() -> None:
    assert "set FIELDCLERK_TOKEN" in refused("run")


def test_a_token_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", "hello")
    assert "@BotFather" in refused("run")


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_ZONE", "Mars/Olympus")
    assert "FIELDCLERK_ZONE" in refused("run")


def test_a_file_where_the_folder_should_be(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "var").write_text("a file")
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    assert "var" in refused("run")


def test_a_second_bot_on_the_same_file(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "var").mkdir()
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    with (nowhere / "var" / "fieldclerk.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "second" in refused("run") or "already" in refused("run")


def test_a_database_that_is_none(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "var").mkdir()
    (nowhere / "var" / "fieldclerk.db").write_bytes(b"not a database" * 500)
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    assert "fieldclerk.db" in refused("run")
