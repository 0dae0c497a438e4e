"""PNG and WebP: chunks, of which only those stay that make the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from bot.handlers.bare.turned import only, turned

PNG: Final = b"\x89PNG\r\n\x1a\n"
OF_PNG: Final = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
OF_WEBP: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
TELLS_EXIF, TELLS_XMP = 0x08, 0x04  # in the first byte of VP8X


def bare_png(picture: bytes) -> bytes:
    kept, how, at = [PNG], 1, len(PNG)
    while at + 12 <= len(picture):
        size, name = struct.unpack_from(">I4s", picture, at)
        if name == b"IEND":
            how_it_is = _png_chunk(b"eXIf", only(how)) if how > 1 else b""
            return b"".join([*kept, how_it_is, _png_chunk(b"IEND", b"")])
        if name in OF_PNG:
            kept.append(picture[at : at + 12 + size])
        elif name == b"eXIf":
            how = turned(picture[at + 8 : at + 8 + size])
        at += 12 + size
    return b"".join(kept)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bare_webp(picture: bytes) -> bytes:
    found = list(_riff_chunks(picture))
    told = next((body for name, body in found if name == b"EXIF"), b"")
    exif = only(turned(told.removeprefix(b"Exif\0\0")))
    kept = [(name, _said(body, exif) if name == b"VP8X" else body) for name, body in found if name in OF_WEBP]
    kept += [(b"EXIF", exif)] if exif else []
    riff = b"WEBP" + b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in kept
    )
    return b"RIFF" + struct.pack("<I", len(riff)) + riff


def _riff_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(picture), 8 + int.from_bytes(picture[4:8], "little"))
    while at + 8 <= end:
        name, size = struct.unpack_from("<4sI", picture, at)
        yield name, picture[at + 8 : min(at + 8 + size, end)]
        at += 8 + size + size % 2


def _said(extended: bytes, exif: bytes) -> bytes:
    """VP8X without the marks of what is left out."""
    marks = extended[:1] and bytes([extended[0] & ~(TELLS_EXIF | TELLS_XMP) | (TELLS_EXIF if exif else 0)])
    return marks + extended[1:]
