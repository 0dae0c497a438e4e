"""What a form's button carries: a verb, the question that it answers, and a value; at most 55 bytes.

The question is in it because a second tap may arrive when the window already asks the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from bot.desk.model import Option, Question

PICK: Final = "o"
ANOTHER: Final = "a"
THATS_ALL: Final = "e"
DROP_FILES: Final = "x"
DROP_LINE: Final = "r"
BACK: Final = "b"
SKIP: Final = "s"
KEEP: Final = "k"
MONTH: Final = "m"
PAGE: Final = "p"
LATER: Final = "l"
HAND_IN: Final = "h"
CHANGE: Final = "c"
EXTRAS: Final = "w"
DISCARD: Final = "d"
REALLY: Final = "y"
SUMMARY: Final = "u"
GO_TO: Final = "g"
NOTHING: Final = "-"

SHORT = 32  # bytes of a text that is carried as it is; longer ones go by their checksum


@dataclass(frozen=True)
class Press:
    """A parsed button. tag: "" if it belongs to no question."""

    verb: str
    tag: str = ""
    arg: str = ""


def packed(verb: str, question: Question | None = None, arg: str = "") -> str:
    """The data of a button."""
    return f"{verb}:{tag_of(question) if question else ''}:{arg}"


def parsed(data: str) -> Press:
    """The press that `data` stands for; what is missing is empty."""
    verb, _, rest = data.partition(":")
    tag, _, arg = rest.partition(":")
    return Press(verb, tag, arg)


def tag_of(question: Question) -> str:
    """A few letters that tell one question of a form from another."""
    return f"{crc32(f'{question.path}?{question.more}'.encode()):x}"


def coded(value: Any) -> str:
    """A value as a button carries it."""
    if isinstance(value, bool):
        return f"b{int(value)}"
    if isinstance(value, int):
        return f"i{value}"
    text = str(value)
    return f"s{text}" if len(text.encode()) <= SHORT else f"#{crc32(text.encode()):x}"


def decoded(code: str, offered: Iterable[Option] = ()) -> Any:
    """The value behind `code`. LookupError if it is a checksum of nothing that is offered, or no code at all."""
    match code[:1]:
        case "b":
            return code[1:] == "1"
        case "i" if code[1:].lstrip("-").isdigit():
            return int(code[1:])
        case "s":
            return code[1:]
    for option in offered:
        if coded(option.value) == code:
            return option.value
    raise LookupError(code)
