"""What the demo's past names in words, as the desk takes it: people by name, customers by code, days counted from
the day of the seeding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from bot.desk.house import House
from bot.procedure.forms import Form, rows_form
from bot.procedure.kinds import Period, Photos, Ref, Rows
from bot.procedure.people import Member
from bot.storage import evidence, outbox, people
from bot.storage.loading import rows
from bot.storage.tx import Tx

KEYS: Final = {
    "customer": "code",
    "site": "code",
    "contact": "name",
    "product": "code",
    "part": "part_no",
    "person": "name",
    "unit": "code",
    "tool": "tool_no",
}
"""By what the rows of each table are called here."""


@dataclass(frozen=True)
class In:
    """A day so many working days after the seeding, or before it if negative."""

    days: int


@dataclass(frozen=True)
class Earlier:
    """An instant so many hours before the deed."""

    hours: float


@dataclass(frozen=True)
class Picture:
    """A file that Telegram has: its names there."""

    file_id: str
    unique_id: str


Pictures = Mapping[str, Picture]
"""By what they show: "part", "paper"."""


@dataclass(frozen=True)
class Shown:
    """Pictures in a record: of what, one each."""

    what: tuple[str, ...]


class Names:
    """Looks up what the past names. KeyError for what is not there."""

    def __init__(self, tx: Tx, house: House, pictures: Pictures) -> None:
        self._tx, self._calendar, self._pictures = tx, house.calendar, pictures
        self._today = self._calendar.local_date(tx.now)
        self._ids = {name: {row._mapping[key]: row.id for row in rows(tx, name)} for name, key in KEYS.items()}
        orders = {row.id: row.order_no for row in rows(tx, "customer_order")}
        lines = {f"{orders[row.order_id]}/{row.line_no}": row.id for row in rows(tx, "order_line")}
        self._ids["order_line"] = lines
        # Asked for again and again; nothing of it changes while the past is played.
        self._members: dict[str, Member] = {}
        self._accounts: dict[str, int] = {}
        self._days: dict[int, date] = {}
        self._pictured = count(1)

    def member(self, name: str) -> Member:
        """The person of that name."""
        if name not in self._members:
            found = people.by_id(self._tx, self._ids["person"][name])
            assert found is not None
            self._members[name] = found
        return self._members[name]

    def account(self, name: str) -> int:
        """The Telegram account of that person."""
        if name not in self._accounts:
            self._accounts[name] = outbox.chats_of(self._tx, self._ids["person"][name])[0]
        return self._accounts[name]

    def customer(self, code: str) -> int:
        """The customer of that code."""
        return int(self._ids["customer"][code])

    def day(self, days: int) -> date:
        """The working day so many working days from today."""
        if days not in self._days:
            self._days[days] = self._calendar.shift_day(self._today, days)
        return self._days[days]

    def long_ago(self, days: int) -> date:
        """The first working day on or after the day that lies so many days back."""
        return self._calendar.shift_day(self._today - timedelta(days=days + 1), 1)

    def resolved(self, form: type[Form], answers: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """The answers of a form as they are stored."""
        kinds = {found.name: found for found in form.all_fields()}
        return {name: self._value(kinds.get(name), value, at) for name, value in answers.items()}

    def _value(self, of: Any, value: Any, at: datetime) -> Any:
        match value, of.kind if of else None:
            case In(days=days), Period():
                return f"{self.day(days):%Y}"
            case In(days=days), _:
                return self.day(days).isoformat()
            case Earlier(hours=hours), _:
                return (at - timedelta(hours=hours)).isoformat()
            case str(), Ref(entity=entity):
                return self._ids[entity][value]
            case list(), Rows():
                return [self.resolved(rows_form(of), line, at) for line in value]
            case Shown(what=what), Photos():
                return [self._picture(one) for one in what]
        return value

    def _picture(self, what: str) -> int:
        picture = self._pictures[what]
        return evidence.announce(
            self._tx,
            kind="photo",
            telegram_file_id=picture.file_id,
            telegram_unique_id=f"{picture.unique_id}-{next(self._pictured)}",
            person_id=None,
        )
