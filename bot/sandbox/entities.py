"""Formatted text: parse mode or given entities, trimming, links and commands found by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.sandbox import utf16
from bot.sandbox.domains import BARE
from bot.sandbox.errors import bad_request, not_emulated
from bot.sandbox.markup_html import parse_html
from bot.sandbox.model import Json

MAX_RAW = 32768
# Inside these nothing is found by itself.
OPAQUE = {"code", "pre", "text_link", "text_mention"}
FOUND = (
    ("url", re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?()']")),
    ("url", re.compile(BARE)),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[a-zA-Z\d-]+\.[a-zA-Z.\d-]*[a-zA-Z]")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z]\w{3,31}\b", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/@])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])", re.ASCII)),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])", re.ASCII)),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)


@dataclass
class Formatted:
    """Plain text with entities sorted as Telegram sorts them: by offset, the longer first."""

    text: str
    entities: list[Json] = field(default_factory=list)


def parse(raw: str, mode: str, given: list[Json] | None, user: Callable[[int], Json | None]) -> Formatted:
    """Raises ApiError 400 for bad markup, 501 for Markdown, which the product never sends.

    `user` gives the user of a `tg://user?id=` link, None when there is none.
    """
    if len(raw.encode("utf-8", "replace")) > MAX_RAW:
        raise bad_request("text is too long")
    text, entities = _by_mode(raw, mode, given)
    entities = [found for found in (_resolve(entity, user) for entity in entities) if found]
    return find_more(_trim(Formatted(text, entities)))


def plain(text: str) -> Formatted:
    """A person's text: nothing is markup, but commands and links are found."""
    return find_more(_trim(Formatted(text)))


def _by_mode(raw: str, mode: str, given: list[Json] | None) -> tuple[str, list[Json]]:
    """The mode of an empty text is not even looked at."""
    match mode.lower() if raw else "":
        case "html":
            return parse_html(raw)
        case "markdown" | "markdownv2":
            raise not_emulated(f"parse_mode {mode}")
        case "" | "none":
            return raw, [dict(entity) for entity in given or []]
        case _:
            raise bad_request("unsupported parse_mode")


def _resolve(entity: Json, user: Callable[[int], Json | None]) -> Json | None:
    entity.pop("_language", None)
    if entity["type"] == "text_mention" and "_user_id" in entity:
        found = user(entity.pop("_user_id"))
        return {**entity, "user": found} if found else None
    return entity


def _trim(formatted: Formatted) -> Formatted:
    text = formatted.text.replace("\r", "")
    if text != formatted.text:
        formatted = Formatted(text, _without_returns(formatted))
    head = utf16.length(text) - utf16.length(text.lstrip())
    stripped = text.strip()
    end = utf16.length(stripped)
    entities = []
    for entity in formatted.entities:
        start = min(max(entity["offset"] - head, 0), end)
        stop = min(max(entity["offset"] + entity["length"] - head, 0), end)
        if stop > start:
            entities.append({**entity, "offset": start, "length": stop - start})
    return Formatted(stripped, entities)


def _without_returns(formatted: Formatted) -> list[Json]:
    units = utf16.Units(formatted.text)
    shifted = []
    for entity in formatted.entities:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        before, inside = units.cut(0, start).count("\r"), units.cut(start, stop).count("\r")
        shifted.append({**entity, "offset": start - before, "length": entity["length"] - inside})
    return shifted


def find_more(formatted: Formatted) -> Formatted:
    """Add the entities that Telegram finds by itself, where nothing opaque or found before stands."""
    taken = [_span(entity) for entity in formatted.entities if entity["type"] in OPAQUE]
    known = {(entity["type"], entity["offset"]) for entity in formatted.entities}
    entities = list(formatted.entities)
    for entity in _search(formatted.text):
        start, stop = _span(entity)
        if (entity["type"], start) in known or any(start < b and a < stop for a, b in taken):
            continue
        taken.append((start, stop))
        entities.append(entity)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(formatted.text, entities)


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _search(text: str) -> Iterator[Json]:
    if not any(mark in text for mark in "@/#.:$"):
        return
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            yield {
                "type": kind,
                "offset": utf16.length(text[: match.start()]),
                "length": utf16.length(match.group()),
            }
