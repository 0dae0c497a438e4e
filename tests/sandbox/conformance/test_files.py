"""Files both ways: by the part of their own name, by `attach://`, by file_id; sizes and limits."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot.sandbox.params import Upload
from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, shows
from tests.sandbox.pictures import picture

pytestmark = SUITE


async def _received(scene: Scene, kind: str, data: bytes, name: str) -> Any:
    """What the bot hears of a file that the person sends."""
    await scene.sandbox.people.send_files(scene.person, scene.chat, [(kind, Upload(data, name, ""))])
    return (await scene.updates(offset=-1))[0]["message"][kind]


async def _download(scene: Scene, file_id: str) -> tuple[int, bytes]:
    path = (await scene.call("getFile", file_id=file_id))["file_path"]
    url = f"{scene.sandbox.base_url}/file/bot{scene.bot.token}/{path}"
    async with ClientSession() as session, session.get(url) as response:
        return response.status, await response.read()


@shows("file.by_part_name", "file.by_attachment")
@pytest.mark.parametrize("reference", ["", "attach://part"])
async def test_a_file_in_a_part_of_its_own(scene: Scene, reference: str) -> None:
    """Neither library sends a single file in both ways, so this is said without them."""
    form = FormData({"chat_id": str(scene.person.id)}, quote_fields=False)
    if reference:
        form.add_field("document", reference)
    form.add_field("part" if reference else "document", b"%PDF", filename="报告.pdf", content_type="application/pdf")
    url = f"{scene.sandbox.base_url}/bot{scene.bot.token}/sendDocument"
    async with ClientSession() as session, session.post(url, data=form) as response:
        answer = await response.json()
    document = answer["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("报告.pdf", "application/pdf", 4)


@shows("file.by_id", "file.sizes")
async def test_a_photo_comes_in_sizes_each_of_which_names_it(scene: Scene) -> None:
    sent = await scene.call(
        "sendPhoto", chat_id=scene.person.id, photo=scene.client.file(picture(1600, 1200), "p.jpg"), caption="c"
    )
    sizes = [(size["width"], size["height"]) for size in sent["photo"]]
    assert sizes == [(90, 68), (320, 240), (1280, 960), (1600, 1200)]
    again = await scene.call("sendPhoto", chat_id=scene.person.id, photo=sent["photo"][1]["file_id"])
    assert again["photo"] == sent["photo"]


@shows("file.of_another_bot")
async def test_a_file_id_is_good_for_one_bot_only(scene: Scene) -> None:
    document = await _received(scene, "document", b"content", "x.bin")
    other, number = scene.client_of(f"{scene.bot.id}1:other"), int(f"{scene.bot.id}1")
    await other.call("getMe")
    scene.sandbox.people.say(scene.person, scene.sandbox.world.private_chat(number, scene.person.id), "/start")
    file_id = document["file_id"]
    path = (await scene.call("getFile", file_id=file_id))["file_path"]
    for token, status in ((f"{number}:other", 404), (scene.bot.token, 200)):
        url = f"{scene.sandbox.base_url}/file/bot{token}/{path}"
        async with ClientSession() as session, session.get(url) as response:
            assert response.status == status
    for method, params, words in (
        ("getFile", {"file_id": file_id}, "wrong file_id or the file is temporarily unavailable"),
        ("sendDocument", {"chat_id": scene.person.id, "document": file_id}, "wrong file identifier/HTTP URL specified"),
    ):
        with pytest.raises(other.refused) as caught:
            await other.call(method, **params)
        assert other.heard(caught.value) == other.expected(400, f"Bad Request: {words}")


@shows("album.together")
async def test_an_album_is_a_message_each_of_one_group(scene: Scene) -> None:
    album = [scene.client.photo(picture(30, 20), "first"), scene.client.photo(picture(20, 30))]
    first, second = await scene.call("sendMediaGroup", chat_id=scene.person.id, media=album)
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second["photo"][-1]["width"]) == ("first", 20)


@shows("file.download", "file.lost")
async def test_a_file_is_fetched_as_long_as_it_is_there(scene: Scene) -> None:
    document = await _received(scene, "document", b"content", "x.bin")
    assert await _download(scene, document["file_id"]) == (200, b"content")
    files = scene.sandbox.world.files
    record = files.by_unique_id(document["file_unique_id"])
    assert record is not None
    await files.lose(record)
    text = "Bad Request: wrong file_id or the file is temporarily unavailable"
    await scene.refused(400, text, "getFile", file_id=document["file_id"])


@shows("file.too_big_to_fetch")
async def test_a_bot_fetches_20_mebibytes_at_most(scene: Scene) -> None:
    assert scene.settings.max_download == 20 << 20
    document = await _received(scene, "document", bytes((20 << 20) + 1), "big.bin")
    await scene.refused(400, "Bad Request: file is too big", "getFile", file_id=document["file_id"])


@shows("file.photo_too_big", "file.too_large")
async def test_uploads_are_limited(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """By 10 and 50 MiB; here by less, for nobody wants to send so much."""
    assert (scene.settings.max_photo, scene.settings.max_upload) == (10 << 20, 50 << 20)
    monkeypatch.setattr(scene.settings, "max_photo", 100)
    monkeypatch.setattr(scene.settings, "max_upload", 2000)
    big = scene.client.file(bytes(101), "p.jpg")
    await scene.refused(400, "Bad Request: file is too big", "sendPhoto", chat_id=scene.person.id, photo=big)
    big = scene.client.file(bytes(2001), "x.bin")
    await scene.refused(413, "Request Entity Too Large", "sendDocument", chat_id=scene.person.id, document=big)


@shows("file.no_picture", "file.bad_dimensions")
@pytest.mark.parametrize(
    ("data", "text"), [(b"no picture", "IMAGE_PROCESS_FAILED"), (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS")]
)
async def test_what_is_no_photo(scene: Scene, data: bytes, text: str) -> None:
    photo = scene.client.file(data, "p.jpg")
    await scene.refused(400, f"Bad Request: {text}", "sendPhoto", chat_id=scene.person.id, photo=photo)
