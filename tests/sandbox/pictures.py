"""Small pictures made on the spot."""

from __future__ import annotations

import io

from PIL import Image


def picture(width: int = 1600, height: int = 1200, colour: str = "#336699", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()
