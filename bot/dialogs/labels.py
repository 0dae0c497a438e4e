"""Reading the label of a part off its photo: QR, DataMatrix and Code 128; drawing the label of a tool."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any, Final

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final = {"JPEG": 40_000_000}
OTHERWISE: Final = 16_000_000  # pixels; what is no JPEG is decoded whole and in colour
OPENED: Final = ("JPEG", "PNG", "WEBP")  # as phones and scanners send them; each further format is a further risk
SIDE: Final = 3600  # it is read at no larger size: a picture costs memory and seconds by its pixels
LARGE_SIDE: Final = 3000  # beyond it enlarging finds nothing more
FORMATS: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Code128)
LONGEST: Final = 80  # characters, as the field takes
SCALE: Final = 12  # pixels a module of a code that is drawn


def codes_in(data: bytes) -> list[str]:
    """What the labels on this picture say, each once, from top to bottom.

    Empty if there is none, if it is no picture, or if it has too many pixels. What people sent is opened in a process
    of its own: label_reader."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=OPENED)
            if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", OTHERWISE):
                return []
            picture.draft("L", (SIDE, SIDE))
            upright = _small_and_grey(picture)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return []
    return next((found for variant in _variants(upright) if (found := _read(variant))), [])


def _small_and_grey(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    picture.close()
    grey.thumbnail((SIDE, SIDE))
    return ImageOps.exif_transpose(grey)


def barcode(text: str, kind: zxingcpp.BarcodeFormat, scale: int) -> Image.Image:
    """A code that says `text`, without a margin, `scale` pixels a module."""
    code: Any = zxingcpp.create_barcode(text, kind).to_image(scale=scale)  # its stub shows the buffer from 3.12 on only
    height, width = code.shape
    return Image.frombytes("L", (width, height), memoryview(code).tobytes())


def drawn(text: str) -> bytes:
    """A QR code that says `text`, as a PNG to be printed."""
    black = barcode(text, zxingcpp.BarcodeFormat.QRCode, SCALE)
    out = io.BytesIO()
    ImageOps.expand(black, border=4 * SCALE, fill=255).save(out, "PNG")
    return out.getvalue()


def _variants(picture: Image.Image) -> Iterator[Image.Image]:
    """As it is; turned by an angle that straight readers miss; larger and with more contrast."""
    yield picture
    yield picture.rotate(30, expand=True, fillcolor=255)
    if max(picture.size) < LARGE_SIDE:
        larger = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)
        yield larger
        yield ImageOps.autocontrast(larger, cutoff=2)
    yield ImageOps.autocontrast(picture.rotate(-30, expand=True, fillcolor=255), cutoff=2)


def _read(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(list(FORMATS)))
    placed = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    texts = (" ".join(code.text.split())[:LONGEST] for code in placed)
    return list(dict.fromkeys(text for text in texts if text))
