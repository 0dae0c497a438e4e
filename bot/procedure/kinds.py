"""The kinds of answer a form can ask for: how each is read from what a person types, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import Annotated, Any, Final, Literal

from bot.procedure.reading import DIGITS, read_day, read_moment
from bot.procedure.reading import Reading as Reading  # from here too: whoever reads needs these
from bot.procedure.reading import Unreadable as Unreadable
from bot.procedure.roles import Choice
from bot.procedure.words import N_


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

    def read(self, text: str, at: Reading) -> str:
        words = super().read(text, at)
        if not any(map(str.isalnum, words)):
            raise Unreadable(
                N_("A number on a label has letters or digits, for example 20261018-0337. You wrote “{text}”."),
                text=words,
            )
        return words


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


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number, both ends included."""

    low: int = 1
    high: int = 999
    example: int = 3

    def read(self, text: str, at: Reading) -> int:
        digits = text.strip().translate(DIGITS).replace(",", "")
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
    without their labels. usual: that many lines are the rule: whether there is a further one is not asked, the summary
    offers it. by_step: the answer that names the step to which a line belongs, so that whoever owes that
    step sees its own."""

    form: type[Any] = field(default=object)
    most: int = 20
    further: str = ""
    enough: str = N_("That's all")
    named_by: str = ""
    plain: bool = False
    usual: int = 0
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
Kilometres = Annotated[int | None, Whole(0, 2_000_000, 18_500)]
OneToFive = Annotated[int | None, Score()]
PastDay = Annotated[str | None, Day("past")]
FutureDay = Annotated[str | None, Day("future")]
SoonDay = Annotated[str | None, Day("future", near=(7, 14, 30, 60))]
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
OwnerId = Annotated[int | None, Ref("person", within="owners")]  # who should own an action comes first
RecordId = Annotated[int | None, Ref("record")]
ToolId = Annotated[int | None, Ref("tool")]
ActionId = Annotated[int | None, Ref("record", within="actions")]  # a corrective action on the same part
