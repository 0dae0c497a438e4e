"""What every use case needs beside its transaction: the house rules and the calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.catalogues.store import Language
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.house_rules import DEFAULTS, TIME_LIMITS
from bot.procedure.people import Member
from bot.procedure.spans import Span, parse_span
from bot.procedure.time_limits import LIMIT
from bot.settings import Settings
from bot.storage import calendars
from bot.storage.tx import Tx
from bot.tongue import Tongue


@dataclass(frozen=True)
class House:
    """The settings that the procedure leaves to the installation (requirements, section 3).

    rules: what the configuration says of house_rules.EVERY_RULE; what an administrator set in chat counts more."""

    calendar: WorkingCalendar
    language: Language = "zh_CN"
    rules: Mapping[str, Any] = field(default_factory=dict)

    def rule(self, key: str) -> Any:
        """A rule as this house has it. KeyError if there is no such rule."""
        return self.rules.get(key, DEFAULTS[key])

    def limit(self, key: str) -> Span:
        """A time limit as this house has it. KeyError if there is no such limit."""
        return parse_span(self.rules.get(LIMIT + key, TIME_LIMITS[LIMIT + key].default))

    def under(self, kept: Mapping[str, Any] | None) -> Self:
        """This house with the rules that a record keeps."""
        return replace(self, rules=kept or {})

    def company_calendar(self, tx: Tx) -> WorkingCalendar:
        """The company's calendar with the days that an administrator changed."""
        return calendars.with_days(tx, self.calendar, None)

    def site_calendar(self, tx: Tx, site_id: int | None) -> WorkingCalendar:
        """The calendar of a site: its zone, hours and days where they differ from the company's."""
        return calendars.of_site(tx, self.company_calendar(tx), site_id) if site_id else self.company_calendar(tx)

    def personal_calendar(self, tx: Tx, member: Member, company: WorkingCalendar | None = None) -> WorkingCalendar:
        """The company's calendar by the clock of the person, less the days on which they are away; `company` where it
        has been read already."""
        return calendars.of_person(tx, company or self.company_calendar(tx), member.id, ZoneInfo(member.zone))


def house_of(settings: Settings) -> House:
    """The house rules as the settings have them."""
    calendar = WorkingCalendar.from_settings(
        settings.zone, settings.working_hours, settings.working_days, settings.holidays
    )
    return House(calendar, settings.language, settings.house_rules())


def tongue_of(member: Member, tx: Tx) -> Tongue:
    """How this person reads, at the instant of the transaction."""
    language: Language = "zh_CN" if member.language.startswith("zh") else "en"
    return Tongue(language, ZoneInfo(member.zone), tx.now)
