"""What every use case needs beside its transaction: the house rules and the calendars."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.catalogues.store import Language
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.people import Member
from bot.storage import calendars
from bot.storage.tx import Tx
from bot.tongue import Tongue


@dataclass(frozen=True)
class House:
    """The settings that the procedure leaves to the installation (requirements, section 3)."""

    calendar: WorkingCalendar
    language: Language = "zh_CN"
    deputy_gm_amount: float | None = None

    def company_calendar(self, tx: Tx) -> WorkingCalendar:
        """The company's calendar with the days that an administrator changed."""
        return calendars.with_days(tx, self.calendar, None)

    def site_calendar(self, tx: Tx, site_id: int | None) -> WorkingCalendar:
        """The calendar of a site: its zone, hours and days where they differ from the company's."""
        return calendars.of_site(tx, self.company_calendar(tx), site_id) if site_id else self.company_calendar(tx)

    def personal_calendar(self, tx: Tx, member: Member) -> WorkingCalendar:
        """The company's calendar by the clock of the person, less the days on which they are away."""
        return calendars.of_person(tx, self.company_calendar(tx), member.id, ZoneInfo(member.zone))


def tongue_of(member: Member, tx: Tx) -> Tongue:
    """How this person reads, at the instant of the transaction."""
    language: Language = "zh_CN" if member.language.startswith("zh") else "en"
    return Tongue(language, ZoneInfo(member.zone), tx.now)
