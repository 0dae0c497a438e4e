"""How one person reads: their language, their zone, and what "today" is for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from gettext import GNUTranslations
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.catalogues.store import LANGUAGES, Language, translations

ONE_DAY: Final = timedelta(days=1)
ONE_HOUR: Final = timedelta(hours=1)
ONE_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Tongue:
    """Speaks to one reader at one moment. `now` is aware; all instants are shown in `zone`. lasting: it will be read on
    another day, so every day is written with its year and none is called today.

    Every text is a str.format template: a parameter that is missing raises KeyError.
    """

    language: Language
    zone: ZoneInfo
    now: datetime
    lasting: bool = False

    def __call__(self, msgid: str, /, **params: object) -> str:
        """The text in the reader's language."""
        return self._texts.gettext(msgid).format(**params)

    def n(self, singular: str, plural: str, n: int, /, **params: object) -> str:
        """The form that goes with the count, which the text may show as {n}."""
        return self._texts.ngettext(singular, plural, n).format(**{"n": self.number(n), **params})

    def c(self, context: str, msgid: str, /, **params: object) -> str:
        """A short text that means different things in different places."""
        return self._texts.pgettext(context, msgid).format(**params)

    def usual(self, said: str, offers: Iterable[str]) -> str:
        """A usual answer that was tapped in whatever language, in the reader's; anything else as it was said."""
        tapped = (msgid for msgid in offers if any(said == translations(one).gettext(msgid) for one in LANGUAGES))
        return next((self(msgid) for msgid in tapped), said)

    def day(self, day: date | datetime) -> str:
        """今天, 11月26日(周四), 2027年1月4日(周一); today, Thu 26 Nov, Mon 4 Jan 2027."""
        near = self._near(self._local(day))
        return near or self._date(self._local(day))

    def dated(self, day: date) -> str:
        """The same, never said as today or tomorrow: for what is read again later, or was typed wrongly."""
        return self._date(day)

    def time(self, at: datetime) -> str:
        """17:30, by the reader's clock."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def moment(self, at: datetime) -> str:
        """今天17:30, 11月26日(周四)17:30; today 17:30, Thu 26 Nov 17:30."""
        return self("{day} {time}", day=self.day(at), time=self.time(at))

    def until(self, end: datetime) -> str:
        """An end: the last day where it is a midnight, else the moment."""
        whole_days = end.astimezone(self.zone).time() == time.min
        return self.day(end - timedelta(minutes=1)) if whole_days else self.moment(end)

    def by(self, at: datetime) -> str:
        """A deadline inside a sentence: 今天17:30前; by 17:30 today, by 17:30 on Thu 26 Nov."""
        near = self._near(self._local(at))
        if near:
            return self.c("deadline", "by {time} {near_day}", time=self.time(at), near_day=near)
        return self.c("deadline", "by {time} on {date}", time=self.time(at), date=self._date(self._local(at)))

    def since(self, at: datetime) -> str:
        """A past moment, by its weekday alone within the last six days: 周五16:20; Fri 16:20."""
        day = self._local(at)
        if not timedelta(days=2) <= self._today - day <= timedelta(days=6):
            return self.moment(at)
        return self("{day} {time}", day=self._pattern(day, "EEE"), time=self.time(at))

    def period(self, text: str) -> str:
        """A month or year written 2026-11 or 2026: 2026年11月, 2026年; November 2026, 2026. Anything else as it is."""
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?", text)
        if match is None or not 1 <= int(match[2] or 1) <= 12:
            return text
        pattern = self.c("month pattern", "LLLL y") if match[2] else self.c("year pattern", "y")
        return self._pattern(date(int(match[1]), int(match[2] or 1), 1), pattern)

    def elapsed(self, span: timedelta) -> str:
        """The two largest units, sign left out: 1天3小时, 2小时40分钟; 1 d 3 h, 2 h 40 min."""
        return self._units(abs(span), ONE_DAY)

    def working_span(self, span: timedelta, per_day: timedelta) -> str:
        """Working time in days of `per_day`: 4个工作小时, 1天3小时; 4 working hours, 1 d 3 h. Rounded down."""
        span = abs(span)
        if ONE_HOUR <= span < per_day:
            return self.n("{n} working hour", "{n} working hours", span // ONE_HOUR)
        return self._units(span, per_day)

    def pair(self, label: str, value: str) -> str:
        """A label and its value: 数量：3; Quantity: 3."""
        return self.c("label and value", "{label}: {value}", label=label, value=value)

    def aside(self, text: str, note: str) -> str:
        """A text and what is added in brackets: 王芳（代理）; Wang Fang (deputy)."""
        return self.c("aside", "{text} ({note})", text=text, note=note)

    def number(self, value: float | Decimal) -> str:
        """12,345.5; at most three decimals."""
        # Babel takes 0.1 ms to parse its pattern anew; nearly every number here is a small count.
        small = isinstance(value, int) and 0 <= value < 1000
        return str(value) if small else format_decimal(value, locale=self._locale)

    def list(self, items: Iterable[str]) -> str:
        """甲、乙和丙; one, two and three."""
        return format_list(list(items), locale=self._locale)

    @property
    def _texts(self) -> GNUTranslations:
        return translations(self.language)

    @property
    def _locale(self) -> Locale:
        # British lists have no comma before "and", as in the procedure's English.
        return _parsed("en_GB" if self.language == "en" else self.language)

    @cached_property
    def _today(self) -> date:
        return self._local(self.now)

    def _local(self, day: date | datetime) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day

    def _near(self, day: date) -> str:
        if self.lasting:
            return ""
        match (day - self._today).days:
            case -1:
                return self("yesterday")
            case 0:
                return self("today")
            case 1:
                return self("tomorrow")
        return ""

    def _date(self, day: date) -> str:
        if day.year == self._today.year and not self.lasting:
            return self._pattern(day, self.c("date pattern", "EEE d MMM"))
        return self._pattern(day, self.c("date pattern", "EEE d MMM y"))

    def _pattern(self, day: date, pattern: str) -> str:
        # Not en_GB here: it writes September in four letters.
        return format_date(day, pattern, locale=_parsed(self.language))

    def _units(self, span: timedelta, per_day: timedelta) -> str:
        days, rest = divmod(span, per_day)
        hours, rest = divmod(rest, ONE_HOUR)
        minutes = rest // ONE_MINUTE
        if days:
            return self._two(self("{n} d", n=days), self("{n} h", n=hours) if hours else "")
        if hours:
            return self._two(self("{n} h", n=hours), self("{n} min", n=minutes) if minutes else "")
        return self("{n} min", n=max(minutes, 1))

    def _two(self, large: str, small: str) -> str:
        return self("{large} {small}", large=large, small=small) if small else large


@cache
def _parsed(name: str) -> Locale:
    """Once: Babel takes 0.5 ms to find out what a name means."""
    return Locale.parse(name)
