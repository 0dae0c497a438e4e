"""HEIC and MP4 sent as files tell nothing of where they were taken, and are what they were otherwise."""

from __future__ import annotations

import io
import random
import struct

import pytest
from PIL import Image

from bot.handlers.bare import bare
from tests.handlers.test_bare import MAKER, PLACE


def taken() -> bytes:
    """AVIF, which is built as HEIC is; the picture in it is coded in another way."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[MAKER] = "A telephone"
    exif.get_ifd(PLACE).update({1: "N", 2: (43.0, 53.0, 1.0)})
    Image.effect_noise((64, 48), 60).convert("RGB").save(out, "AVIF", exif=exif, xmp=b"<x>A telephone</x>")
    return out.getvalue()


def box(name: bytes, *content: bytes, wide: bool = False) -> bytes:
    body = b"".join(content)
    if wide:
        return (1).to_bytes(4, "big") + name + (16 + len(body)).to_bytes(8, "big") + body
    return (8 + len(body)).to_bytes(4, "big") + name + body


def handled(kind: bytes) -> bytes:
    return box(b"mdia", box(b"mdhd", bytes(24)), box(b"hdlr", bytes(8), kind, bytes(12)))


def film() -> bytes:
    """As a telephone makes one, with its place in each of the usual places."""
    place = b"+43.8868+125.3245/"
    beside = box(b"udta", box(b"\xa9xyz", place)) + box(b"meta", box(b"ilst", place))
    return b"".join([
        box(b"ftyp", b"qt  "),
        box(b"uuid", bytes(16), place),
        box(b"mdat", b"the film", wide=True),
        box(b"moov", box(b"mvhd", bytes(100)), beside, box(b"trak", box(b"tkhd", b"turned"), handled(b"vide"), beside),
            box(b"trak", handled(b"meta"), place), box(b"uuid", place)),
    ])  # fmt: skip  # the boxes as they lie


def test_a_picture_keeps_nothing_but_itself() -> None:
    original = taken()
    before, after = Image.open(io.BytesIO(original)), Image.open(io.BytesIO(bare(original)))
    assert dict(before.getexif().get_ifd(PLACE))
    assert not dict(after.getexif().get_ifd(PLACE))
    assert after.tobytes() == before.tobytes()
    assert b"telephone" in original
    assert b"telephone" not in bare(original)
    assert len(bare(original)) == len(original)


def test_items_may_be_numbered_widely_lie_inside_the_list_and_in_pieces() -> None:
    entry = box(b"infe", b"\3\0\0\0", (70_000).to_bytes(4, "big"), b"\0\0Exif\0")
    pieces = struct.pack(">IHHHHHHH", 70_000, 1, 0, 2, 4, 4, 12, 5)
    located = struct.pack(">IHI", 2 << 24, 0x2200, 1) + pieces
    inside = box(b"idat", b"....HERE....THERE....")
    parts = box(b"iinf", b"\1\0\0\0\0\0\0\1", entry) + box(b"iloc", located) + inside
    shown = bare(box(b"ftyp", b"heic") + box(b"meta", bytes(4), parts))
    assert b"Exif" not in shown
    assert shown.endswith(b"...." + bytes(4) + b"...." + bytes(5) + b"....")


def test_a_film_keeps_nothing_but_itself() -> None:
    original, shown = film(), bare(film())
    assert original.count(b"+43") == 7
    assert b"+43" not in shown
    assert len(shown) == len(original)
    for kept in (b"mdat", b"the film", b"mvhd", b"turned", b"vide"):
        assert shown.index(kept) == original.index(kept)
    assert shown.count(b"trak") == 1
    assert bare(shown) == shown


@pytest.mark.parametrize("make", [taken, film])
def test_what_is_broken_breaks_nothing(make: object) -> None:
    assert callable(make)
    whole, dice = make(), random.Random(5)
    for size in range(8, 700):
        assert len(bare(whole[:size])) == len(whole[:size])
    for _ in range(300):
        spoiled = bytearray(whole)
        for at in dice.sample(range(12, min(len(whole), 500)), 4):
            spoiled[at] = dice.randrange(256)
        assert len(bare(bytes(spoiled))) == len(whole)
