"""What Telegram makes of a photo: JPEG renditions in several sizes. Runs in a thread; Pillow does the work."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

EDGES = (90, 320, 800, 1280, 2560)
MAX_SIDES = 10_000
MAX_RATIO = 20


class UnreadableImageError(Exception):
    """The bytes are no picture."""


class BadDimensionsError(Exception):
    """Telegram takes no photo of these proportions."""


@dataclass
class Rendition:
    width: int
    height: int
    data: bytes


def renditions(data: bytes) -> list[Rendition]:
    """Smallest first; the last is the picture itself, at most 2560 px wide or high.

    Raises UnreadableImageError or BadDimensionsError.
    """
    image = _open(data)
    width, height = image.size
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise BadDimensionsError
    whole = min(max(width, height), EDGES[-1])
    edges = [edge for edge in EDGES if edge < whole]
    # Four sizes at most, as the apps send them: two to preview, the one for a screen, the whole.
    return [_shrink(image, edge) for edge in [*edges[:2], *edges[2:][-1:], whole]]


def _open(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data))
        image.draft("RGB", (EDGES[-1], EDGES[-1]))
        return ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError:
        raise BadDimensionsError from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        raise UnreadableImageError from None


def _shrink(image: Image.Image, edge: int) -> Rendition:
    small = image.copy()
    small.thumbnail((edge, edge))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=87)
    return Rendition(small.width, small.height, out.getvalue())
