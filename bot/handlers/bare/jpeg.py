"""JPEG: segments, and behind them the picture."""

from __future__ import annotations

import struct
from typing import Final

from bot.handlers.bare.turned import only, turned

START, SCAN, END = b"\xff\xd8", 0xDA, b"\xff\xd9"
TOLD: Final = frozenset({0xE1, 0xED, 0xFE})  # EXIF and XMP, IPTC, comments
EXIF: Final = b"Exif\0\0"


def bare_jpeg(picture: bytes) -> bytes:
    kept, how, at = [START], 1, len(START)
    while at + 4 <= len(picture) and picture[at] == 0xFF and picture[at + 1] != SCAN:
        size = 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        segment = picture[at : at + size]
        if segment[1] not in TOLD:
            kept.append(segment)
        elif segment[4:10] == EXIF:
            how = turned(segment[10:])
        at += size
    end = picture.find(END, at)  # behind it some telephones put a second picture, with the same beside it
    kept.append(picture[at:] if end < 0 else picture[at : end + len(END)])
    return b"".join([kept[0], _segment(only(how)), *kept[1:]])


def _segment(tiff: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", 2 + len(EXIF + tiff)) + EXIF + tiff if tiff else b""
