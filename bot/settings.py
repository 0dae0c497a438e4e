"""What an installation sets, by environment (FIELDCLERK_…) or a `.env` file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import StartError
from bot.procedure.house_rules import DAY_LIMITS, RULES
from bot.procedure.public_holidays import check_country
from bot.procedure.roles import UnitKind
from bot.procedure.time_limits import read_limits
from bot.procedure.working_hours import parse_days, parse_windows

PREFIX = "FIELDCLERK_"
LISTEN = "127.0.0.1:8088"
IN_FILES = ("database_url", "redis_url", "webhook_secret")


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this time zone is unknown; write for example Asia/Shanghai") from None


def _windows(text: str) -> str:
    parse_windows(text)
    return text


def _days(text: str) -> str:
    parse_days(text)
    return text


def _holidays(country: str) -> str:
    return "none" if country.casefold() == "none" else check_country(country.upper())


def _limits(text: str) -> str:
    read_limits(text)
    return text


def _web_address(url: str) -> str:
    address = _parts(url)
    if address is None or address.scheme not in ("http", "https"):
        raise ValueError("write an address that begins with http:// or https://")
    return url.rstrip("/")


def _proxy(secret: SecretStr) -> SecretStr:
    """Only what both Telegram libraries speak. For both of them socks5 already means that the proxy resolves names."""
    url = secret.get_secret_value()
    address = _parts(url)
    if address is None or address.port is None or address.scheme not in ("http", "socks5", "socks5h"):
        raise ValueError("write an address like http://HOST:PORT or socks5://USER:PASSWORD@HOST:PORT")
    return SecretStr(url.replace("socks5h://", "socks5://", 1))


def _webhook_address(url: str) -> str:
    address = _parts(url)
    if address is None or address.scheme not in ("http", "https") or address.path in ("", "/"):
        raise ValueError("write an address with a path, like https://bot.example.com/telegram")
    return url


def _networks(text: str) -> str:
    try:
        for part in filter(None, text.split(",")):
            ip_network(part.strip())
    except ValueError:
        raise ValueError("write networks with commas between, for example 149.154.160.0/20,91.108.4.0/22") from None
    return text


def _listening(text: str) -> str:
    """Without a host only this machine can reach it."""
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError("write HOST:PORT, for example 127.0.0.1:8088")
    return f"{host or '127.0.0.1'}:{port}"


def _redis(secret: SecretStr) -> SecretStr:
    if urlsplit(secret.get_secret_value()).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("write an address like redis://HOST:6379/0")
    return secret


def _parts(url: str) -> SplitResult | None:
    """None when there is no host, or the port is no number."""
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError:
        return None
    return address if address.hostname else None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore")

    token: SecretStr | None = None
    token_file: Path | None = None
    data_dir: Path = Path("var")
    database_url: SecretStr | None = None  # may hold a password
    database_url_file: Path | None = None
    api_base: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org"
    proxy: Annotated[SecretStr, AfterValidator(_proxy)] | None = None

    # Updates brought by Telegram instead of fetched, and several processes; operations.md says when.
    webhook_url: Annotated[str, AfterValidator(_webhook_address)] | None = None
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    webhook_from: Annotated[str, AfterValidator(_networks)] = ""  # none: whoever knows the secret
    webhook_behind: int = Field(0, ge=0, le=9)  # balancers that say who called, in X-Forwarded-For
    http_listen: Annotated[str, AfterValidator(_listening)] | None = None  # HOST:PORT of webhook, health and metrics
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    redis_url_file: Path | None = None

    language: Literal["zh_CN", "en"] = "zh_CN"
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    working_hours: Annotated[str, AfterValidator(_windows)] = "08:30-12:00,13:30-17:30"
    working_days: Annotated[str, AfterValidator(_days)] = "1-5"
    holidays: Annotated[str, AfterValidator(_holidays)] = "CN"

    demo_port: int = Field(8080, ge=0, le=65535)
    sandbox_secret: SecretStr | None = None
    sandbox_token: SecretStr | None = None

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    allow_network_share: bool = False
    backup_every: int = Field(60, ge=0, le=1440)  # minutes between two copies of a SQLite file; 0: at night only
    updates_per_10s: int = Field(20, ge=5)  # from one account; an album counts by its own pace
    chat_spacing: float = Field(1.0, ge=0, le=60)  # seconds between two new messages in one chat

    # What the procedure leaves open (its section 3); house_rules.py has the defaults. An administrator's word in the
    # chat counts more.
    preliminary_question: bool | None = None
    determination: Literal["owner", "leader", "quality"] | None = None
    cpa_keeps_case_open: bool | None = None
    delay_notice_by: Literal["sales", "project_team", "manufacturing"] | None = None
    refusal_escalates: bool | None = None
    deputy_gm_amount: int | None = Field(None, ge=0)  # 0 is off
    ship_before_signature: bool | None = None
    old_part_owed: bool | None = None
    spare_part_form: Literal["one", "two"] | None = None
    finance_confirms: bool | None = None
    visit_host: UnitKind | None = None
    records_a_day: int | None = Field(None, ge=0)  # of one person; 0 is any number
    megabytes_a_day: int | None = Field(None, ge=0)
    time_limits: Annotated[str, AfterValidator(_limits)] = ""  # "approval_step=2wd, ship_spare.urgent=12h"

    @model_validator(mode="before")
    @classmethod
    def _out_of_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**_read_secrets(values), **values}

    @property
    def url(self) -> str:
        """The database's address."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'fieldclerk.db'}"

    @property
    def listens_at(self) -> tuple[str, int] | None:
        """Where this process serves its webhook, health and metrics; None where it does not."""
        host, _, port = (self.http_listen or (LISTEN if self.webhook_url else "")).rpartition(":")
        return (host, int(port)) if port else None

    def secret_of_webhook(self) -> str:
        """What Telegram says to prove that it is Telegram. Raises StartError without one, or with one it cannot say."""
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise StartError(
                "FIELDCLERK_WEBHOOK_SECRET must be 16 to 256 letters, digits, - or _: it keeps strangers out."
            )
        return secret

    def house_rules(self) -> dict[str, Any]:
        """What this configuration says of the house rules, by their keys."""
        said = {key: getattr(self, key) for key in (*RULES, *DAY_LIMITS)}
        return {key: value for key, value in said.items() if value is not None} | read_limits(self.time_limits)

    def bot_token(self) -> str:
        """The token, from its setting or its file. Raises StartError when there is none or it cannot be one."""
        token = self.token.get_secret_value() if self.token else self._token_of_file()
        number, _, rest = token.partition(":")
        if not number.isdecimal() or len(rest) < 10:
            raise StartError("FIELDCLERK_TOKEN is no bot token: copy it whole from @BotFather (123456789:AA…).")
        return token

    def _token_of_file(self) -> str:
        if self.token_file is None:
            raise StartError("There is no bot token: set FIELDCLERK_TOKEN to the one @BotFather gave you.")
        try:
            return self.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise StartError(f"FIELDCLERK_TOKEN_FILE cannot be read ({why}): {self.token_file}.") from error


def _read_secrets(values: Mapping[str, Any]) -> dict[str, str]:
    """What lies in a file instead of the environment."""
    found = {}
    for name in IN_FILES:
        path = values.get(f"{name}_file")
        try:
            if path and not values.get(name):
                found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise ValueError(f"{PREFIX}{name.upper()}_FILE cannot be read ({why}): {path}") from None
    return found


def load(**values: Any) -> Settings:
    """The settings; `values` win over the environment. Raises StartError with a sentence for each wrong value."""
    try:
        return Settings(**values)
    except ValidationError as error:
        sentences = [_sentence(problem["loc"], problem["msg"]) for problem in error.errors(include_input=False)]
        raise StartError("\n".join(sentences)) from None


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    name = PREFIX + str(place[0]).upper() if place else "The settings"
    return f"{name} is wrong: {message.removeprefix('Value error, ')}."
