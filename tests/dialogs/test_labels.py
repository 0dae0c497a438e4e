"""A serial number is read off a photo of its label."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.dialogs.labels import codes_in
from tests.dialogs.conftest import Files
from tests.dialogs.phone import Phone
from tests.dialogs.pictures import beneath, label, photo
from tests.dialogs.test_sitting import filled_in

SERIAL = "20261018-0337"


@pytest.mark.parametrize("kind", ["qr", "datamatrix", "code128"])
@pytest.mark.parametrize("turned", [0, 90, 180, 33])
def test_every_kind_is_read_however_it_is_held(kind: str, turned: float) -> None:
    assert codes_in(photo(label(SERIAL, kind), turned=turned)) == [SERIAL]


def test_a_small_and_blurred_one_is_read() -> None:
    assert codes_in(photo(label(SERIAL, scale=3), turned=12, blurred=1)) == [SERIAL]


def test_chinese_is_read() -> None:
    assert codes_in(photo(label("批次20261018", "qr"))) == ["批次20261018"]


def test_several_are_told_from_top_to_bottom_each_once() -> None:
    sheet = beneath(label("ECU-2045-B"), label(SERIAL), label("ECU-2045-B"))
    assert codes_in(photo(sheet)) == ["ECU-2045-B", SERIAL]


def test_what_has_no_code_or_is_no_picture_says_nothing() -> None:
    assert codes_in(photo(Image.new("L", (200, 200), 200))) == []
    assert codes_in(b"") == []
    assert codes_in(b"\xff\xd8\xff no picture") == []


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    bomb = io.BytesIO()
    Image.new("1", (8000, 8000)).save(bomb, "PNG")
    assert codes_in(bomb.getvalue()) == []


async def at_serial_no(phone: Phone) -> Phone:
    await filled_in(phone)
    await phone.tap("More details (optional)")
    await phone.tap("Serial or batch no.")
    return phone


async def test_one_code_is_the_answer(li_wei: Phone, files: Files) -> None:
    await at_serial_no(li_wei)
    files.by_id["id-label"] = photo(label(SERIAL), turned=20)
    assert f"Serial or batch no.: {SERIAL}" in await li_wei.photo("label")


async def test_of_several_codes_one_is_tapped(li_wei: Phone, files: Files) -> None:
    await at_serial_no(li_wei)
    long_code = "[)06P" + "ECU-2045-B" * 5
    files.by_id["id-label"] = photo(beneath(label(SERIAL), label(long_code)))
    text = await li_wei.photo("label")
    assert "The label says several things. Which one is it?" in text
    assert li_wei.window.rows[0] == [SERIAL]
    long_button = li_wei.window.rows[1][0]
    assert long_button.endswith("…")
    await li_wei.tap(long_button)
    assert long_code in li_wei.text


async def test_without_a_code_it_says_how_to_do_better(li_wei: Phone, files: Files) -> None:
    await at_serial_no(li_wei)
    text = await li_wei.photo("blank")
    assert "No code can be read on this photo. Go closer" in text
    assert "Serial number? Type it or send a photo of the label." in text
    assert f": {SERIAL}" in await li_wei.say(SERIAL)


async def test_sent_as_a_file(li_wei: Phone, files: Files) -> None:
    await at_serial_no(li_wei)
    files.by_id["f"] = photo(label(SERIAL, "code128"))
    document = {"file_id": "f", "file_unique_id": "f", "mime_type": "image/png", "file_size": 9}
    assert SERIAL in await li_wei.send(document=document)


async def at_part(phone: Phone) -> Phone:
    await phone.say("/new")
    await phone.tap("🔩 Warranty part")
    for label_of in ("FAW Jiefang", "Changchun plant 1 · final assembly", "Zheng Guoqiang · final assembly manager"):
        await phone.tap(label_of)
    assert "send a photo of the label" in phone.text
    return phone


async def test_the_part_is_found_by_its_label_whatever_else_that_says(li_wei: Phone, files: Files) -> None:
    await at_part(li_wei)
    files.by_id["id-label"] = photo(beneath(label(SERIAL), label("ECU-2045-B")))
    assert "Batch or serial number of the failed part?" in await li_wei.photo("label")
    assert "Entered now: ECU controller ECU-2045-B" in await li_wei.tap("‹ Previous")


async def test_the_label_of_a_part_that_is_not_on_file_is_told(li_wei: Phone, files: Files) -> None:
    await at_part(li_wei)
    files.by_id["id-label"] = photo(label("ZZZ-1"))
    assert "“ZZZ-1”" in await li_wei.photo("label")
    assert "Which part?" in li_wei.text


async def test_a_photo_of_the_part_itself_is_kept(li_wei: Phone) -> None:
    await at_part(li_wei)
    assert "Saved as photo 1." in await li_wei.photo("blank")
    assert "Which part?" in li_wei.text
