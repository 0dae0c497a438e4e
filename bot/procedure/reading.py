"""How an answer is read: when and where its writer is, what is said of one that cannot be read, days and instants as
people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGITS = str.maketrans("０１２３４５６７８９，．－", "0123456789,.-")
_NEAR = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1, "后天": 2}
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_WEEKDAY = r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+|\s*[(（](?:周|星期).[)）]$"
_DAY_MONTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>[a-z]{3})[a-z]*\.?(?:,?\s+(?P<y>\d{4}))?"
_MONTH_DAY = r"(?P<m>[a-z]{3})[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{4}))?"
_DAY_PATTERNS = (
    (r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", "ymd"),
    (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", "dmy"),
    (r"(\d{1,2})[-/月](\d{1,2})[日号]?", "md"),
)


@dataclass(frozen=True)
class Reading:
    """What one must know to read an answer: the instant, and the reader's zone."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


class Unreadable(ValueError):
    """Not what was asked for: a sentence (msgid and values) that says what is wanted, with an example."""

    def __init__(self, msgid: str, **values: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.values = values


def read_day(text: str, at: Reading) -> date | None:
    """A date as people type it, or as the bot writes it: 2026-12-01, 1.12.2026, 12-01, 12月1日(周二), Tue 1 Dec, today,
    明天. None if it is none."""
    words = re.sub(_WEEKDAY, "", text.strip().lower().translate(DIGITS))
    if words in _NEAR:
        return at.today + timedelta(days=_NEAR[words])
    if named := re.fullmatch(_DAY_MONTH, words) or re.fullmatch(_MONTH_DAY, words):
        year, month = named["y"], _MONTHS.get(named["m"])
        return _near_date(int(year) if year else None, month, int(named["d"]), at) if month else None
    for pattern, order in _DAY_PATTERNS:
        if match := re.fullmatch(pattern, words):
            parts = dict(zip(order, map(int, match.groups()), strict=True))
            return _near_date(parts.get("y"), parts["m"], parts["d"], at)
    return None


def read_moment(text: str, at: Reading) -> datetime | None:
    """An instant as people type it, as a button carries it, or as it is stored; None if it is none."""
    words = text.strip().lower().translate(DIGITS).replace("：", ":")
    if words in {"now", "刚才", "现在"}:
        return at.now
    if ago := re.fullmatch(r"-(\d{1,3})h", words):
        return at.now - timedelta(hours=int(ago[1]))
    if stored := re.fullmatch(r"\d{4}-\d\d-\d\dt.+[+]\d\d:\d\d", words):
        return datetime.fromisoformat(stored[0])
    match = re.fullmatch(r"(?:(\S+?)[\s,]+)?(\d{1,2}):(\d{2})", words)
    day = at.today if match and match[1] is None else read_day(match[1], at) if match else None
    if match is None or day is None or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    return datetime.combine(day, time(int(match[2]), int(match[3])), at.zone)


def _near_date(year: int | None, month: int, day: int, at: Reading) -> date | None:
    """Without a year the nearest one is meant: 1-05 written in December is next year's."""
    years = (year,) if year else (at.today.year - 1, at.today.year, at.today.year + 1)
    found = []
    for y in years:
        try:
            found.append(date(y, month, day))
        except ValueError:
            continue
    return min(found, key=lambda d: abs(d - at.today), default=None)
