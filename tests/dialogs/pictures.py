"""Photos of labels, drawn."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, ImageFilter

from bot.dialogs.labels import barcode

FORMATS = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "code128": zxingcpp.BarcodeFormat.Code128,
}


def label(text: str, kind: str = "datamatrix", scale: int = 6) -> Image.Image:
    """A code on white paper."""
    drawn = barcode(text, FORMATS[kind], scale)
    paper = Image.new("L", (drawn.width + 160, drawn.height + 160), 255)
    paper.paste(drawn, (80, 80))
    return paper


def beneath(*labels: Image.Image) -> Image.Image:
    """Several labels on one photo, the first on top."""
    sheet = Image.new("L", (max(p.width for p in labels), sum(p.height for p in labels)), 255)
    y = 0
    for one in labels:
        sheet.paste(one, (0, y))
        y += one.height
    return sheet


def photo(picture: Image.Image, *, turned: float = 0, blurred: float = 0, quality: int = 60) -> bytes:
    """The picture as a telephone sends it."""
    turned_one = picture.rotate(turned, expand=True, fillcolor=255) if turned else picture
    seen = turned_one.filter(ImageFilter.GaussianBlur(blurred)) if blurred else turned_one
    out = io.BytesIO()
    seen.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()
