"""The photos and files of a record, as whoever decides on it gets to see them."""

from __future__ import annotations

from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, SendVoice
from aiogram.types import BufferedInputFile

from bot.desk.model import SentFile
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import FakeDesk


def sent(kind: str, file_id: str) -> SentFile:
    return SentFile(kind, file_id, "SP-202611-0042")


async def test_photos_come_in_albums_and_what_has_none_one_by_one(li_wei: Person, desk: FakeDesk) -> None:
    desk.sent = [sent("voice", "v"), *(sent("photo", f"p{n}") for n in range(12)), sent("document", "d")]
    assert await li_wei.tap("r:4:files") == [""], "the press is answered, and nothing more is said"
    albums = [m for m in li_wei.heard if isinstance(m, SendMediaGroup)]
    assert [[item.media for item in album.media] for album in albums] == [[f"p{n}" for n in range(10)], ["p10", "p11"]]
    assert albums[0].media[0].caption == "<code>SP-202611-0042</code>"
    assert [type(m) for m in li_wei.heard[2:4]] == [SendDocument, SendVoice]


async def test_one_photo_is_no_album(li_wei: Person, desk: FakeDesk) -> None:
    desk.sent = [sent("photo", "p")]
    await li_wei.tap("r:4:files")
    assert isinstance(li_wei.heard[0], SendPhoto)


async def test_what_telegram_no_longer_has_is_said(li_wei: Person, desk: FakeDesk) -> None:
    assert await li_wei.tap("r:4:files") == ["There are no photos or files here any more."]
    desk.sent = [sent("photo", "p")]
    li_wei.session.refuse[SendPhoto] = "Bad Request: wrong file identifier"
    (notice,) = await li_wei.tap("r:4:files")
    assert notice.startswith("Telegram no longer has these files.")


async def test_a_form_on_paper_comes_as_a_file(li_wei: Person, desk: FakeDesk) -> None:
    assert await li_wei.tap("r:4:print") == [""]
    (paper,) = [m for m in li_wei.heard if isinstance(m, SendDocument)]
    assert isinstance(paper.document, BufferedInputFile)
    assert (paper.document.filename, paper.document.data) == ("4.html", b"<!DOCTYPE html>")
    assert paper.caption == "Notice: open it in a browser and print it."
