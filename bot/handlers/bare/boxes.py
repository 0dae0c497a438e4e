"""HEIC and MP4: boxes within boxes. What tells is blanked where it stands, so that nothing else moves."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.handlers.bare.items import places_of, telling_item

BESIDE: Final = frozenset({b"udta", b"meta", b"uuid"})  # in a film: place, device, words
NOTHING: Final = b"free"
METADATA: Final = b"meta"  # the handler of a track that is neither picture nor sound


@dataclass(frozen=True)
class Box:
    """at: where it begins; body and end: where its content does and ends."""

    name: bytes
    at: int
    body: int
    end: int


def boxes(file: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes from `start` to `end`, as far as they can be read."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", file, start)
        body = start + 8
        if size == 1 and body + 8 <= end:
            size, body = int.from_bytes(file[body : body + 8], "big"), body + 8
        after = min(start + size, end) if size else end
        if after < body:
            return
        yield Box(name, start, body, after)
        start = after


def bare_boxes(file: bytes) -> bytes:
    """A picture without its items of EXIF and XMP; a film without what is told beside it."""
    found = bytearray(file)
    for box in boxes(file, 0, len(file)):
        if box.name == b"meta":
            _blank_items(found, box)
        elif box.name == b"moov":
            _blank_beside(found, box)
            for track in boxes(file, box.body, box.end):
                _blank_track(found, track)
        elif box.name == b"uuid":
            _free(found, box)
    return bytes(found)


def _blank_items(file: bytearray, meta: Box) -> None:
    parts = {box.name: box for box in boxes(file, meta.body + 4, meta.end)}
    if b"iinf" not in parts or b"iloc" not in parts:
        return
    telling, located = _telling(file, parts[b"iinf"]), parts[b"iloc"]
    inside = parts[b"idat"].body if b"idat" in parts else 0
    done = 0
    for start, end in sorted(places_of(telling, bytes(file[located.body : located.end]), inside)):
        _blank(file, max(start, done), end)  # each byte once, however often it is named
        done = max(done, end)
    for at in telling.values():
        file[at : at + 4] = NOTHING  # an empty EXIF is a fault to some readers, an unknown item is none


def _telling(file: bytearray, listed: Box) -> dict[int, int]:
    """The items that tell, and where the file says of what kind they are."""
    entries = boxes(file, listed.body + _counted(file, listed), listed.end)
    found = ((entry.body, telling_item(bytes(file[entry.body : entry.end]))) for entry in entries)
    return {item[0]: body + item[1] for body, item in found if item}


def _counted(file: bytearray, listed: Box) -> int:
    """Bytes of version, flags and count."""
    return 6 if file[listed.body : listed.body + 1] == b"\0" else 8


def _blank_beside(file: bytearray, parent: Box) -> None:
    for box in boxes(file, parent.body, parent.end):
        if box.name in BESIDE:
            _free(file, box)


def _blank_track(file: bytearray, track: Box) -> None:
    if track.name != b"trak":
        return
    media = [
        inner
        for box in boxes(file, track.body, track.end)
        if box.name == b"mdia"
        for inner in boxes(file, box.body, box.end)
    ]
    if any(box.name == b"hdlr" and file[box.body + 8 : box.body + 12] == METADATA for box in media):
        _free(file, track)
    else:
        _blank_beside(file, track)


def _free(file: bytearray, box: Box) -> None:
    file[box.at + 4 : box.at + 8] = NOTHING
    _blank(file, box.body, box.end)


def _blank(file: bytearray, start: int, end: int) -> None:
    end = min(end, len(file))
    if start < end:
        file[start:end] = bytes(end - start)
