"""Pictures to play with: a part with its label, a signed sheet, a sticker, drawn here."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (960, 720)


def part() -> bytes:
    """A controller with its label, as JPEG."""
    image = Image.new("RGB", SIZE, "#6d7478")
    pen = ImageDraw.Draw(image)
    pen.rectangle((150, 130, 810, 590), fill="#2d3338")
    pen.rectangle((180, 160, 780, 560), fill="#3b4349")
    for pin in range(22):
        pen.rectangle((215 + pin * 24, 590, 227 + pin * 24, 634), fill="#c9a24b")
    pen.rectangle((260, 230, 590, 400), fill="#e8e6df")
    pen.text((284, 262), "HUAKE CONTROLS", fill="#20262b", font_size=32)
    pen.text((284, 322), "12V  MADE IN CHINA", fill="#20262b", font_size=24)
    return _jpeg(image)


def paper() -> bytes:
    """A sheet with a signature, as JPEG."""
    image = Image.new("RGB", SIZE, "#8a7a66")
    pen = ImageDraw.Draw(image)
    pen.rectangle((140, 60, 820, 700), fill="#fbfaf5")
    for line in range(11):
        pen.line((200, 150 + line * 38, 760 - line % 3 * 90, 150 + line * 38), fill="#9aa0a6", width=6)
    strokes = [(480 + n * 24, 620 + (-1) ** n * (26 - n * 2)) for n in range(11)]
    pen.line(strokes, fill="#1d3d8f", width=5, joint="curve")
    pen.line((460, 655, 760, 655), fill="#20262b", width=2)
    return _jpeg(image)


@cache
def sticker() -> bytes:
    """A face with a helmet, as WebP."""
    image = Image.new("RGBA", (336, 336))
    pen = ImageDraw.Draw(image)
    pen.ellipse((38, 56, 298, 316), fill="#f6c945")
    pen.pieslice((28, 20, 308, 300), 180, 360, fill="#e2622e")
    pen.rounded_rectangle((12, 150, 324, 178), 14, fill="#c44d1e")
    for eye in (118, 198):
        pen.ellipse((eye, 196, eye + 22, 224), fill="#4a3510")
    pen.arc((110, 190, 228, 280), 20, 160, fill="#4a3510", width=9)
    out = BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
