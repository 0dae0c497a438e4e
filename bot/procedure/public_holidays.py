"""Public holidays of a country as exceptions to its working week, China's make-up working days among them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from bot.procedure.working_hours import DayException, DayKind

OFF: Final = DayException(DayKind.OFF)
WORK: Final = DayException(DayKind.WORK)

ADJUSTED_YEARLY: Final = frozenset({"CN"})
"""Countries whose government rearranges weekends in a notice of its own each year."""


def check_country(country: str) -> str:
    """`country` itself (ISO 3166-1 alpha-2, or empty for none); raises ValueError if its holidays are not known."""
    if country:
        holidays_of(country, 2026)
    return country


@lru_cache(maxsize=256)
def holidays_of(country: str, year: int) -> Mapping[date, DayException]:
    """Days off and make-up working days of `year`. A year that is not announced yet has its statutory holidays only."""
    # Imported here: the library loads a module per country it knows, which a bot with fixed holidays never needs.
    import holidays

    try:
        known = holidays.country_holidays(country, years=year)
    except NotImplementedError as error:
        raise ValueError(f"holidays {country!r}: not a country known here, write for example CN or DE") from error
    exceptions = {day: OFF for day in known if day.year == year}
    return exceptions | {day: WORK for day in known.weekend_workdays if day.year == year}


@lru_cache(maxsize=256)
def is_announced(country: str, year: int) -> bool:
    """Whether the notice that fixes the holidays and make-up days of `year` is known."""
    if country not in ADJUSTED_YEARLY:
        return True
    import holidays

    return year in holidays.country_holidays(country).special_public_holidays
