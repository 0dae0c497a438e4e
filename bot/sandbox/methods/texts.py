"""The text or caption of a call, parsed and measured."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import MAX_RAW, Formatted, parse
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Call
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.shapes import user_json

MAX_TEXT = 4096
MAX_CAPTION = 1024


def formatted(call: Call, params: Params, field: str, entities_field: str) -> Formatted:
    given = params.objects(entities_field, "MessageEntity", "can't parse message entities JSON object")
    if not all(_is_entity(entity) for entity in given or []):
        raise bad_request("can't parse MessageEntity")
    return parse(params.text(field), params.text("parse_mode"), given, lambda number: _user(call, number))


def _is_entity(entity: Json) -> bool:
    numbers = all(isinstance(entity.get(name), int) and 0 <= entity[name] <= MAX_RAW for name in ("offset", "length"))
    return numbers and isinstance(entity.get("type"), str)


def _user(call: Call, number: int) -> Json | None:
    return user_json(call.world, number) if call.world.user(number) else None


def text_content(call: Call) -> Json:
    """`text` and `entities` of a sendMessage. Raises ApiError 400; lengths in code points after parsing."""
    if not call.params.text("text"):
        raise bad_request("message text is empty")
    found = formatted(call, call.params, "text", "entities")
    if not found.text:
        raise bad_request("text must be non-empty")
    if len(found.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return _content(found, "text", "entities")


def caption_content(call: Call, source: dict[str, Any] | None = None) -> Json:
    """`caption` and `caption_entities` of a medium; of one item of an album when `source` is given."""
    params = call.params if source is None else Params(source)
    found = formatted(call, params, "caption", "caption_entities")
    if len(found.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content = _content(found, "caption", "caption_entities")
    if params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def _content(found: Formatted, field: str, entities_field: str) -> Json:
    content: Json = {field: found.text} if found.text else {}
    if found.entities:
        content[entities_field] = found.entities
    return content
