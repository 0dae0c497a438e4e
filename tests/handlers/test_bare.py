"""A picture that was sent as a file says nothing of where it was taken to those who are shown it."""

from __future__ import annotations

import io

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from PIL import Image

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


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7", b"\xff\xd8", b"\xff\xd8\xff\xe1\0", taken()[:30], taken()[:60]])
def test_what_is_no_whole_picture_breaks_nothing(broken: bytes) -> None:
    assert len(bare(broken)) <= len(broken) + 40


async def test_a_picture_sent_as_a_file_is_shown_without(li_wei: Person, desk: FakeDesk) -> None:
    li_wei.session.content = taken()
    desk.sent = [SentFile("document", f"d{n}", "SP-202611-0042", "image/jpeg", "label.jpg") for n in range(2)]
    assert await li_wei.tap("r:4:files") == [""]
    shown = [call.document for call in li_wei.heard if isinstance(call, SendDocument)]
    assert len(shown) == 2
    for document in shown:
        assert isinstance(document, BufferedInputFile)
        assert (document.filename, document.data) == ("label.jpg", bare(taken()))
