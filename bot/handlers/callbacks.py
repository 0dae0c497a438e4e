"""What a button's data says. It proves nothing: any client can send any of these, so the desk authorises every one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal


@dataclass(frozen=True)
class Press:
    """An action on a work item, from a card of that version."""

    item_id: int
    version: int
    action: str


@dataclass(frozen=True)
class Show:
    """A record's card: in place of the message pressed, or `below` it, as from a list."""

    record_id: int
    below: bool = False


@dataclass(frozen=True)
class Details:
    """Everything about a record."""

    record_id: int


@dataclass(frozen=True)
class ShowSent:
    """The photos and files of a record."""

    record_id: int


@dataclass(frozen=True)
class PrintForm:
    """A record as a form on paper."""

    record_id: int


@dataclass(frozen=True)
class Urge:
    """A reminder from the applicant to whoever owes the next step."""

    record_id: int


@dataclass(frozen=True)
class AskWithdraw:
    """The applicant is asked whether to take it back: nothing undoes that."""

    record_id: int


@dataclass(frozen=True)
class Withdraw:
    """The applicant takes a record back."""

    record_id: int


@dataclass(frozen=True)
class Open:
    """A new form; `anew` even though one of its kind lies half-filled."""

    chapter: str
    route: str
    origin_id: int | None = None
    anew: bool = False


@dataclass(frozen=True)
class ShowFile:
    """A customer's file."""

    customer_id: int


@dataclass(frozen=True)
class ChangeFile:
    """The report of a change, for that customer."""

    customer_id: int


@dataclass(frozen=True)
class ShowItem:
    """A work item's card."""

    item_id: int


@dataclass(frozen=True)
class UrgeOwner:
    """Those above urge who has an overdue item."""

    item_id: int


@dataclass(frozen=True)
class PassOn:
    """Those above give an overdue item to somebody else."""

    item_id: int


@dataclass(frozen=True)
class Resume:
    """Go on with a half-filled form."""

    draft_id: int


@dataclass(frozen=True)
class Drop:
    """Throw a half-filled form away."""

    draft_id: int


@dataclass(frozen=True)
class Promise:
    """Whether an order line will be delivered on its promised date."""

    order_line_id: int
    on_time: bool


@dataclass(frozen=True)
class Snooze:
    """The morning message, put off."""

    when: str
    person_id: int


@dataclass(frozen=True)
class Go:
    """A place of the menu; of a list, the page from 0 on."""

    place: str
    page: int = 0


@dataclass(frozen=True)
class Search:
    """A page of what was found, from 0 on."""

    page: int
    words: str


@dataclass(frozen=True)
class PrintLabel:
    """The label of this tool, to be printed."""

    tool_id: int


@dataclass(frozen=True)
class Lend:
    """A loan of this tool, from its card."""

    tool_id: int


@dataclass(frozen=True)
class Speak:
    """The language to be spoken to from now on."""

    language: Literal["zh_CN", "en"]


Asked = (
    Press
    | Show
    | Details
    | ShowSent
    | PrintForm
    | Urge
    | AskWithdraw
    | Withdraw
    | Open
    | ShowFile
    | ChangeFile
    | ShowItem
    | UrgeOwner
    | PassOn
    | Resume
    | Drop
    | Promise
    | Snooze
    | Go
    | Search
    | Lend
    | PrintLabel
    | Speak
)

UNKNOWN: Final = "unknown"
"""What a handler returns of a press on no button that there is: counted, for somebody may be trying."""

PLACES = ("menu", "work", "mine", "new", "drafts", "find", "briefings", "language", "help")
_ID, _WORD = r"(\d{1,15})", r"([a-z][a-z0-9_]{0,31})"
_SHAPES: tuple[tuple[str, Callable[..., Asked]], ...] = (
    (rf"w:{_ID}:{_ID}:{_WORD}", lambda item, version, action: Press(int(item), int(version), action)),
    (rf"r:{_ID}:(card|open)", lambda record, how: Show(int(record), below=how == "open")),
    (rf"r:{_ID}:more", lambda record: Details(int(record))),
    (rf"r:{_ID}:files", lambda record: ShowSent(int(record))),
    (rf"r:{_ID}:print", lambda record: PrintForm(int(record))),
    (rf"r:{_ID}:urge", lambda record: Urge(int(record))),
    (rf"r:{_ID}:back", lambda record: AskWithdraw(int(record))),
    (rf"r:{_ID}:withdraw", lambda record: Withdraw(int(record))),
    (rf"r:{_ID}:new:{_WORD}:{_WORD}", lambda record, chapter, route: Open(chapter, route, int(record))),
    (rf"n:{_WORD}:{_WORD}(:anew)?", lambda chapter, route, anew: Open(chapter, route, anew=bool(anew))),
    (rf"f:{_ID}", lambda customer: ShowFile(int(customer))),
    (rf"f:{_ID}:change", lambda customer: ChangeFile(int(customer))),
    (rf"i:{_ID}", lambda item: ShowItem(int(item))),
    (rf"i:{_ID}:urge", lambda item: UrgeOwner(int(item))),
    (rf"i:{_ID}:pass", lambda item: PassOn(int(item))),
    (rf"d:{_ID}:go", lambda draft: Resume(int(draft))),
    (rf"d:{_ID}:drop", lambda draft: Drop(int(draft))),
    (rf"q:{_ID}:(yes|no)", lambda line, answer: Promise(int(line), answer == "yes")),
    (rf"z:{_WORD}:{_ID}", lambda when, person: Snooze(when, int(person))),
    (rf"m:({'|'.join(PLACES)})", Go),
    (r"m:(work|mine|drafts):(\d{1,3})", lambda place, page: Go(place, int(page))),
    (r"s:(\d{1,3}):(.+)", lambda page, words: Search(int(page), words)),
    (rf"t:{_ID}:lend", lambda tool: Lend(int(tool))),
    (rf"t:{_ID}:label", lambda tool: PrintLabel(int(tool))),
    (r"l:(zh_CN|en)", Speak),
)
_COMPILED = tuple((re.compile(shape, re.ASCII), build) for shape, build in _SHAPES)


@lru_cache(64)  # every filter of every press asks
def parse(data: str) -> Asked | None:
    """What `data` asks for; None if it is malformed or from elsewhere."""
    for shape, build in _COMPILED:
        if match := shape.fullmatch(data):
            return build(*match.groups())
    return None
