"""HTML parse mode: the parser of the real server (`do_parse_html` of TDLib), with its refusals.

Errors name UTF-8 byte offsets, entities are in UTF-16 units.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.markup_parts import emoji_of, is_code_block, link_of, refuse, time_of
from bot.sandbox.model import Json

SPACE = b" \t\r\n\0\v"
END = 0
SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
TAGS = {*SIMPLE, "a", "tg-emoji", "tg-time"}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Raises ApiError 400 with the real server's text."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        # The closing zero lets every loop look one byte ahead, as in the original.
        self.data = source.encode("utf-8", "replace") + b"\0"
        self.end = len(self.data) - 1
        self.i = 0
        self.out = bytearray()
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.i < self.end:
            if self.data[self.i] == ord("<"):
                self._tag()
            elif not (self.data[self.i] == ord("&") and self._append(self._character())):
                self._copy_byte()
        if self.open:
            raise refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self.out.decode("utf-8", "replace"), self.entities

    def _copy_byte(self) -> None:
        byte = self.data[self.i]
        if byte & 0xC0 != 0x80:
            self.offset += 2 if byte >= 0xF0 else 1
        self.out.append(byte)
        self.i += 1

    def _append(self, character: str) -> bool:
        if character:
            self.offset += 2 if ord(character) > 0xFFFF else 1
            self.out += character.encode("utf-8", "replace")
        return bool(character)

    def _character(self) -> str:
        """Decode `&…;` at the cursor and step over it; empty and unmoved when it is none."""
        i = self.i + 1
        if self.data[i] == ord("#"):
            character, i = self._numeric(i + 1)
        else:
            start = i
            while self._is_letter(self.data[i]):
                i += 1
            character = NAMED.get(self.data[start:i], "")
        if character:
            self.i = i + (self.data[i] == ord(";"))
        return character

    def _numeric(self, i: int) -> tuple[str, int]:
        base, digits = 10, b"0123456789"
        if self.data[i] == ord("x"):
            base, digits, i = 16, b"0123456789abcdefABCDEF", i + 1
        start = i
        while self.data[i] in digits:
            i += 1
        code = int(self.data[start:i] or b"0", base)
        if code == 0 or code >= 0x10FFFF or i - self.i >= 10 or 0xD800 <= code < 0xE000:
            return "", i
        return chr(code), i

    @staticmethod
    def _is_letter(byte: int) -> bool:
        return chr(byte).isascii() and chr(byte).isalpha()

    def _tag(self) -> None:
        begin = self.i
        self.i += 1
        if self.data[self.i] == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _word(self, stops: bytes) -> str:
        start = self.i
        while self.data[self.i] not in stops:
            self.i += 1
        return self.data[start : self.i].decode("utf-8", "replace")

    def _skip_space(self) -> None:
        while self.i < self.end and self.data[self.i] in SPACE:
            self.i += 1

    def _start_tag(self, begin: int) -> None:
        tag = self._word(SPACE + b">").lower()
        if self.i >= self.end:
            raise refuse(f"Unclosed start tag at byte offset {begin}")
        if tag not in TAGS:
            raise refuse(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.i += 1
        self.open.append(_Open(tag, attributes, self.offset, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self.data[self.i] != ord(">"):
            self._skip_space()
            if self.data[self.i] == ord(">"):
                break
            name = self._word(SPACE + b"=>/\"'")
            if not name:
                raise refuse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._skip_space()
            if self.i < self.end and self.data[self.i] != ord("="):
                found.setdefault(name, "")
                continue
            found[name] = self._value(begin)
        return found

    def _value(self, begin: int) -> str:
        if self.i < self.end:
            self.i += 1
        self._skip_space()
        if self.i >= self.end:
            raise refuse(f"Unclosed start tag at byte offset {begin}")
        quote = self.data[self.i]
        value = self._quoted(quote) if quote in b"\"'" else self._bare()
        if self.i >= self.end:
            raise refuse(f"Unclosed start tag at byte offset {begin}")
        return value

    def _quoted(self, quote: int) -> str:
        self.i += 1
        value = bytearray()
        while self.i < self.end and self.data[self.i] != quote:
            character = self._character() if self.data[self.i] == ord("&") else ""
            if character:
                value += character.encode()
            else:
                value.append(self.data[self.i])
                self.i += 1
        self.i += self.i < self.end
        return value.decode("utf-8", "replace")

    def _bare(self) -> str:
        start = self.i
        while chr(self.data[self.i]).isascii() and (chr(self.data[self.i]).isalnum() or self.data[self.i] in b".-"):
            self.i += 1
        if self.data[self.i] not in SPACE + b">":
            raise refuse(f"Unexpected end of name token at byte offset {start}")
        return self.data[start : self.i].decode().lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise refuse(f"Unexpected end tag at byte offset {begin}")
        self.i += 1
        name = self._word(SPACE + b">")
        self._skip_space()
        if self.data[self.i] != ord(">"):
            raise refuse(f"Unclosed end tag at byte offset {begin}")
        self.i += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise refuse(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = self._entity(opened)
        if entity is None:
            return
        entity |= {"offset": opened.offset, "length": self.offset - opened.offset}
        last = self.entities[-1] if self.entities else None
        if last and is_code_block(last, entity):
            language = last.get("_language") or entity.get("language")
            last.clear()
            last.update(type="pre", offset=entity["offset"], length=entity["length"])
            if language:
                last["language"] = language
            return
        if entity["type"] == "code":
            entity["_language"] = entity.pop("language", "")
        self.entities.append(entity)

    def _entity(self, opened: _Open) -> Json | None:
        attributes = opened.attributes
        if opened.tag == "a":
            url = attributes.get("href") or self.out[opened.begin :].decode("utf-8", "replace")
            return link_of(url)
        if opened.tag == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": emoji_of(attributes.get("emoji-id", ""))}
        if opened.tag == "tg-time":
            return time_of(attributes)
        if opened.tag == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        entity: Json = {"type": SIMPLE[opened.tag]}
        language = attributes.get("class", "")
        if opened.tag == "code" and language.startswith("language-"):
            entity["language"] = language.removeprefix("language-")
        return entity
