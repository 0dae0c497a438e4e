"""The sandbox page in a real browser: what a person does there reaches the bot, what the bot does is seen there."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Sandbox
from tests.browser.gallery import APPROVE, CARD, picture
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_card_is_pressed_answered_and_redrawn(page: Page, url: str, robot: Robot, li: int, wang: int) -> None:
    await page.goto(f"{url}/?phones={li},{wang}")
    card = await robot.send(wang, CARD, APPROVE)
    phone = page.get_by_test_id(f"phone-{wang}")
    await phone.get_by_role("button", name="同意", exact=True).click()
    press = await robot.next_update("callback_query", wang)
    await robot.call("answerCallbackQuery", callback_query_id=press["id"], text="已同意")
    done = "🔩 三包备件 · 王芳10:32已同意"
    await robot.call("editMessageText", chat_id=wang, message_id=card, text=done)
    assert press["data"] == "yes"
    await expect(phone.get_by_test_id("toasts")).to_have_text("已同意")
    message = phone.get_by_test_id(f"msg-{card}")
    await expect(message).to_contain_text(done)
    await expect(message).to_contain_text("已编辑")
    await expect(message.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    await expect(page.get_by_test_id(f"phone-{li}")).not_to_contain_text("已同意")


async def test_an_alert_is_shown_until_it_is_closed(page: Page, url: str, robot: Robot, wang: int) -> None:
    await page.goto(f"{url}/?as={wang}")
    await robot.send(wang, CARD, APPROVE)
    phone = page.get_by_test_id(f"phone-{wang}")
    await phone.get_by_role("button", name="驳回", exact=True).click()
    press = await robot.next_update("callback_query", wang)
    await robot.call("answerCallbackQuery", callback_query_id=press["id"], text="请写明原因", show_alert=True)
    alert = phone.get_by_test_id("alert")
    await expect(alert).to_contain_text("请写明原因")
    await alert.get_by_role("button").click()
    await expect(alert).to_have_count(0)


async def test_text_and_album_reach_the_bot(page: Page, url: str, robot: Robot, li: int) -> None:
    await page.goto(f"{url}/?as={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await phone.get_by_test_id("composer").fill("仪表无显示")
    await phone.get_by_test_id("composer").press("Enter")
    assert (await robot.next_update("message", li))["text"] == "仪表无显示"
    await phone.get_by_test_id("attach-photo").set_input_files([picture(), picture()])
    await phone.get_by_test_id("composer").fill("更换前")
    await phone.get_by_test_id("send").click()
    first, second = [await robot.next_update("message", li) for _ in range(2)]
    assert first["caption"] == "更换前"
    assert first["media_group_id"] == second["media_group_id"]
    await expect(phone.get_by_role("button", name="查看照片")).to_have_count(2)
    await phone.get_by_role("button", name="查看照片").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("1 / 2")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_stranger_presses_start(page: Page, url: str, robot: Robot, stranger: int) -> None:
    await page.goto(f"{url}/?as={stranger}")
    await page.get_by_test_id("start").click()
    assert (await robot.next_update("message", stranger))["text"] == "/start"
    await expect(page.get_by_test_id("start")).to_be_hidden()


async def test_a_stranger_follows_an_invitation(page: Page, url: str, robot: Robot, wang: int) -> None:
    await page.goto(f"{url}/?phones={wang}")
    await robot.send(wang, '<a href="https://t.me/fieldclerk?start=T0ken">邀请</a>')
    await page.get_by_test_id(f"phone-{wang}").get_by_role("link", name="邀请").click()
    await page.get_by_role("dialog").get_by_placeholder("新来的人叫什么").fill("新同事")
    await page.keyboard.press("Enter")
    newcomer = 9001  # below are the company's ids
    said = await robot.next_update("message", newcomer)
    assert (said["text"], said["from"]["first_name"]) == ("/start T0ken", "新同事")
    await expect(page.get_by_test_id(f"phone-{newcomer}")).to_contain_text("/start T0ken")


async def test_whoever_reads_above_is_told_of_new_messages(page: Page, url: str, robot: Robot, li: int) -> None:
    for number in range(20):
        await robot.send(li, f"第{number}条\n" * 6)
    await page.goto(f"{url}/?as={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await expect(phone.get_by_text("第19条").first).to_be_in_viewport()
    await phone.locator(".scroller").evaluate("node => { node.scrollTop = 0; }")
    await expect(phone.locator(".pill.shown")).to_be_visible()
    await robot.send(li, "最新一条")
    await expect(phone.locator(".pill")).to_contain_text("1条新消息")
    await phone.locator(".pill").click()
    await expect(phone.locator(".list").get_by_text("最新一条")).to_be_in_viewport()


async def test_unread_people_carry_a_badge_until_their_phone_is_open(
    page: Page, url: str, robot: Robot, li: int, wang: int
) -> None:
    await page.goto(f"{url}/?phones={li}")
    await robot.send(wang, CARD)
    row = page.get_by_test_id(f"person-{wang}")
    await expect(row.locator(".badge")).to_have_text("1")
    await row.click()
    await expect(page.get_by_test_id(f"phone-{wang}")).to_contain_text("三包备件")
    await expect(row.locator(".badge")).to_have_count(0)


async def test_a_group_carries_a_badge_until_it_is_open(
    page: Page, url: str, robot: Robot, sandbox: Sandbox, li: int, wang: int
) -> None:
    group = sandbox.add_group("项目群", [li, wang])
    await page.goto(f"{url}/?phones={li}")
    await robot.deed(wang, "say", text="大家好", chat=group)
    tab = page.get_by_test_id(f"phone-{li}").get_by_role("button", name="项目群")
    row = page.get_by_test_id(f"person-{li}")
    await expect(tab.locator(".badge")).to_have_text("1")
    await expect(row.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(tab.locator(".badge")).to_have_count(0)
    await expect(row.locator(".badge")).to_have_count(0)


async def test_the_clock_moves_from_the_page(page: Page, url: str, li: int, sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    await page.goto(f"{url}/?phones={li}")
    shown = await page.get_by_test_id("clock-now").get_attribute("datetime")
    await page.get_by_test_id("clock-hour").click()
    await expect(page.get_by_test_id("clock-now")).not_to_have_attribute("datetime", shown or "")
    await expect(page.locator(".clock-ahead")).to_contain_text("拨快1小时")
    assert (sandbox.clock.now() - before).total_seconds() >= 3600


async def test_calls_appear_in_the_log(page: Page, url: str, robot: Robot, li: int) -> None:
    await page.goto(f"{url}/?phones={li}")
    await page.get_by_test_id("toggle-panel").click()
    await page.get_by_test_id("tab-log").click()
    await robot.send(li, CARD)
    call = page.get_by_test_id("log").locator(".call").first
    await expect(call).to_contain_text("sendMessage")
    await call.locator("summary").click()
    await expect(call).to_contain_text("SP-202611-0042")


async def test_the_language_changes_at_once(page: Page, url: str, li: int) -> None:
    await page.goto(f"{url}/?phones={li}")
    await expect(page.get_by_test_id("clock-day")).to_have_text("+1工作日")
    await page.get_by_test_id("language").click()
    await expect(page.get_by_test_id("clock-day")).to_have_text("+1 working day")
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_the_theme_follows_the_system_until_it_is_switched(page: Page, url: str, li: int) -> None:
    root = page.locator("html")
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"{url}/?phones={li}")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.get_by_test_id("theme").click()
    await expect(root).to_have_attribute("data-theme", "light")
    await page.reload()
    await expect(root).to_have_attribute("data-theme", "light")
    await page.get_by_test_id("theme").click()
    await page.emulate_media(color_scheme="light")
    await expect(root).to_have_attribute("data-theme", "light")  # switched back, it follows again


async def test_every_word_of_the_page_is_there_in_both_languages(page: Page, url: str, li: int) -> None:
    await page.goto(f"{url}/?as={li}")
    script = 'import("/page/i18n.js").then(({ words }) => [Object.keys(words.en), Object.keys(words.zh)])'
    english, chinese = await page.evaluate(script)
    assert set(english) == set(chinese)
