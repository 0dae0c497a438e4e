"""A picture or film without where, when and with what it was taken: what colleagues get. The original stays."""

from __future__ import annotations

from bot.handlers.bare.boxes import bare_boxes
from bot.handlers.bare.chunks import PNG, bare_png, bare_webp
from bot.handlers.bare.jpeg import START, bare_jpeg


def bare(file: bytes) -> bytes:
    """A JPEG, PNG, WebP, HEIC or MP4 without what is told beside the picture, but for how it is turned; the rest as it
    is."""
    if file.startswith(START):
        return bare_jpeg(file)
    if file.startswith(PNG):
        return bare_png(file)
    if file[4:8] == b"ftyp":
        return bare_boxes(file)
    return bare_webp(file) if file[:4] == b"RIFF" and file[8:12] == b"WEBP" else file
