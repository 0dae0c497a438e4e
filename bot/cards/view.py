"""What a card shows, as plain data: a record as one reader may see it at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.procedure.workflow import Action, Chapter, Step


@dataclass(frozen=True)
class Link:
    """One link of the chain. who: names of those who have it (or had it, when refused). rests: until when a link that
    is to do is asked of nobody."""

    title: str
    status: Literal["done", "open", "todo", "refused"]
    who: tuple[str, ...] = ()
    mine: bool = False
    since: timedelta | None = None
    urged: int = 0
    rests: datetime | None = None


@dataclass(frozen=True)
class ItemView:
    """The work item that a card is about."""

    id: int
    version: int
    step: Step
    state: str
    actions: tuple[Action, ...]  # what this reader may do now
    due_at: datetime | None
    paused: bool
    asked: tuple[str, ...]  # the question or reason that came with it, and from whom
    done_by: str
    done_for: str
    done_at: datetime | None
    done_text: str  # msgid with {name}
    reason: str


@dataclass(frozen=True)
class Reach:
    """How a contact of the customer wants to be told (R23). channel: a msgid; address: number, mailbox or portal."""

    name: str
    channel: str
    address: str


@dataclass(frozen=True)
class Happening:
    """One line of a record's history."""

    at: datetime
    who: str
    text: str  # msgid with {name}
    reason: str
    files: tuple[tuple[str, str], ...] = ()  # what was sent with it: kind and name
    same_hand: bool = False  # approved by the press that approved the step before


@dataclass(frozen=True)
class Filing:
    """How a record is kept: by which class (procedure.retention.Keeping), until when, under which legal hold, and by
    which disposal record its content went. Numbers, "" for none."""

    keeping: str = ""
    until: date | None = None
    hold: str = ""
    disposal: str = ""


@dataclass(frozen=True)
class RecordView:
    """A record for one reader. labels: (entity, id) → name in the reader's language."""

    id: int
    chapter: Chapter
    route: str
    number: str
    state: str
    data: Mapping[str, Any]
    rules: Mapping[str, Any]  # the house rules and time limits that the record keeps
    labels: Mapping[tuple[str, int], str]
    applicant: str
    applicant_unit: str
    is_applicant: bool
    created_at: datetime
    chain: tuple[Link, ...]
    item: ItemView | None
    can_urge: bool
    can_withdraw: bool
    starts: tuple[tuple[str, str, str], ...]  # chapter, route, title that may be opened from it
    at_hand: tuple[tuple[str, str, str], ...]  # those of them that are wanted in the middle of the work
    related: tuple[tuple[int, str], ...]  # records it came from and that came from it
    last: Happening | None
    history: tuple[Happening, ...]
    day_length: timedelta
    overdue_working: timedelta | None
    files: Mapping[str, int]
    filing: Filing = Filing()
    calm: bool = False  # what is left has time, however urgent it was
    reach: tuple[Reach, ...] = ()  # where the customer is to be told
    address: str = ""  # of the site
