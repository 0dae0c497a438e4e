"""How a picture is to be turned: the one thing that stays of what EXIF tells."""

from __future__ import annotations

import struct
from typing import Final

TURNED: Final = 0x0112


def turned(tiff: bytes) -> int:
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


def only(how: int) -> bytes:
    """What EXIF holds, saying no more than that; nothing for an upright picture."""
    return b"" if how == 1 else b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, TURNED, 3, 1, how, 0, 0)
