"""The doctor names what is wrong and what to do, and changes nothing."""

from __future__ import annotations

import fcntl
import json
import shutil
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import app
from bot.desk.house import house_of
from bot.errors import StartError
from bot.settings import Settings
from bot.storage import evidence, heartbeat, outbox, people, startup
from bot.storage.backup import make
from bot.storage.files import Stored
from bot.storage.looking import look_into
from bot.storage.tx import Tx
from bot.upkeep import storage_checks
from bot.upkeep.doctor import examine
from bot.upkeep.finding import Finding, span
from bot.upkeep.reach_checks import reach
from bot.upkeep.storage_checks import storage
from bot.upkeep.telegram_checks import telegram
from bot.upkeep.verify import verify, verify_copy
from bot.upkeep.work_checks import work
from tests.support.clocks import HandClock
from tests.support.databases import open_database, template
from tests.support.fake_api import TOKEN, FakeApi, Trouble
from tests.support.postgres import open_postgres, shared

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    api = FakeApi()
    yield api
    await api.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copyfile(template(), tmp_path / "fieldclerk.db")
    return Settings(_env_file=None, data_dir=tmp_path, token=SecretStr(TOKEN), language="en")


def worst(found: list[Finding]) -> dict[str, str]:
    """The level of each thing that is not well."""
    return {finding.about: finding.level for finding in found if finding.level != "ok"}


def said(found: list[Finding], about: str) -> str:
    return " ".join(f.line() for f in found if f.about == about)


async def test_telegram_is_asked_who_the_bot_is_and_what_time_it_is(settings: Settings, api: FakeApi) -> None:
    reached = settings.model_copy(update={"api_base": await api.start()})
    now = HandClock(datetime.now(UTC))
    assert worst(await telegram(reached, now)) == {}
    now.advance(seconds=-90)
    assert worst(await telegram(reached, now)) == {"Clock": "warning"}
    now.advance(minutes=10)
    assert worst(found := await telegram(reached, now)) == {"Clock": "fault"}
    assert "ahead of Telegram's" in said(found, "Clock")
    api.fail("getMe", Trouble(status=401, description="Unauthorized"))
    assert worst(await telegram(reached, now)) == {"Token": "fault"}
    wanted = reached.model_copy(update={"webhook_url": "https://bot.example.com/telegram"})
    assert worst(await telegram(wanted, HandClock(datetime.now(UTC)))) == {"Webhook": "warning"}


async def test_what_cannot_be_reached_is_a_fault(settings: Settings, clock: HandClock) -> None:
    away = settings.model_copy(update={"api_base": "http://127.0.0.1:9"})
    assert worst(await telegram(away, clock)) == {"Telegram": "fault"}
    behind = away.model_copy(update={"proxy": SecretStr("http://me:hunter2@127.0.0.1:9")})
    assert "FIELDCLERK_PROXY" in (found := (await telegram(behind, clock))[0]).mend
    assert "hunter2" not in found.line()
    assert worst(await telegram(settings.model_copy(update={"token": None}), clock)) == {"Token": "fault"}


async def test_what_a_start_with_a_webhook_would_refuse_is_found_before(settings: Settings) -> None:
    wanted = settings.model_copy(
        update={"webhook_url": "https://bot.example.com/telegram", "http_listen": "127.0.0.1:0"}
    )
    assert worst(found := await reach(wanted, runs=False)) == {"Webhook": "fault"}
    assert "16 to 256 letters" in said(found, "Webhook")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        here = f"127.0.0.1:{taken.getsockname()[1]}"
        update = {"http_listen": here, "webhook_secret": SecretStr("s" * 16), "redis_url": SecretStr("redis://[::1]:9")}
        assert worst(await reach(wanted.model_copy(update=update), runs=False)) == {"Port": "fault", "Redis": "warning"}
        assert worst(await reach(wanted.model_copy(update=update), runs=True)) == {"Redis": "warning"}


def test_storage_is_looked_at_without_a_change(settings: Settings, tmp_path: Path) -> None:
    assert worst(list(storage(settings, NOW))) == {"Backups": "warning"}
    make(tmp_path / "fieldclerk.db", tmp_path / "backups", NOW)
    assert worst(list(storage(settings, NOW))) == {}
    assert worst(list(storage(settings, NOW + timedelta(days=2)))) == {"Backups": "warning"}
    assert worst(found := list(storage(settings, NOW + timedelta(days=8)))) == {"Backups": "fault"}
    assert "8 d old" in said(found, "Backups")
    with startup.lock(tmp_path / "fieldclerk.db"):
        assert worst(list(storage(settings, NOW + timedelta(hours=3)))) == {}
        assert worst(list(storage(settings, NOW + timedelta(hours=4)))) == {"Backups": "warning"}


def test_a_damaged_database_is_told_with_the_way_back(settings: Settings, tmp_path: Path) -> None:
    made = make(tmp_path / "fieldclerk.db", tmp_path / "backups", NOW)
    (tmp_path / "fieldclerk.db").write_bytes(b"\xff" * 9000)
    found = list(storage(settings, NOW))
    assert worst(found) == {"Database": "fault"}
    assert f"fieldclerk restore {made}" in said(found, "Database")
    (tmp_path / "fieldclerk.db").unlink()
    assert worst(list(storage(settings, NOW))) == {"Database": "fault"}
    assert list(tmp_path.glob("*.db")) == []


def test_a_full_disk_and_a_share_are_faults(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_checks, "VERY_LOW", 2**60)
    monkeypatch.setattr(startup, "file_system", lambda *_: "nfs4")
    found = worst(list(storage(settings, NOW)))
    assert (found["Disk"], found["File system"]) == ("fault", "fault")
    (settings.data_dir / "ballast").touch()
    assert "remove" in said(list(storage(settings, NOW)), "Disk")
    gone = settings.model_copy(update={"data_dir": settings.data_dir / "none"})
    assert worst(list(storage(gone, NOW))) == {"Folder": "fault"}


def test_who_holds_the_database_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "fieldclerk.db"
    assert storage_checks.running(path) is None
    with (tmp_path / "fieldclerk.db.lock").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert storage_checks.running(path) == "4711"
    assert storage_checks.running(path) is None


def trouble(tx: Tx) -> None:
    """Somebody blocked the bot, a message waits for two hours, a file is lost."""
    heartbeat.beat(tx, "intake")
    person = people.add_person(tx, name="李伟", role="staff")
    people.link_account(tx, 1001, person)
    people.mark_reachable(tx, 1001, reachable=False)
    outbox.enqueue(tx, key="a", kind="notice", person_id=person)
    file_id = evidence.announce(
        tx, kind="photo", telegram_file_id="f", telegram_unique_id="u", person_id=person, mime="image/jpeg"
    )
    evidence.arrived(tx, file_id, Stored("ab" * 32, 1, "image/jpeg"))


async def test_work_that_does_not_get_done_is_named(settings: Settings, tmp_path: Path, clock: HandClock) -> None:
    database = await open_database(tmp_path, clock)
    await database.write(trouble)
    clock.advance(hours=2)
    found = await database.read(work, house_of(settings), tmp_path / "files", runs=True)
    assert worst(found) == {
        "Bot": "fault", "Messages out": "fault", "People": "warning", "Evidence": "fault", "Seal": "warning",
        "Calendar": "warning",
    }  # fmt: skip
    assert "李伟 blocked the bot" in said(found, "People")
    assert "the oldest for 2 h" in said(found, "Messages out")
    await database.close()
    assert await verify(settings.url, tmp_path / "files", clock) == [f"evidence {'ab' * 32} is missing"]


def test_a_look_needs_this_programs_revision(tmp_path: Path, clock: HandClock) -> None:
    with pytest.raises(StartError, match="There is no database"):
        look_into(tmp_path / "x.db", clock, people.count_people)
    (tmp_path / "x.db").touch()
    with pytest.raises(StartError, match="revision none"):
        look_into(tmp_path / "x.db", clock, people.count_people)


def test_a_backup_is_verified_with_its_evidence(settings: Settings, tmp_path: Path) -> None:
    made = make(tmp_path / "fieldclerk.db", tmp_path / "b", NOW, tmp_path / "files")
    assert verify_copy(made) == []
    made.with_suffix(".json").write_text(json.dumps({"missing": [], "sha256": "x"}))
    assert verify_copy(made) == ["it is not what was written"]
    made.with_suffix(".json").unlink()
    assert "list that belongs to it" in verify_copy(made)[0]
    assert verify_copy(tmp_path / "none.db") == [f"there is no {tmp_path / 'none.db'}"]


async def test_a_folder_that_is_not_there_hides_no_server(settings: Settings, tmp_path: Path) -> None:
    database = await open_postgres(HandClock(NOW))
    await database.close()
    elsewhere = settings.model_copy(
        update={"data_dir": tmp_path / "gone", "database_url": SecretStr(shared()), "token": None}
    )
    found = await examine(elsewhere, HandClock(NOW))
    assert worst(found)["Folder"] == "fault"
    assert {"Database", "Bot", "Messages out", "People"} <= {finding.about for finding in found}


@pytest.mark.parametrize(
    ("seconds", "told"), [(42, "42 s"), (100, "2 min"), (4000, "1 h"), (200_000, "2 d"), (100_000, "28 h")]
)
def test_spans_are_rough(seconds: float, told: str) -> None:
    assert span(timedelta(seconds=seconds)) == told


def test_the_commands_from_backup_to_export(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDCLERK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FIELDCLERK_API_BASE", "http://127.0.0.1:9")

    def done(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        return result.output

    assert "is whole" in done("backup")
    (made,) = (tmp_path / "backups").glob("*.db")
    assert "entries of the trail: 0" in done("verify")
    assert "is whole" in done("verify", str(made))
    assert "as it was at" in done("restore", str(made))
    assert "There is no backup" in done("restore", "none.db", code=1)
    assert "has revision" in done("migrate")
    assert "0 messages that waited" in done("restored", "by hand")
    assert "holds 0 records" in done("export", str(tmp_path / "out.zip"))
    assert "there already" in done("export", str(tmp_path / "out.zip"), code=1)
    about = [json.loads(line)["about"] for line in done("doctor", "--json", code=1).splitlines()]
    assert {"Token", "Disk", "Database", "Backups", "Bot", "Texts"} <= set(about)
    monkeypatch.setenv("FIELDCLERK_DATABASE_URL", "postgresql://clerk:secret@127.0.0.1:1/x")
    assert "pg_dump" in (output := done("backup", code=78))
    assert "secret" not in output
