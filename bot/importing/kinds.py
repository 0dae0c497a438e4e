"""What a cell may hold: each kind turns what the workbook has into what the database keeps, or says what is wanted."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.catalogues.store import translations
from bot.procedure.roles import Choice
from bot.procedure.working_hours import parse_windows

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
YES = frozenset({"yes", "y", "true", "1", "是"})
NO = frozenset({"no", "n", "false", "0", "否"})


class Bad(Exception):
    """A cell does not hold what is wanted: one sentence that says so."""


class Kind(Protocol):
    def read(self, value: Any) -> Any:
        """What the database keeps for `value` (never None); raises Bad."""
        ...


def plain(value: Any) -> str:
    """The cell as text: a whole number without its point (codes and phone numbers are often kept as numbers)."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number_as_text(value)
    if isinstance(value, datetime | date | time):
        raise Bad(f"“{value}” is kept as a date or time. Format the cell as text and write it again.")
    text = str(value).strip()
    if text in ERRORS:
        raise Bad(f"“{text}” is the error of a formula. Write the value itself.")
    return text


def _number_as_text(value: float) -> str:
    if not math.isfinite(value):
        raise Bad("This is no number. Write the value itself.")
    return str(int(value)) if value == int(value) else str(value)


@dataclass(frozen=True)
class Text:
    longest: int = 200

    def read(self, value: Any) -> str:
        text = plain(value)
        if CONTROL.search(text):
            raise Bad("This has a line break or a control character in it. Write it on one line.")
        if len(text) > self.longest:
            raise Bad(f"This is {len(text)} characters long, {self.longest} are possible. Shorten it.")
        return text


@dataclass(frozen=True)
class Code:
    """A text by which other sheets refer to the row."""

    longest: int = 40

    def read(self, value: Any) -> str:
        text = Text(self.longest).read(value)
        if "@" in text:
            raise Bad(f"“{text}”: a code or a name has no @ in it.")
        return text


@dataclass(frozen=True)
class Ref:
    """The code or name of a row of another sheet. Which one it is, is looked up later."""

    sheet: str

    def read(self, value: Any) -> str:
        return Text().read(value)


@dataclass(frozen=True)
class Whole:
    low: int
    high: int

    def read(self, value: Any) -> int:
        text = plain(value)
        if not re.fullmatch(r"-?[0-9]{1,15}", text) or not self.low <= int(text) <= self.high:
            raise Bad(f"“{text}”: write a whole number from {self.low} to {self.high}.")
        return int(text)


@dataclass(frozen=True)
class Money:
    def read(self, value: Any) -> float:
        text = plain(value)
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
            raise Bad(f"“{text}”: write an amount from 0 on without a currency, for example 1860.50.")
        return float(text)


@dataclass(frozen=True)
class Day:
    def read(self, value: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = plain(value)
        found = DAY.fullmatch(text)
        try:
            year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
            return date(year, month, day)
        except ValueError:
            raise Bad(f"“{text}”: write a date, for example 2026-12-01.") from None


@dataclass(frozen=True)
class YesNo:
    def read(self, value: Any) -> bool:
        text = plain(value).casefold()
        if text not in YES | NO:
            raise Bad(f"“{text}”: write yes or no.")
        return text in YES


@dataclass(frozen=True)
class OneOf:
    """One of a closed list, written as its value, its English or its Chinese label, or as the template offers it."""

    choices: type[Choice]

    @cached_property
    def offers(self) -> dict[str, str]:
        """What the template's list offers, by value: "quality_dept 质量部"."""
        chinese = translations("zh_CN")
        return {choice.value: f"{choice.value} {chinese.gettext(choice.label)}" for choice in self.choices}

    @cached_property
    def _known(self) -> dict[str, str]:
        known = {offer.casefold(): value for value, offer in self.offers.items()}
        known |= {offer.split(" ", 1)[1].casefold(): value for value, offer in self.offers.items()}
        known |= {choice.label.casefold(): choice.value for choice in self.choices}
        return known | {choice.value.casefold(): choice.value for choice in self.choices}

    def read(self, value: Any) -> str:
        text = plain(value)
        found = self._known.get(text.casefold())
        if found is None:
            raise Bad(f"“{text}” is not in the list: {', '.join(choice.value for choice in self.choices)}.")
        return found


class LanguageChoice(Choice):
    """A person's language."""

    ZH_CN = "zh_CN", "中文"
    EN = "en", "English"


@dataclass(frozen=True)
class Zone:
    def read(self, value: Any) -> str:
        text = plain(value)
        try:
            return ZoneInfo(text).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Bad(f"“{text}” is no time zone. Write for example Asia/Shanghai.") from None


@dataclass(frozen=True)
class Hours:
    """Working hours of a day, "08:00-12:00,13:00-17:00"."""

    def read(self, value: Any) -> str:
        text = Text().read(value).replace("，", ",").replace("：", ":")
        try:
            parse_windows(text)
        except ValueError:
            raise Bad(f"“{text}”: write working hours like 08:00-12:00,13:00-17:00, one after the other.") from None
        return text


@dataclass(frozen=True)
class Email:
    def read(self, value: Any) -> str:
        text = Text().read(value)
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
            raise Bad(f"“{text}”: write an e-mail address, for example name@example.com.")
        return text
