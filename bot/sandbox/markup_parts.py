"""What single tags of HTML markup come to: links, times, emoji, blocks of code."""

from __future__ import annotations

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Json


def refuse(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def is_code_block(last: Json, entity: Json) -> bool:
    same = (last["offset"], last["length"]) == (entity["offset"], entity["length"])
    return (
        same
        and {last["type"], entity["type"]} == {"pre", "code"}
        and bool(last.get("_language") or entity.get("language"))
    )


def link_of(url: str) -> Json | None:
    if url.startswith("tg://user?id=") and url.removeprefix("tg://user?id=").isdigit():
        return {"type": "text_mention", "_user_id": int(url.removeprefix("tg://user?id="))}
    bare = url.strip()
    if not bare or " " in bare:
        return None
    if "://" not in bare:
        if "." not in bare.split("/")[0]:
            return None
        bare = f"http://{bare}"
    scheme, _, rest = bare.partition("://")
    if scheme not in {"http", "https", "tg", "ton"}:
        return None
    return {"type": "text_link", "url": bare if "/" in rest or scheme == "tg" else f"{bare}/"}


def emoji_of(number: str) -> str:
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 1 << 63):
        raise refuse("Invalid custom emoji identifier specified")
    return number


def time_of(attributes: dict[str, str]) -> Json:
    unix = attributes.get("unix") or "0"
    if not (unix.isascii() and unix.isdigit()):
        raise refuse("Invalid Unix time specified")  # the real words are not known
    entity: Json = {"type": "date_time", "unix_time": int(unix)}
    if attributes.get("format"):
        entity["date_time_format"] = attributes["format"]
    return entity
