"""Entities back to HTML for the person's screen: rebuilt from plain text, so nothing a message holds can run."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from bot.sandbox.model import Json
from bot.sandbox.utf16 import Units

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def to_html(text: str, entities: list[Json]) -> str:
    """Well-formed even where entities cross: what has to stay open is closed and opened again."""
    units = Units(text)
    end = len(units)
    cuts = sorted({0, end, *_bounds(entities, end)})
    out: list[str] = []
    stack: list[Json] = []
    for start, stop in pairwise(cuts):
        wanted = [e for e in entities if e["offset"] <= start and e["offset"] + e["length"] >= stop]
        keep = 0
        while keep < min(len(stack), len(wanted)) and stack[keep] is wanted[keep]:
            keep += 1
        piece = units.cut(start, stop)
        out += [_tags(entity, units)[1] for entity in reversed(stack[keep:])]
        out += [_tags(entity, units)[0] for entity in wanted[keep:]]
        out.append(escape(piece, quote=False))
        stack = wanted
    out += [_tags(entity, units)[1] for entity in reversed(stack)]
    return "".join(out)


def _bounds(entities: list[Json], end: int) -> set[int]:
    edges = {edge for e in entities for edge in (e["offset"], e["offset"] + e["length"])}
    return {edge for edge in edges if 0 <= edge <= end}


def _tags(entity: Json, units: Units) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        tag = TAGS[kind]
        opening = "<blockquote expandable>" if kind == "expandable_blockquote" else f"<{tag}>"
        return opening, f"</{tag}>"
    if kind == "pre":
        return _pre(entity)
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(str(entity.get("custom_emoji_id", "")))}">', "</tg-emoji>"
    if kind == "date_time":
        return _time(entity), "</tg-time>"
    address = _address(entity, units)
    if address:
        return f'<a href="{escape(address)}">', "</a>"
    return "", ""


def _pre(entity: Json) -> tuple[str, str]:
    language = entity.get("language")
    if language:
        return f'<pre><code class="language-{escape(language)}">', "</code></pre>"
    return "<pre>", "</pre>"


def _time(entity: Json) -> str:
    form = entity.get("date_time_format")
    shape = f' format="{escape(form)}"' if form else ""
    return f'<tg-time unix="{int(entity["unix_time"])}"{shape}>'


def _address(entity: Json, units: Units) -> str:
    match entity["type"]:
        case "text_link":
            return str(entity.get("url", ""))
        case "text_mention":
            return f"tg://user?id={entity['user']['id']}"
        case "url":
            shown = units.cut(entity["offset"], entity["offset"] + entity["length"])
            return shown if "://" in shown else f"http://{shown}"
        case _:
            return ""
