from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.logs import RedactingFormatter, configure_logging, redact
from bot.settings import Settings, load

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz012345678"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_those_of_the_procedure() -> None:
    settings = load()
    assert (settings.zone, settings.language, settings.deputy_gm_amount) == ("Asia/Shanghai", "zh_CN", None)
    assert settings.url == "sqlite:///var/fieldclerk.db"


def test_the_environment_and_a_file_set_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FIELDCLERK_LANGUAGE=en\nFIELDCLERK_ZONE=Europe/Berlin\n", encoding="utf-8")
    monkeypatch.setenv("FIELDCLERK_ZONE", "Asia/Tokyo")
    settings = load()
    assert (settings.language, settings.zone) == ("en", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ZONE", "Mars/Base", "FIELDCLERK_ZONE is wrong"),
        ("WORKING_HOURS", "late", "FIELDCLERK_WORKING_HOURS is wrong"),
        ("WORKING_DAYS", "Mon", "FIELDCLERK_WORKING_DAYS is wrong"),
        ("HOLIDAYS", "Atlantis", "FIELDCLERK_HOLIDAYS is wrong"),
        ("API_BASE", "telegram", "FIELDCLERK_API_BASE is wrong"),
        ("PROXY", "ftp://x", "FIELDCLERK_PROXY is wrong"),
        ("DEMO_PORT", "http", "FIELDCLERK_DEMO_PORT is wrong"),
        ("LANGUAGE", "fr", "FIELDCLERK_LANGUAGE is wrong"),
        ("DEPUTY_GM_AMOUNT", "-1", "FIELDCLERK_DEPUTY_GM_AMOUNT is wrong"),
        ("DETERMINATION", "nobody", "FIELDCLERK_DETERMINATION is wrong"),
        ("VISIT_HOST", "the_moon", "FIELDCLERK_VISIT_HOST is wrong"),
        ("TIME_LIMITS", "approval=1", "FIELDCLERK_TIME_LIMITS is wrong"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(f"FIELDCLERK_{name}", value)
    with pytest.raises(StartError, match=says) as caught:
        load()
    assert caught.value.sentence.count("\n") == 0


def test_house_rules_are_what_the_configuration_says_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().house_rules() == {}
    monkeypatch.setenv("FIELDCLERK_FINANCE_CONFIRMS", "no")
    monkeypatch.setenv("FIELDCLERK_TIME_LIMITS", "approval_step=2wd")
    assert load().house_rules() == {"finance_confirms": False, "limit.approval_step": "2wd"}


def test_each_wrong_value_has_its_sentence() -> None:
    with pytest.raises(StartError) as caught:
        load(zone="Mars/Base", language="fr")
    assert len(caught.value.sentence.splitlines()) == 2


def test_the_token_comes_from_its_setting_or_its_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    assert load(token=TOKEN).bot_token() == TOKEN
    assert load(token_file=tmp_path / "token").bot_token() == TOKEN


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "There is no bot token"),
        ({"token": "hello"}, "no bot token"),
        ({"token_file": "nowhere"}, "cannot be read"),
    ],
)
def test_without_a_token_it_says_what_to_do(values: dict[str, str], says: str) -> None:
    with pytest.raises(StartError, match=says):
        load(**values).bot_token()


def test_other_secrets_may_lie_in_files_too(tmp_path: Path) -> None:
    (tmp_path / "address").write_text("postgresql://me:hunter2@db/x\n", encoding="utf-8")
    assert load(database_url_file=tmp_path / "address").url == "postgresql://me:hunter2@db/x"
    with pytest.raises(StartError, match="FIELDCLERK_REDIS_URL_FILE cannot be read"):
        load(redis_url_file="nowhere")


def test_no_secret_is_printed() -> None:
    secrets = {
        "token": TOKEN,
        "proxy": "socks5://me:hunter2@proxy:1080",
        "database_url": "postgresql://me:hunter2@db/x",
    }
    settings = load(**secrets)
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings) + str(settings.model_dump())
    with pytest.raises(StartError) as caught:
        load(token=TOKEN, proxy="ftp://me:hunter2@proxy")
    assert "hunter2" not in str(caught.value)


def test_logs_hold_neither_tokens_nor_passwords() -> None:
    line = f"POST https://api.telegram.org/bot{TOKEN}/sendMessage via socks5://me:hunter2@proxy:1080"
    assert redact(line) == "POST https://api.telegram.org/bot<token>/sendMessage via socks5://me:***@proxy:1080"
    try:
        raise ValueError(line)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "%s", (line,), (ValueError, error, error.__traceback__))
    written = RedactingFormatter().format(record)
    assert "Traceback" in written
    assert TOKEN not in written
    assert "hunter2" not in written


def test_loud_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    try:
        configure_logging("INFO")
        logging.getLogger("httpx").info("HTTP Request: POST /bot%s", TOKEN)
        logging.getLogger("bot").info("started with %s", TOKEN)
    finally:
        root.handlers[:], root.level = before[1], before[0]
    assert "started with <token>" in capsys.readouterr().err


def test_settings_are_read_once_by_name() -> None:
    assert Settings(demo_port=0).demo_port == 0
