"""A picture without where, when and with what it was taken: what colleagues get of it. The original stays as it is."""

from __future__ import annotations

from bot.handlers.bare.chunks import PNG, bare_png, bare_webp
from bot.handlers.bare.jpeg import START, bare_jpeg


def bare(file: bytes) -> bytes:
    """A JPEG, PNG or WebP without what is told beside the picture, but for how it is turned; anything else as it is."""
    if file.startswith(START):
        return bare_jpeg(file)
    if file.startswith(PNG):
        return bare_png(file)
    return bare_webp(file) if file[:4] == b"RIFF" and file[8:12] == b"WEBP" else file
