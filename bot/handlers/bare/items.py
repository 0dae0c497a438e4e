"""Where in a HEIC the items lie that tell something beside the picture (ISO/IEC 14496-12, 8.11)."""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator
from typing import Final

TELLING: Final = (b"Exif", b"mime", b"uri ")
_NARROW, _WIDE = struct.Struct(">4xH2x4s"), struct.Struct(">4xI2x4s")  # version and flags, number, protection, kind


class Reader:
    """Numbers of so many bytes, one after the other. Raises EOFError where there are none."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def take(self, size: int) -> int:
        if self._at + size > len(self._body):
            raise EOFError
        self._at += size
        return int.from_bytes(self._body[self._at - size : self._at], "big")


def telling_item(entry: bytes) -> tuple[int, int] | None:
    """The number of an item that tells, and where in its entry of the list it says of what kind it is; None for any
    other."""
    layout = {b"\x02": _NARROW, b"\x03": _WIDE}.get(entry[:1])
    if layout is None or len(entry) < layout.size:
        return None
    number, kind = layout.unpack_from(entry)
    return (int(number), layout.size - 4) if kind in TELLING else None


def places_of(items: Container[int], located: bytes, inside: int) -> list[tuple[int, int]]:
    """Where they begin and end in the file. located: the list of places; inside: where the box begins that holds small
    items itself."""
    found = []
    try:
        for item, start, size in _places(Reader(located), inside):
            if item in items:
                found.append((start, start + size))
    except EOFError:
        pass  # cut short: what was read so far counts
    return found


def _places(body: Reader, inside: int) -> Iterator[tuple[int, int, int]]:
    """Item, first byte and number of bytes of each piece."""
    version = body.take(4) >> 24
    sizes = body.take(2)
    of_offset, of_length, of_base, of_index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
    for _ in range(body.take(4 if version == 2 else 2)):
        item = body.take(4 if version == 2 else 2)
        within = inside if version and body.take(2) & 15 == 1 else 0
        body.take(2)
        base = body.take(of_base) + within
        for _ in range(body.take(2)):
            body.take(of_index if version else 0)
            yield item, base + body.take(of_offset), body.take(of_length)
