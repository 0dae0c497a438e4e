"""What a person can do on the page, as on Telegram: answer, edit, forward, share a place, press the bot's keyboard."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from bot.sandbox.server import Sandbox
from tests.browser.gallery import picture
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def choose(page: Page, message: Locator, deed: str) -> None:
    await message.click(button="right")
    await page.get_by_role("menuitem", name=deed, exact=True).click()


async def open_phone(page: Page, url: str, person: int) -> Locator:
    """In a window of its own."""
    await page.goto(f"{url}/?as={person}")
    return page.get_by_test_id(f"phone-{person}")


async def test_answering_a_message_quotes_it(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    asked = await robot.send(li, "故障现象是什么?")
    await choose(page, phone.get_by_test_id(f"msg-{asked}"), "回复")
    await phone.get_by_test_id("composer").fill("无显示")
    await page.keyboard.press("Enter")
    answer = await robot.next_update("message", li)
    assert answer["reply_to_message"]["message_id"] == asked
    await expect(phone.get_by_test_id(f"msg-{answer['message_id']}").locator(".quote")).to_contain_text("故障现象")


async def test_a_quote_says_what_it_quotes(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    place = await robot.deed(li, "location", latitude=43.8455, longitude=125.2297)
    await robot.call("sendMessage", chat_id=li, text="收到", reply_parameters={"message_id": place["message_id"]})
    await expect(phone.locator(".quote-text")).to_have_text("位置")
    await choose(page, phone.get_by_test_id(f"msg-{place['message_id']}"), "回复")
    await expect(phone.locator(".banner")).to_contain_text("位置")


async def test_a_disabled_button_does_nothing(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    card = await robot.send(li, "卡片", [{"text": "已审核", "disabled": {}}])
    key = phone.get_by_test_id(f"key-{card}-0-0")
    await expect(key).to_be_disabled()
    await key.click(force=True)
    await expect(page.locator(".page-toasts")).to_have_count(0)


async def test_what_was_begun_is_kept_until_it_is_sent(page: Page, url: str, li: int, wang: int) -> None:
    phone = await open_phone(page, url, li)
    line = phone.get_by_test_id("composer")
    await line.fill("发动机\n熄火")
    await page.reload()
    await expect(line).to_have_value("发动机\n熄火")
    theirs = await open_phone(page, url, wang)
    await expect(theirs.get_by_test_id("composer")).to_have_value("")
    await open_phone(page, url, li)
    await phone.get_by_test_id("send").click()
    await expect(phone.locator(".row.own").last).to_contain_text("熄火")
    await page.reload()
    await expect(line).to_have_value("")


async def test_a_sandbox_that_does_not_answer_is_said_in_the_pages_words(page: Page, url: str, li: int) -> None:
    phone = await open_phone(page, url, li)
    await page.route("**/api/people/*/say", lambda route: route.abort())
    await phone.get_by_test_id("composer").fill("还在吗")
    await page.keyboard.press("Enter")
    await expect(page.locator(".page-toasts")).to_have_text("没有成功：演练场没有应答")
    await expect(phone.get_by_test_id("composer")).to_have_value("还在吗")
    await page.unroute("**/api/people/*/say")


async def test_an_own_message_is_edited(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("composer").fill("数量3")
    await page.keyboard.press("Enter")
    said = await robot.next_update("message", li)
    message = phone.get_by_test_id(f"msg-{said['message_id']}")
    await choose(page, message, "编辑")
    await phone.get_by_test_id("composer").fill("数量4")
    await page.keyboard.press("Enter")
    assert (await robot.next_update("edited_message", li))["text"] == "数量4"
    await expect(message).to_contain_text("已编辑")
    await page.keyboard.press("ArrowUp")  # in the empty line: what was written last
    await expect(phone.get_by_test_id("composer")).to_have_value("数量4")
    await page.keyboard.type("件")
    await page.keyboard.press("Enter")
    assert (await robot.next_update("edited_message", li))["text"] == "数量4件"


async def test_a_message_is_forwarded_to_the_bot(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    sent = await robot.send(li, "卡片")
    await choose(page, phone.get_by_test_id(f"msg-{sent}"), "转发给机器人")
    forwarded = await robot.next_update("message", li)
    assert forwarded["text"] == "卡片"
    assert "forward_origin" in forwarded


async def test_a_message_is_reacted_to(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    sent = await robot.send(li, "卡片")
    message = phone.get_by_test_id(f"msg-{sent}")
    await message.click(button="right")
    await page.get_by_role("button", name="用👍回应").click()
    await expect(message.locator(".reaction")).to_have_text("👍")


async def test_a_reaction_is_taken_back_by_pressing_it(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    sent = await robot.send(li, "卡片")
    await robot.deed(li, "react", message_id=sent, emoji="👍")
    await phone.get_by_role("button", name="👍，1个", pressed=True).click()
    await expect(phone.locator(".reaction")).to_have_count(0)


async def test_what_a_customer_wrote_is_forwarded(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("attach").click()
    await page.get_by_role("menuitem", name="转发顾客的消息").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("谁写的").fill("王军（一汽）")
    await sheet.get_by_label("写了什么").fill("2号线发动机又熄火了")
    await sheet.get_by_role("button", name="一小时前").click()
    await sheet.get_by_test_id("forward-outsider").click()
    message = await robot.next_update("message", li)
    origin = message["forward_origin"]
    assert (message["text"], origin["type"], origin["sender_user_name"]) == (
        "2号线发动机又熄火了",
        "hidden_user",
        "王军（一汽）",
    )
    assert message["date"] - origin["date"] in range(3590, 3610)
    await expect(phone.get_by_test_id(f"msg-{message['message_id']}")).to_contain_text("转发自王军（一汽）")


async def test_a_customers_photo_is_forwarded(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("attach").click()
    await page.get_by_role("menuitem", name="转发顾客的消息").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("照片（可不填）").set_input_files([picture()])
    await sheet.get_by_test_id("forward-outsider").click()
    message = await robot.next_update("message", li)
    assert message["photo"]
    assert message["forward_origin"]["sender_user_name"] == "王军（一汽）"


async def test_without_a_microphone_a_sound_file_is_a_voice_message(
    page: Page, url: str, robot: Robot, li: int
) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("attach").click()
    async with page.expect_file_chooser() as asked:
        await page.get_by_role("menuitem", name="语音").click()
    chooser = await asked.value
    note: FilePayload = {"name": "note.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(64)}
    await chooser.set_files(note)
    await phone.get_by_test_id("send").click()
    assert (await robot.next_update("message", li))["voice"]["mime_type"] == "audio/ogg"
    await expect(phone.get_by_role("button", name="播放")).to_be_visible()


async def test_a_pdf_opens_and_other_files_are_saved(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    files = [("通知.pdf", "application/pdf"), ("数据.csv", "text/csv")]
    chosen: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": b"%PDF-1.4\n"} for name, kind in files]
    await phone.get_by_test_id("attach-file").set_input_files(chosen)
    await phone.get_by_test_id("send").click()
    for _ in files:
        await robot.next_update("message", li)
    shown = phone.get_by_role("link", name="打开通知.pdf")
    await expect(shown).not_to_have_attribute("download", "通知.pdf")
    await expect(phone.get_by_role("link", name="打开数据.csv")).to_have_attribute("download", "数据.csv")
    answer = await page.request.get(f"{url}{await shown.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"] == "default-src 'none'"


async def test_a_place_is_shared(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("attach").click()
    await page.get_by_role("menuitem", name="位置").click()
    await page.get_by_role("button", name="武汉 · 沌口").click()
    await page.get_by_test_id("send-location").click()
    place = (await robot.next_update("message", li))["location"]
    assert (round(place["latitude"], 2), round(place["longitude"], 2)) == (30.49, 114.16)


async def test_the_keyboard_of_the_bot_speaks_for_the_person(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    keyboard = {"keyboard": [[{"text": "照片齐了"}]], "one_time_keyboard": True}
    await robot.call("sendMessage", chat_id=li, text="拍好了吗?", reply_markup=keyboard)
    key = phone.get_by_role("button", name="照片齐了")
    await key.click()
    assert (await robot.next_update("message", li))["text"] == "照片齐了"
    await expect(key).to_be_hidden()


async def test_commands_are_offered_and_run(page: Page, url: str, robot: Robot, li: int) -> None:
    await robot.call("setMyCommands", commands=[{"command": "work", "description": "等我处理的事"}])
    phone = await open_phone(page, url, li)
    await phone.get_by_role("button", name="命令").click()
    await phone.get_by_role("menuitem", name="/work").click()
    assert (await robot.next_update("message", li))["text"] == "/work"


async def test_blocking_is_told_to_the_bot(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="停用机器人").click()
    assert (await robot.next_update("my_chat_member", li))["new_chat_member"]["status"] == "kicked"
    await expect(phone.get_by_test_id("composer")).to_be_hidden()
    await phone.get_by_role("button", name="恢复使用").click()
    assert (await robot.next_update("my_chat_member", li))["new_chat_member"]["status"] == "member"
    await expect(phone.get_by_test_id("composer")).to_be_visible()


async def test_a_group_is_a_chat_of_its_own(
    page: Page, url: str, robot: Robot, li: int, wang: int, sandbox: Sandbox
) -> None:
    chat = sandbox.add_group("一汽项目群", [li, wang])
    await page.goto(f"{url}/?phones={li},{wang}")
    for person in (li, wang):
        await page.get_by_test_id(f"phone-{person}").get_by_role("button", name="一汽项目群").click()
    await robot.send(chat, "给大家的话")
    for person in (li, wang):
        await expect(page.get_by_test_id(f"phone-{person}")).to_contain_text("给大家的话")


async def test_the_page_catches_up_after_an_outage(
    page: Page, url: str, robot: Robot, li: int, sandbox: Sandbox
) -> None:
    phone = await open_phone(page, url, li)
    await expect(phone).to_contain_text("/start")
    await sandbox.stop()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sandbox.start(port=urlsplit(url).port or 0)
    await robot.send(li, "断线时的消息")
    await expect(phone).to_contain_text("断线时的消息")
    await expect(page.get_by_role("alert")).to_have_count(0)


async def shows_typing(phone: Locator, robot: Robot, person: int) -> None:
    """The page may be seen before it hears: what passes meanwhile, as typing does, is not told afterwards."""
    for patience in (500, 1000, 15000):
        await robot.call("sendChatAction", chat_id=person, action="typing")
        with suppress(AssertionError):
            await expect(phone.locator(".chat-title")).to_contain_text("正在输入…", timeout=patience)
            return
    pytest.fail("the bot is not seen typing")


async def test_the_bot_is_seen_typing_until_it_speaks(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await expect(phone.get_by_test_id("composer")).to_be_visible()
    await shows_typing(phone, robot, li)
    await robot.send(li, "好了")
    await expect(phone.locator(".chat-title")).to_contain_text("机器人")


async def test_ticks_tell_what_the_bot_has_read(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_test_id("composer").fill("在吗")
    await page.keyboard.press("Enter")
    message = phone.locator(".row.own").last
    await expect(message.get_by_role("img", name="已发送")).to_be_visible()
    await robot.next_update("message", li)
    await robot.call("getUpdates", offset=-1, timeout=0)  # fetched and confirmed
    await expect(message.get_by_role("img", name="机器人已读")).to_be_visible()


async def test_a_phone_in_a_window_of_its_own_has_its_own_switches(page: Page, url: str, robot: Robot, li: int) -> None:
    phone = await open_phone(page, url, li)
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="深色").click()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="English").click()
    await expect(phone.get_by_test_id("composer")).to_have_attribute("placeholder", "Message")
