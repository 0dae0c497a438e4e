"""What the desk hands to those who show things: plain data, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.procedure.forms import FormField, Plan
from bot.procedure.house_rules import HouseRule
from bot.procedure.kinds import Day, Photos, Rows, Score, YesNo
from bot.procedure.people import Member
from bot.procedure.workflow import Action, Chapter, Step

__all__ = [
    "Absence",
    "Actor",
    "DraftLine",
    "FileIn",
    "Handed",
    "Line",
    "Member",
    "Option",
    "Owing",
    "Pressed",
    "Question",
    "Refused",
    "RuleLine",
    "Sitting",
]


@dataclass(frozen=True)
class Actor:
    """Who does something, from which account, and by which update: the update makes it happen once only."""

    member: Member
    telegram_id: int
    update_id: int | None = None
    ordinal: int = 0

    @property
    def key(self) -> str | None:
        """The idempotency key of this update's effect; None for what comes from no update."""
        return None if self.update_id is None else f"u:{self.telegram_id}:{self.update_id}:{self.ordinal}"


@dataclass(frozen=True)
class Option:
    """One answer to pick: its stored value and its label in the reader's language."""

    value: Any
    label: str


@dataclass(frozen=True)
class Question:
    """The question that a sitting stands at. path: "qty", or "swapped.0.old_serial" for a line's field.

    more: instead of a field, whether another line is wanted (only for fields of lines)."""

    path: str
    field: FormField
    more: bool = False
    saved: int = 0  # photos stored so far, or lines so far
    chosen: tuple[Any, ...] = ()  # of a list to choose several from: those chosen so far
    first: date | None = None  # of a date: no earlier one is taken, as things stand

    @property
    def further(self) -> str:
        """What is asked (a msgid) in place of whether there is another line: why again? The answer is the next line."""
        return self.field.kind.further if self.more and isinstance(self.field.kind, Rows) else ""

    @property
    def has_options(self) -> bool:
        """Whether the desk knows what could be tapped; days, scores and the like offer themselves."""
        return not self.more and not isinstance(self.field.kind, YesNo | Score | Day | Photos)


@dataclass(frozen=True)
class Sitting:
    """A draft as its writer sees it. question None: everything asked is answered, show the summary."""

    id: int
    purpose: str  # open, act
    chapter: Chapter
    route: str
    action: Action | None
    number: str  # of the record that an action belongs to; "" for a new one
    plan: Plan
    data: Mapping[str, Any]  # answers so far (with the facts that conditions need)
    question: Question | None
    position: int  # 1-based place of the question
    total: int
    started_at: datetime
    names: Mapping[tuple[str, int], str]  # (entity, id) -> label, for every reference in data
    single: bool  # one question only: hand in as soon as it is answered
    warning: str = ""  # a sentence (msgid) to show on the summary, and its values
    warned: Mapping[str, Any] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()  # the fields whose answer nobody gave
    assumed_in_lines: tuple[str, ...] = ()  # the paths of such answers in lines
    record_id: int | None = None  # of the record that an action belongs to


@dataclass(frozen=True)
class FileIn:
    """A file as Telegram announced it; the bytes are fetched later."""

    kind: str  # photo, document, voice, video
    telegram_file_id: str
    telegram_unique_id: str
    sent_at: datetime
    mime: str | None = None
    name: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class SentFile:
    """A file of a record, as Telegram can send it again."""

    kind: str  # photo, document, voice, video
    telegram_file_id: str
    number: str  # of the record
    mime: str = ""
    name: str = ""


@dataclass(frozen=True)
class Pressed:
    """What came of a press. Exactly one of: text (said to the presser), draft_id (something is asked first)."""

    done: bool
    text: str = ""  # msgid of the small notice
    values: Mapping[str, Any] = field(default_factory=dict)
    draft_id: int | None = None
    stale: bool = False  # the card was old; a fresh one is on its way
    record_id: int | None = None


@dataclass(frozen=True)
class Handed:
    """A sitting that was handed in."""

    record_id: int
    number: str
    opened: bool  # a new record (else an action on one)
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Owing:
    """An open work item in somebody's list."""

    item_id: int
    version: int
    record_id: int
    number: str
    route_title: str  # msgid: what the record is called
    step: Step
    title: str
    due_at: datetime | None
    overdue: bool
    urged: int
    applicant: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class Line:
    """A record in a list."""

    record_id: int
    number: str
    route_title: str  # msgid: what the record is called
    title: str
    state: str
    waits_for: str
    updated_at: datetime


@dataclass(frozen=True)
class DraftLine:
    """A half-filled form in somebody's list."""

    id: int
    chapter: Chapter
    route: str
    action: Action | None
    number: str
    position: int
    total: int
    started_at: datetime


@dataclass(frozen=True)
class Absence:
    """Who stands in for somebody, and from when until when; `coming`: it has not begun."""

    deputy: str
    since: datetime
    until: datetime
    coming: bool


@dataclass(frozen=True)
class RuleLine:
    """A house rule as it is now."""

    rule: HouseRule
    value: Any


class Refused(Exception):
    """It may not be done, or not now: a sentence (msgid and values) that says so and what to do instead."""

    def __init__(self, msgid: str, **values: Any) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.values = values


class Unknown(Refused):
    """What was pressed on names something that was never there."""
