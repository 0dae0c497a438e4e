"""The sandbox page in a real browser: what a person does there reaches the bot, what the bot does is seen there."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.sandbox.server import Sandbox
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARD = "🔩 <b>三包备件 <code>SP-202611-0042</code></b>\n一汽解放 长春一厂 · 总装线\n请在今天17:30前审核"
APPROVE = [
    {"text": "同意", "callback_data": "yes", "style": "success"},
    {"text": "驳回", "callback_data": "no", "style": "danger"},
]
HOSTILE = (
    "<img src=x onerror='window.ran=1'><script>window.ran=1</script><b onclick='window.ran=1'>粗</b>"
    "<a href='javascript:window.ran=1'>坏</a><a href='https://example.com/'>好</a><iframe src='/'></iframe>"
)


def picture() -> FilePayload:
    buffer = BytesIO()
    Image.new("RGB", (640, 480), (80, 120, 160)).save(buffer, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


async def test_a_card_is_pressed_answered_and_redrawn(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1001,1002")
    card = await robot.send(1002, CARD, APPROVE)
    phone = page.get_by_test_id("phone-1002")
    await phone.get_by_role("button", name="同意", exact=True).click()
    press = await robot.next_update("callback_query")
    await robot.call("answerCallbackQuery", callback_query_id=press["id"], text="已同意")
    done = "🔩 三包备件 · 王芳10:32已同意"
    await robot.call("editMessageText", chat_id=1002, message_id=card["message_id"], text=done)
    assert press["data"] == "yes"
    await expect(phone.get_by_test_id("toasts")).to_have_text("已同意")
    message = phone.get_by_test_id(f"msg-{card['message_id']}")
    await expect(message).to_contain_text(done)
    await expect(message).to_contain_text("已编辑")
    await expect(message.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    await expect(page.get_by_test_id("phone-1001")).not_to_contain_text("已同意")


async def test_an_alert_is_shown_until_it_is_closed(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1002")
    await robot.send(1002, CARD, APPROVE)
    phone = page.get_by_test_id("phone-1002")
    await phone.get_by_role("button", name="驳回", exact=True).click()
    press = await robot.next_update("callback_query")
    await robot.call("answerCallbackQuery", callback_query_id=press["id"], text="请写明原因", show_alert=True)
    alert = phone.get_by_test_id("alert")
    await expect(alert).to_contain_text("请写明原因")
    await alert.get_by_role("button").click()
    await expect(alert).to_have_count(0)


async def test_text_and_album_reach_the_bot(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?as=1001")
    phone = page.get_by_test_id("phone-1001")
    await phone.get_by_test_id("composer").fill("仪表无显示")
    await phone.get_by_test_id("composer").press("Enter")
    assert (await robot.next_update("message"))["text"] == "仪表无显示"
    await phone.get_by_test_id("attach-photo").set_input_files([picture(), picture()])
    await phone.get_by_test_id("composer").fill("更换前")
    await phone.get_by_test_id("send").click()
    first, second = [await robot.next_update("message") for _ in range(2)]
    assert first["caption"] == "更换前"
    assert first["media_group_id"] == second["media_group_id"]
    await expect(phone.get_by_role("button", name="查看照片")).to_have_count(2)
    await phone.get_by_role("button", name="查看照片").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("1 / 2")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_stranger_presses_start(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?as=1004")
    await page.get_by_test_id("start").click()
    assert (await robot.next_update("message"))["text"] == "/start"
    await expect(page.get_by_test_id("start")).to_be_hidden()


async def test_a_stranger_follows_an_invitation(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1002")
    await robot.send(1002, '<a href="https://t.me/fieldclerk?start=T0ken">邀请</a>')
    await page.get_by_test_id("phone-1002").get_by_role("link", name="邀请").click()
    await page.get_by_role("dialog").get_by_placeholder("新来的人叫什么").fill("新同事")
    await page.keyboard.press("Enter")
    said = await robot.next_update("message")
    assert (said["text"], said["from"]["first_name"]) == ("/start T0ken", "新同事")
    await expect(page.get_by_test_id("phone-9001")).to_contain_text("/start T0ken")


async def test_nothing_in_a_message_can_run(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1001")
    await robot.send(1001, "&lt;img src=x onerror=alert(1)&gt; &amp; <b>Müller &lt;b&gt;</b>")
    await expect(page.get_by_test_id("phone-1001")).to_contain_text("<img src=x onerror=alert(1)> & Müller <b>")


async def test_only_whitelisted_elements_are_built(browser: Browser, url: str, robot: Robot) -> None:
    page = await browser.new_page()
    await page.goto(url)
    built = await page.evaluate(
        """async (html) => {
          const { richText } = await import("/page/html.js");
          const box = document.createElement("div");
          box.append(richText(html));
          return [box.innerHTML, window.ran];
        }""",
        HOSTILE,
    )
    link = '<a href="https://example.com/" target="_blank" rel="noopener noreferrer">好</a>'
    assert built == [f"<b>粗</b><span>坏</span>{link}", None]
    await page.close()


async def test_whoever_reads_above_is_told_of_new_messages(page: Page, url: str, robot: Robot) -> None:
    for number in range(40):
        await robot.send(1001, f"第{number}条\n" * 3)
    await page.goto(f"{url}/?phones=1001")
    phone = page.get_by_test_id("phone-1001")
    await expect(phone.get_by_text("第39条").first).to_be_in_viewport()
    await phone.locator(".scroller").evaluate("node => { node.scrollTop = 0; }")
    await expect(phone.locator(".pill.shown")).to_be_visible()
    await robot.send(1001, "最新一条")
    await expect(phone.locator(".pill")).to_contain_text("1条新消息")
    await phone.locator(".pill").click()
    await expect(phone.locator(".list").get_by_text("最新一条")).to_be_in_viewport()


async def test_unread_people_carry_a_badge_until_their_phone_is_open(page: Page, url: str, robot: Robot) -> None:
    await page.goto(f"{url}/?phones=1001")
    await robot.send(1002, CARD)
    row = page.get_by_test_id("person-1002")
    await expect(row.locator(".badge")).to_have_text("1")
    await row.click()
    await expect(page.get_by_test_id("phone-1002")).to_contain_text("三包备件")
    await expect(row.locator(".badge")).to_have_count(0)


async def test_the_clock_moves_from_the_page(page: Page, url: str, robot: Robot, sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    await page.goto(url)
    shown = await page.get_by_test_id("clock-now").get_attribute("datetime")
    await page.get_by_test_id("clock-hour").click()
    await expect(page.get_by_test_id("clock-now")).not_to_have_attribute("datetime", shown or "")
    await expect(page.locator(".clock-ahead")).to_contain_text("拨快1小时")
    assert (sandbox.clock.now() - before).total_seconds() >= 3600


async def test_calls_appear_in_the_log(page: Page, url: str, robot: Robot) -> None:
    await page.goto(url)
    await page.get_by_test_id("toggle-panel").click()
    await page.get_by_test_id("tab-log").click()
    await robot.send(1001, CARD)
    call = page.get_by_test_id("log").locator(".call").first
    await expect(call).to_contain_text("sendMessage")
    await call.locator("summary").click()
    await expect(call).to_contain_text("SP-202611-0042")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_the_window(browser: Browser, url: str, robot: Robot, scheme: Literal["light", "dark"]) -> None:
    await robot.send(1001, CARD, APPROVE)
    context = await browser.new_context(color_scheme=scheme, locale="en-GB")
    page = await context.new_page()
    for width in (390, 768, 1440, 1920):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(url)
        phone = page.get_by_test_id("phone-1001")
        await expect(phone.get_by_role("button", name="同意")).to_be_in_viewport()
        await expect(phone.get_by_test_id("send")).to_be_in_viewport()
        await expect(page.get_by_test_id("clock-next")).to_have_text("Next deadline")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate("document.documentElement.dataset.theme") == scheme
    await context.close()
