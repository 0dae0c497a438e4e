"""The kinds of answer a form can ask for: how each is read from what a person types, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from bot.procedure.roles import Choice
from bot.procedure.words import N_


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


@dataclass(frozen=True)
class Kind:
    """A kind of answer. `read` turns what was typed into the JSON value that is stored; it raises Unreadable."""

    def read(self, text: str, at: Reading) -> Any:
        raise Unreadable(N_("Please use the buttons."))


@dataclass(frozen=True)
class Words(Kind):
    """Free text, `low` to `high` characters after trimming."""

    high: int = 1000
    low: int = 1

    def read(self, text: str, at: Reading) -> str:
        words = text.strip()
        if not self.low <= len(words) <= self.high:
            raise Unreadable(
                N_("Please write {low} to {high} characters. You wrote {count}."),
                low=self.low,
                high=self.high,
                count=len(words),
            )
        return words


@dataclass(frozen=True)
class Period(Words):
    """A month or a year that the bot puts down: 2026-11, 2026."""


@dataclass(frozen=True)
class Why(Words):
    """A reason: a word at least, no mere number or sign."""

    def read(self, text: str, at: Reading) -> str:
        words = super().read(text, at)
        if sum(map(str.isalpha, words)) < 2:
            raise Unreadable(
                N_("Please write the reason in words, for example “The line was running”. You wrote “{text}”."),
                text=words[:60],
            )
        return words


@dataclass(frozen=True)
class Label(Words):
    """A number as printed on a label: typed, or read off a photo of the label (QR, DataMatrix, Code 128)."""

    high: int = 80


@dataclass(frozen=True)
class Phone(Words):
    """A telephone number as people write it."""

    high: int = 40

    def read(self, text: str, at: Reading) -> str:
        words = super().read(text, at)
        if not re.fullmatch(r"\+?[\d\s()./-]{5,}(\s*(ext|x|转)\.?\s*\d+)?", words):
            raise Unreadable(
                N_("A phone number has at least 5 digits, for example 138 4312 0099. You wrote “{text}”."), text=words
            )
        return words


_DIGITS = str.maketrans("０１２３４５６７８９，．－", "0123456789,.-")


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number, both ends included."""

    low: int = 1
    high: int = 999
    example: int = 3

    def read(self, text: str, at: Reading) -> int:
        digits = text.strip().translate(_DIGITS).replace(",", "")
        if not re.fullmatch(r"-?\d{1,12}", digits) or not self.low <= int(digits) <= self.high:
            raise Unreadable(
                N_("Please enter a whole number from {low} to {high}, for example {example}. You wrote “{text}”."),
                low=self.low,
                high=self.high,
                example=min(max(self.low, self.example), self.high),
                text=text.strip()[:60],
            )
        return int(digits)


@dataclass(frozen=True)
class Score(Whole):
    """One tap from 1 to 5."""

    low: int = 1
    high: int = 5


LIFETIME: Final = timedelta(days=100 * 366)
"""No clock is asked to count further than this; calendars end with the year 9999."""


@dataclass(frozen=True)
class Day(Kind):
    """A date, kept as an ISO string. `only` says on which side of today it must lie, today included. near: days from
    today that are often meant."""

    only: Literal["any", "past", "future"] = "any"
    near: tuple[int, ...] = ()

    def read(self, text: str, at: Reading) -> str:
        found = read_day(text, at)
        if found is None:
            raise Unreadable(
                N_("Please enter a date, for example {example}, or tap one. You wrote “{text}”."),
                example=at.today + timedelta(days=3 if self.only != "past" else -3),
                text=text.strip()[:60],
            )
        return self.check(found, at).isoformat()

    def check(self, found: date, at: Reading) -> date:
        """The date itself, if it lies on the right side of today and within a lifetime; Unreadable otherwise."""
        if abs(found - at.today) > LIFETIME:
            raise Unreadable(N_("This date is too far away: {day}. Please check the year."), day=found)
        if self.only == "future" and found < at.today:
            raise Unreadable(N_("This date is in the past: {day}. Please enter today or later."), day=found)
        if self.only == "past" and found > at.today:
            raise Unreadable(N_("This date is still to come: {day}. Please enter today or earlier."), day=found)
        return found


def read_day(text: str, at: Reading) -> date | None:
    """A date as people type it, or as the bot writes it: 2026-12-01, 1.12.2026, 12-01, 12月1日(周二), Tue 1 Dec, today,
    明天. None if it is none."""
    words = re.sub(_WEEKDAY, "", text.strip().lower().translate(_DIGITS))
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


@dataclass(frozen=True)
class Moment(Kind):
    """An instant that is not still to come, kept as an ISO string in UTC: tapped (NEAR_MOMENTS), or typed as people
    say it: 8:30, yesterday 16:00."""

    def read(self, text: str, at: Reading) -> str:
        found = read_moment(text, at)
        if found is None:
            raise Unreadable(
                N_("Please enter a time, for example 8:30 or yesterday 16:00, or tap one. You wrote “{text}”."),
                text=text.strip()[:60],
            )
        if found > at.now:
            raise Unreadable(N_("This is still to come. Please enter when it was, for example 8:30."))
        return found.astimezone(UTC).isoformat()


NEAR_MOMENTS: Final = (("now", N_("Just now")), ("-1h", N_("1 hour ago")), ("-3h", N_("3 hours ago")))
"""What is often meant, as buttons carry it, and what they say."""


def read_moment(text: str, at: Reading) -> datetime | None:
    """An instant as people type it, as a button carries it, or as it is stored; None if it is none."""
    words = text.strip().lower().translate(_DIGITS).replace("：", ":")
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


@dataclass(frozen=True)
class YesNo(Kind):
    """One tap; yes and no are understood when typed as well."""

    def read(self, text: str, at: Reading) -> bool:
        words = text.strip().lower()
        if words in {"yes", "y", "是", "对", "有"}:
            return True
        if words in {"no", "n", "否", "不", "没有", "不是"}:
            return False
        raise Unreadable(N_("Please tap Yes or No."))


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a closed list."""

    choices: type[Choice]

    def read(self, text: str, at: Reading) -> str:
        words = text.strip().lower()
        for choice in self.choices:
            if words in {choice.value, choice.label.lower()}:
                return str(choice.value)
        raise Unreadable(N_("Please tap one of the buttons."))


@dataclass(frozen=True)
class Several(OneOf):
    """Any of a closed list: a tap puts one in or takes it out again, EVERY_ONE puts in all. Stored as a list in the
    order of the choices."""


EVERY_ONE: Final = "*"


@dataclass(frozen=True)
class Ref(Kind):
    """A row of the master data (or a record), picked from recent ones or found by typing. `within` names the field
    whose choice narrows the list: the sites of the customer chosen before."""

    entity: Literal["customer", "site", "contact", "product", "part", "order_line", "person", "unit", "record", "tool"]
    within: str | None = None


@dataclass(frozen=True)
class Photos(Kind):
    """Photos (or files), stored as they arrive; `least` of them are needed. mixed: as often voices or papers, so that
    one speaks of files. shots: what they should show, one each, in the order in which they are taken."""

    least: int = 1
    most: int = 20
    mixed: bool = False
    shots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows(Kind):
    """Several lines of a smaller form: parts swapped. further: instead of asking whether there is another line, the
    next one's only question is asked at once, with {before}, until somebody taps `enough` (a 5-why). named_by: the
    answer of a line that came filled in, by which its other questions name it. plain: its answers say what they are,
    without their labels. by_step: the answer that names the step to which a line belongs, so that whoever owes that
    step sees its own."""

    form: type[Any] = field(default=object)
    most: int = 20
    further: str = ""
    enough: str = N_("That's all")
    named_by: str = ""
    plain: bool = False
    by_step: str = ""


# The words of a form's declaration. Every answer may be missing while the form is a draft.
Text = Annotated[str | None, Words()]
MonthOrYear = Annotated[str | None, Period()]
Reason = Annotated[str | None, Why()]
ShortText = Annotated[str | None, Words(high=120)]
SerialNo = Annotated[str | None, Label()]
PhoneNo = Annotated[str | None, Phone()]
Quantity = Annotated[int | None, Whole(1, 999)]
Count = Annotated[int | None, Whole(0, 999_999)]
Kilometres = Annotated[int | None, Whole(0, 2_000_000)]
OneToFive = Annotated[int | None, Score()]
PastDay = Annotated[str | None, Day("past")]
FutureDay = Annotated[str | None, Day("future")]
AnyDay = Annotated[str | None, Day()]
Stamp = Annotated[str | None, Kind()]  # an instant the bot itself puts down
YesOrNo = Annotated[bool | None, YesNo()]
Pictures = Annotated[list[int] | None, Photos()]
Evidence = Annotated[list[int] | None, Photos(most=50, mixed=True)]
PastMoment = Annotated[str | None, Moment()]
LongText = Annotated[str | None, Words(high=4096)]  # as much as one message holds
CustomerId = Annotated[int | None, Ref("customer")]
SiteId = Annotated[int | None, Ref("site", within="customer_id")]
ContactId = Annotated[int | None, Ref("contact", within="customer_id")]
ProductId = Annotated[int | None, Ref("product")]
PartId = Annotated[int | None, Ref("part")]
PartOfProduct = Annotated[int | None, Ref("part", within="product_id")]
UnitId = Annotated[int | None, Ref("unit")]
CentreId = Annotated[int | None, Ref("unit", within="centres")]
Minutes = Annotated[int | None, Whole(0, 1_000_000)]
OrderLineId = Annotated[int | None, Ref("order_line")]
PersonId = Annotated[int | None, Ref("person")]
EngineerId = Annotated[int | None, Ref("person", within="field_staff")]
RecordId = Annotated[int | None, Ref("record")]
ToolId = Annotated[int | None, Ref("tool")]
ActionId = Annotated[int | None, Ref("record", within="actions")]  # a corrective action on the same part
