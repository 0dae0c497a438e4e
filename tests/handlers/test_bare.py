"""A picture that was sent as a file says nothing of where it was taken to those who are shown it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.desk.model import SentFile
from bot.handlers.bare import bare
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import FakeDesk

TURNED, PLACE, MAKER = 0x0112, 0x8825, 0x010F


def taken(turned: int = 6) -> bytes:
    """A photo as a telephone takes it, with a second one behind it."""
    exif = Image.Exif()
    exif[MAKER], exif[TURNED] = "A telephone", turned
    exif.get_ifd(PLACE).update({1: "N", 2: (43.0, 53.0, 1.0)})
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif, comment="at home", progressive=True)
    return out.getvalue() * 2


def test_only_how_it_is_turned_is_left() -> None:
    before, after = Image.open(io.BytesIO(taken())), Image.open(io.BytesIO(bare(taken())))
    assert dict(before.getexif().get_ifd(PLACE))
    assert dict(after.getexif()) == {TURNED: 6}
    assert "comment" not in after.info
    assert after.tobytes() == before.tobytes()
    assert bare(taken()).count(b"Exif") == 1
    assert b"Exif" not in bare(taken(1))


def drawn(kind: str, turned: int = 6) -> bytes:
    """A picture of another kind, with all that may be told beside it."""
    exif, texts, out = Image.Exif(), PngInfo(), io.BytesIO()
    exif[MAKER], exif[TURNED] = "A telephone", turned
    exif.get_ifd(PLACE).update({1: "N", 2: (43.0, 53.0, 1.0)})
    texts.add_text("Comment", "A telephone, at home")
    texts.add_itxt("XML:com.adobe.xmp", "A telephone", zip=True)
    options: dict[str, Any] = {"pnginfo": texts} if kind == "PNG" else {"xmp": b"A telephone", "lossless": True}
    Image.new("RGBA", (41, 20), "red").save(out, kind, exif=exif, icc_profile=b"colours", **options)
    return out.getvalue() + b"A telephone, behind it"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("turned", [1, 6])
def test_of_other_pictures_as_little_is_left(kind: str, turned: int) -> None:
    original = drawn(kind, turned)
    before, after = Image.open(io.BytesIO(original)), Image.open(io.BytesIO(bare(original)))
    assert dict(before.getexif().get_ifd(PLACE))
    assert dict(after.getexif()) == ({TURNED: 6} if turned == 6 else {})
    assert (after.format, after.info["icc_profile"], after.tobytes()) == (kind, b"colours", before.tobytes())
    assert not [word for word in (b"telephone", b"Comment", b"XMP", b"XML") if word in bare(original)]
    assert bare(bare(original)) == bare(original)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_cut_short_breaks_nothing(kind: str) -> None:
    whole = drawn(kind)
    for size in range(12, len(whole)):
        assert len(bare(whole[:size])) <= size + 60


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7", b"\xff\xd8", b"\xff\xd8\xff\xe1\0", taken()[:30], taken()[:60]])
def test_what_is_no_whole_picture_breaks_nothing(broken: bytes) -> None:
    assert len(bare(broken)) <= len(broken) + 40


@pytest.mark.parametrize(("mime", "name"), [("image/jpeg", "label.jpg"), ("image/png", ""), ("", "label.WEBP")])
async def test_a_picture_sent_as_a_file_is_shown_without(li_wei: Person, desk: FakeDesk, mime: str, name: str) -> None:
    li_wei.session.content = taken()
    desk.sent = [SentFile("document", f"d{n}", "SP-202611-0042", mime, name) for n in range(2)]
    assert await li_wei.tap("r:4:files") == [""]
    shown = [call.document for call in li_wei.heard if isinstance(call, SendDocument)]
    assert len(shown) == 2
    for document in shown:
        assert isinstance(document, BufferedInputFile)
        assert (document.filename, document.data) == (name or "picture.png", bare(taken()))
