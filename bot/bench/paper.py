"""G19 and G20: what is read off a label, and what is printed."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Final

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from bot.bench.goals import NotMeasured, Ratio, Result
from bot.bench.quiet import quiet_bot
from bot.bench.rounds import Size, interleaved
from bot.bench.step import bare
from bot.dialogs.labels import barcode, codes_in

SIDE: Final = 220  # pixels
BLUR: Final = 1
NOISE: Final = 12
KINDS: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)


async def printed(size: Size) -> list[Result]:
    """Said so rather than measured on something else."""
    return [NotMeasured("G19", "not applicable: a form is printed as an HTML page, no PDF is made")]


async def labels(size: Size) -> list[Result]:
    shown = list(_labels(size.times(60, 4)))
    read = sum(codes_in(photo) == [serial] for serial, photo in shown)
    stage = await bare(quiet_bot())
    turns = iter(shown * 100)

    async def read_one() -> None:
        codes_in(next(turns)[1])

    base, candidate = await interleaved(size, stage.next, read_one, size.times(30), time.process_time)
    return [Ratio("G20", base, candidate), Ratio("G20-read", 1e6 * read, 1e6 * len(shown))]


def _labels(many: int) -> Iterator[tuple[str, bytes]]:
    """Serial numbers and the photos of their labels."""
    for number in range(many):
        serial = f"20261018-{number:04d}"
        yield serial, _photo(serial, KINDS[number % len(KINDS)])


def _photo(serial: str, kind: zxingcpp.BarcodeFormat) -> bytes:
    sharp = barcode(serial, kind, 8)
    small = ImageOps.expand(sharp, border=32, fill=255).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    blurred = small.filter(ImageFilter.GaussianBlur(BLUR))
    noisy = ImageChops.add(blurred, Image.effect_noise((SIDE, SIDE), NOISE), 1, -128)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=90)
    return out.getvalue()
