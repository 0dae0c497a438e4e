"""What a person can do on the page, as on Telegram: answer, edit, forward, share a place, press the bot's keyboard."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.server import Sandbox
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def choose(page: Page, message: Locator, deed: str) -> None:
    await message.click(button="right")
    await page.get_by_role("menuitem", name=deed, exact=True).click()


async def open_phone(page: Page, url: str) -> Locator:
    await page.goto(f"{url}/?as=1001")
    return page.get_by_test_id("phone-1001")


async def test_answering_a_message_quotes_it(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    asked = await robot.send(1001, "故障现象是什么?")
    await choose(page, phone.get_by_test_id(f"msg-{asked['message_id']}"), "回复")
    await phone.get_by_test_id("composer").fill("无显示")
    await page.keyboard.press("Enter")
    answer = await robot.next_update("message")
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(phone.get_by_test_id(f"msg-{answer['message_id']}").locator(".quote")).to_contain_text("故障现象")


async def test_an_own_message_is_edited(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    await phone.get_by_test_id("composer").fill("数量3")
    await page.keyboard.press("Enter")
    said = await robot.next_update("message")
    message = phone.get_by_test_id(f"msg-{said['message_id']}")
    await choose(page, message, "编辑")
    await phone.get_by_test_id("composer").fill("数量4")
    await page.keyboard.press("Enter")
    assert (await robot.next_update("edited_message"))["text"] == "数量4"
    await expect(message).to_contain_text("已编辑")


async def test_a_message_is_forwarded_to_the_bot(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    sent = await robot.send(1001, "卡片")
    await choose(page, phone.get_by_test_id(f"msg-{sent['message_id']}"), "转发给机器人")
    forwarded = await robot.next_update("message")
    assert forwarded["text"] == "卡片"
    assert "forward_origin" in forwarded


async def test_a_message_is_reacted_to(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    sent = await robot.send(1001, "卡片")
    message = phone.get_by_test_id(f"msg-{sent['message_id']}")
    await message.click(button="right")
    await page.get_by_role("button", name="用👍回应").click()
    await expect(message.locator(".reaction")).to_have_text("👍")


async def test_a_place_is_shared(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    await phone.get_by_test_id("attach").click()
    await page.get_by_role("menuitem", name="位置").click()
    await page.get_by_role("button", name="武汉 · 沌口").click()
    await page.get_by_test_id("send-location").click()
    place = (await robot.next_update("message"))["location"]
    assert (round(place["latitude"], 2), round(place["longitude"], 2)) == (30.49, 114.16)


async def test_the_keyboard_of_the_bot_speaks_for_the_person(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    keyboard = {"keyboard": [[{"text": "照片齐了"}]], "one_time_keyboard": True}
    await robot.call("sendMessage", chat_id=1001, text="拍好了吗?", reply_markup=keyboard)
    key = phone.get_by_role("button", name="照片齐了")
    await key.click()
    assert (await robot.next_update("message"))["text"] == "照片齐了"
    await expect(key).to_be_hidden()


async def test_commands_are_offered_and_run(page: Page, url: str, robot: Robot) -> None:
    await robot.call("setMyCommands", commands=[{"command": "work", "description": "等我处理的事"}])
    phone = await open_phone(page, url)
    await phone.get_by_role("button", name="命令").click()
    await phone.get_by_role("menuitem", name="/work").click()
    assert (await robot.next_update("message"))["text"] == "/work"


async def test_blocking_is_told_to_the_bot(page: Page, url: str, robot: Robot) -> None:
    phone = await open_phone(page, url)
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="停用机器人").click()
    assert (await robot.next_update("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await expect(phone.get_by_test_id("composer")).to_be_hidden()
    await phone.get_by_role("button", name="恢复使用").click()
    assert (await robot.next_update("my_chat_member"))["new_chat_member"]["status"] == "member"
    await expect(phone.get_by_test_id("composer")).to_be_visible()


async def test_a_group_is_a_chat_of_its_own(page: Page, url: str, robot: Robot, sandbox: Sandbox) -> None:
    chat = sandbox.add_group("一汽项目群", [1001, 1002])
    await page.goto(f"{url}/?phones=1001,1002")
    for person in (1001, 1002):
        await page.get_by_test_id(f"phone-{person}").get_by_role("button", name="一汽项目群").click()
    await robot.send(chat, "给大家的话")
    for person in (1001, 1002):
        await expect(page.get_by_test_id(f"phone-{person}")).to_contain_text("给大家的话")


async def test_the_page_catches_up_after_an_outage(page: Page, url: str, robot: Robot, sandbox: Sandbox) -> None:
    phone = await open_phone(page, url)
    await expect(phone).to_contain_text("/start")
    await sandbox.stop()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sandbox.start(port=urlsplit(url).port or 0)
    await robot.send(1001, "断线时的消息")
    await expect(phone).to_contain_text("断线时的消息")
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_the_language_changes_at_once(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1001")
    await expect(page.get_by_test_id("clock-day")).to_have_text("+1工作日")
    await page.get_by_test_id("language").click()
    await expect(page.get_by_test_id("clock-day")).to_have_text("+1 working day")
    assert await page.evaluate("document.documentElement.lang") == "en"
