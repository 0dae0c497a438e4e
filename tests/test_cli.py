"""A wrong start ends with one sentence that names the mend, and exit code 78 (69 where it may pass by itself)."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.cli import EX_CONFIG, EX_UNAVAILABLE, app
from bot.storage import startup

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No setting of this machine, and a folder of its own."""
    for name in [n for n in os.environ if n.startswith("FIELDCLERK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDCLERK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("FIELDCLERK_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("FIELDCLERK_API_BASE", "http://127.0.0.1:9")
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of the loopback on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def refused(*words: str, code: int = EX_CONFIG) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
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


def test_a_database_on_a_network_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    monkeypatch.setattr(startup, "file_system", lambda folder, mounts: "nfs4")
    assert "FIELDCLERK_ALLOW_NETWORK_SHARE" in refused("run")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://clerk:secret@127.0.0.1:1/x", EX_UNAVAILABLE),
        ("mysql://x/y", EX_CONFIG),
        ("sqlite:////proc/x/y.db", EX_CONFIG),
    ],
)
def test_a_database_that_cannot_be_reached(address: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    monkeypatch.setenv("FIELDCLERK_DATABASE_URL", address)
    assert "secret" not in refused("run", code=code)


def test_a_webhook_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    monkeypatch.setenv("FIELDCLERK_WEBHOOK_URL", "https://bot.example.com/telegram")
    assert "FIELDCLERK_WEBHOOK_SECRET" in refused("run")


def test_a_token_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN_FILE", "nowhere.txt")
    assert "nowhere.txt" in refused("run")


@pytest.mark.parametrize("address", ["here", "http://", "socks5://host", "socks4://host:1", "http://host:x"])
def test_a_proxy_that_is_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    monkeypatch.setenv("FIELDCLERK_PROXY", address)
    assert "socks5://USER:PASSWORD@HOST:PORT" in refused("run")


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
def test_a_proxy_that_is_not_there(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", TOKEN)
    monkeypatch.setenv("FIELDCLERK_PROXY", f"{scheme}://me:hunter2@127.0.0.1:9")
    sentence = refused("run", code=EX_UNAVAILABLE)
    assert "mend FIELDCLERK_PROXY" in sentence
    assert "hunter2" not in sentence


def test_a_port_that_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_DEMO_PORT", str(taken))
    assert "FIELDCLERK_DEMO_PORT" in refused("demo")
    assert "--port" in refused("sandbox", "--port", str(taken))


def test_a_demo_that_has_no_folder(nowhere: Path) -> None:
    (nowhere / "var").write_text("a file")
    assert "FIELDCLERK_DATA_DIR" in refused("demo")


def test_a_second_demo_leaves_the_first_ones_state(nowhere: Path) -> None:
    folder = nowhere / "var" / "demo"
    folder.mkdir(parents=True)
    (folder / "sandbox.json").write_text("of the first")
    with (folder / "fieldclerk.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "already" in refused("demo")
    assert (folder / "sandbox.json").read_text() == "of the first"


def test_a_demo_whose_state_is_damaged(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_DEMO_PORT", "0")
    folder = nowhere / "var" / "demo"
    folder.mkdir(parents=True)
    (folder / "sandbox.json").write_text("{")
    assert "make clean" in refused("demo")


def test_a_template_that_cannot_be_written() -> None:
    assert "name another place" in refused("import", "--template", "/proc/x.xlsx", code=1)


def test_what_it_writes_is_its_own_users_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "app", lambda: (tmp_path / "export.zip").touch())
    before = os.umask(0o022)
    try:
        cli.main()
    finally:
        os.umask(before)
    assert (tmp_path / "export.zip").stat().st_mode & 0o077 == 0
