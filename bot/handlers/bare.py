"""A picture without where, when and with what it was taken: what colleagues get of it. The original stays as it is."""

from __future__ import annotations

import struct
from typing import Final

JPEG, SCAN, END = b"\xff\xd8", 0xDA, b"\xff\xd9"
TOLD: Final = frozenset({0xE1, 0xED, 0xFE})  # EXIF and XMP, IPTC, comments
EXIF: Final = b"Exif\0\0"
TURNED: Final = 0x0112


def bare(picture: bytes) -> bytes:
    """A JPEG without what is told beside the picture, but for how it is turned; anything else as it is."""
    if not picture.startswith(JPEG):
        return picture
    kept, turned, at = [JPEG], 1, len(JPEG)
    while at + 4 <= len(picture) and picture[at] == 0xFF and picture[at + 1] != SCAN:
        size = 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        segment = picture[at : at + size]
        if segment[1] not in TOLD:
            kept.append(segment)
        elif segment[4:10] == EXIF:
            turned = _turned(segment[10:])
        at += size
    end = picture.find(END, at)  # behind it some telephones put a second picture, with the same beside it
    kept.append(picture[at:] if end < 0 else picture[at : end + len(END)])
    return b"".join([kept[0], _only(turned), *kept[1:]])


def _turned(tiff: bytes) -> int:
    """1 to 8, as EXIF counts; 1 (upright) where nothing is said or nothing can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        entries = (struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * n) for n in range(count))
        found = next((value for tag, _, _, value in entries if tag == TURNED), 1)
    except struct.error:
        return 1
    return found if 1 <= found <= 8 else 1


def _only(turned: int) -> bytes:
    """An EXIF segment that says no more than that."""
    if turned == 1:
        return b""
    body = EXIF + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, TURNED, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(body)) + body
