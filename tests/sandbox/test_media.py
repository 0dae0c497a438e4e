"""Files both ways, by either library's manner of uploading."""

from __future__ import annotations

import io

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto, MessageOriginHiddenUser
from aiohttp import ClientSession, FormData
from PIL import Image
from telegram import InputMediaPhoto as CourierPhoto
from telegram.ext import ExtBot

from bot.sandbox.client import PersonPlayer, Player
from bot.sandbox.server import Sandbox
from tests.sandbox.pictures import picture


async def test_a_photo_arrives_in_several_sizes_and_can_be_fetched(bot: Bot, li: PersonPlayer) -> None:
    await li.send_photo(picture(1600, 1200), caption="label")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.caption == "label"
    assert message.photo is not None
    assert [(size.width, size.height) for size in message.photo] == [(90, 68), (320, 240), (1280, 960), (1600, 1200)]
    content = await bot.download(message.photo[-1])
    assert content is not None
    assert content.read(3) == b"\xff\xd8\xff"


async def test_an_album_comes_as_one_update_a_photo(bot: Bot, li: PersonPlayer) -> None:
    await li.send_photo(picture(300, 200), picture(200, 300), caption="two")
    first, second = [update.message for update in await bot.get_updates(offset=-2)]
    assert first is not None
    assert second is not None
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption) == ("two", None)


async def test_what_somebody_outside_said_is_forwarded_with_its_origin(bot: Bot, li: PersonPlayer) -> None:
    await li.relay("Bai Jing", "Leaks", at=1_790_000_000)
    await li.relay("Bai Jing", voice=b"OggS", at=1_790_000_060)
    for update, seconds in zip(await bot.get_updates(offset=-2), (1_790_000_000, 1_790_000_060), strict=True):
        assert update.message is not None
        origin = update.message.forward_origin
        assert isinstance(origin, MessageOriginHiddenUser)
        assert (origin.sender_user_name, origin.date.timestamp()) == ("Bai Jing", seconds)


@pytest.mark.parametrize(
    ("kind", "name", "mime"), [("document", "报告.pdf", "application/pdf"), ("voice", "v.oga", "audio/ogg")]
)
async def test_a_file_arrives_with_its_name(bot: Bot, li: PersonPlayer, kind: str, name: str, mime: str) -> None:
    await li.send_file(kind, b"%PDF-1.7 content", name, mime)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    medium = getattr(message, kind)
    assert medium.mime_type == mime
    assert getattr(medium, "file_name", name) == name
    content = await bot.download(medium)
    assert content is not None
    assert content.read() == b"%PDF-1.7 content"


async def test_aiogram_uploads_are_seen_by_the_person(bot: Bot, li: PersonPlayer, player: Player) -> None:
    sent = await bot.send_photo(li.id, BufferedInputFile(picture(), "p.jpg"), caption="<i>ok</i>", parse_mode="HTML")
    shown = await li.expect("ok")
    assert shown["html"] == "<i>ok</i>"
    assert (shown["media"][0]["kind"], shown["media"][0]["width"]) == ("photo", 1600)
    assert (await player.download(shown["media"][0]["url"]))[:2] == b"\xff\xd8"
    assert isinstance(sent.photo, list)
    again = await bot.send_photo(li.id, sent.photo[0].file_id)
    assert again.photo == sent.photo
    await bot.send_document(li.id, BufferedInputFile(b"a,b", "表.csv"))
    assert (await li.last())["media"][0]["file_name"] == "表.csv"


async def test_albums_of_both_libraries(bot: Bot, courier: ExtBot[None], li: PersonPlayer) -> None:
    album = [InputMediaPhoto(media=BufferedInputFile(picture(200, 200), f"{n}.jpg"), caption=f"c{n}") for n in (1, 2)]
    sent = await bot.send_media_group(li.id, list(album))
    assert [message.caption for message in sent] == ["c1", "c2"]
    assert len({message.media_group_id for message in sent}) == 1
    more = await courier.send_media_group(li.id, [CourierPhoto(picture(100, 100)), CourierPhoto(picture(90, 90))])
    assert len(more) == 2
    assert [len(m["media"]) for m in await li.messages(after=1)] == [1, 1, 1, 1]


async def test_the_courier_uploads_by_field_name(courier: ExtBot[None], li: PersonPlayer) -> None:
    await courier.send_photo(li.id, picture(400, 300), caption="field")
    await courier.send_document(li.id, io.BytesIO(b"text"), filename="a.txt")
    photo, document = [m["media"][0] for m in (await li.messages())[-2:]]
    assert (photo["width"], photo["height"]) == (400, 300)
    assert document["file_name"] == "a.txt"
    got = await courier.get_file((await courier.send_document(li.id, b"bytes", filename="b.bin")).document.file_id)  # type: ignore[union-attr]  # a sent document has one
    assert bytes(await got.download_as_bytearray()) == b"bytes"


async def test_media_are_replaced_by_an_edit(bot: Bot, li: PersonPlayer) -> None:
    sent = await bot.send_photo(li.id, BufferedInputFile(picture(), "p.jpg"), caption="before")
    media = InputMediaPhoto(media=BufferedInputFile(picture(640, 480), "q.jpg"), caption="after")
    await bot.edit_message_media(media, chat_id=li.id, message_id=sent.message_id)
    assert (await li.expect("after"))["media"][0]["width"] == 640


async def test_what_is_no_picture_is_refused(bot: Bot, li: PersonPlayer) -> None:
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(li.id, BufferedInputFile(b"no picture", "p.jpg"))
    with pytest.raises(TelegramBadRequest, match="PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(li.id, BufferedInputFile(picture(2100, 100), "p.jpg"))
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await bot.send_photo(li.id, "https://example.com/p.jpg")


async def test_a_big_file_is_sent_but_not_fetched(bot: Bot, li: PersonPlayer) -> None:
    await li.send_document(bytes((20 << 20) + 1), "big.bin", "application/octet-stream")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(message.document.file_id)


async def test_only_pictures_sound_and_film_are_shown_inline(sandbox: Sandbox, li: PersonPlayer) -> None:
    await li.send_document(b"<script>alert(1)</script>", "x.html", "text/html")
    url = sandbox.base_url + (await li.messages())[-1]["media"][0]["url"]
    async with ClientSession() as session, session.get(url) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_venue_a_song_and_a_sticker_are_shown_as_what_they_are(
    sandbox: Sandbox, bot: Bot, li: PersonPlayer
) -> None:
    await bot.send_venue(li.id, 43.5, 125.5, title="Plant 1", address="Dongfeng Street")
    song = BufferedInputFile(b"ID3", "a.mp3")
    await bot.send_audio(li.id, song, title="Idle", performer="ECU")
    await li.sticker()
    venue, audio, sticker = [message["media"] for message in (await li.messages())[-3:]]
    assert venue == [
        {"kind": "venue", "latitude": 43.5, "longitude": 125.5, "title": "Plant 1", "address": "Dongfeng Street"}
    ]
    assert audio[0]["title"] == "ECU – Idle"
    record = sandbox.world.files.by_unique_id(sticker[0]["url"].rpartition("/")[2])
    assert record is not None
    assert Image.open(io.BytesIO(await sandbox.world.files.read(record) or b"")).format == "WEBP"


async def test_the_name_that_a_bot_gives_itself_is_its_name(bot: Bot) -> None:
    await bot.set_my_name("服务记录员", language_code="zh")
    await bot.set_my_name("Clerk")
    assert (await bot.get_me()).first_name == "Clerk"


async def test_what_a_browser_recorded_is_a_voice_message_of_its_length_and_is_played_in_parts(
    sandbox: Sandbox, bot: Bot, li: PersonPlayer, player: Player
) -> None:
    form = FormData({"duration": "7"})
    form.add_field("voice", b"0123456789", filename="voice.webm", content_type="audio/webm;codecs=opus")
    await player.request("POST", f"/api/people/{li.id}/send", data=form)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.voice is not None
    assert (message.voice.mime_type, message.voice.duration) == ("audio/ogg", 7)
    url = sandbox.base_url + (await li.messages())[-1]["media"][0]["url"]
    async with ClientSession() as session:
        async with session.get(url, headers={"Range": "bytes=2-4"}) as response:
            assert (response.status, response.content_type) == (206, "audio/webm")
            assert (response.headers["Content-Range"], await response.read()) == ("bytes 2-4/10", b"234")
        for asked in ("bytes=50-", "lines=1-2"):
            async with session.get(url, headers={"Range": asked}) as response:
                assert (response.status, len(await response.read())) == (200, 10)
