"""Faults from the page: each by a button, shown while it lasts, ended by another."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.faults import KINDS
from bot.sandbox.server import Sandbox
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(page: Page, url: str, person: int, sandbox: Sandbox) -> Locator:
    sandbox.faults.clear()
    await page.goto(f"{url}/?phones={person}")
    await page.get_by_test_id("toggle-panel").click()
    await page.get_by_test_id("tab-trouble").click()
    return page.get_by_test_id("faults")


async def test_every_fault_has_a_button(page: Page, url: str, sandbox: Sandbox, li: int) -> None:
    standing = await opened(page, url, li, sandbox)
    await page.get_by_label("谁的聊天").select_option(str(li))
    await page.get_by_label("次数").fill("2")
    for kind in KINDS:
        await page.get_by_test_id(f"fault-{kind}").dispatch_event("click")
    await expect(standing.get_by_role("listitem")).to_have_count(len(KINDS) + 1)  # and the way to end all
    armed = {(fault.kind, fault.chat_id, fault.times) for fault in sandbox.faults.script}
    assert armed == {(kind, li, 2) for kind in KINDS}
    await standing.get_by_role("button", name="全部解除").click()
    await expect(standing).to_have_text("目前没有故障。")
    assert sandbox.faults.script == []


async def test_one_fault_is_met_counted_and_ended(
    page: Page, url: str, sandbox: Sandbox, robot: Robot, li: int
) -> None:
    standing = await opened(page, url, li, sandbox)
    await page.get_by_label("方法").select_option("sendMessage")
    await page.get_by_label("谁的聊天").select_option(str(li))
    await page.get_by_label("次数").fill("3")
    await page.get_by_test_id("fault-429").click()
    await expect(standing).to_contain_text("sendMessage · 李伟 · 剩3次")
    with pytest.raises(AssertionError, match="retry after 5"):
        await robot.send(li, "太快了")
    await expect(standing).to_contain_text("剩2次")
    await standing.get_by_role("button", name="解除: 429").click()
    await expect(standing).to_have_text("目前没有故障。")
    await robot.send(li, "又通了")


async def test_who_blocked_the_bot_is_shown_and_helped(
    page: Page, url: str, sandbox: Sandbox, robot: Robot, li: int
) -> None:
    standing = await opened(page, url, li, sandbox)
    await robot.deed(li, "block")
    await expect(standing).to_contain_text("机器人被停用")
    await standing.get_by_role("button", name="解除: 机器人被停用").click()
    await expect(standing).to_have_text("目前没有故障。")
    await robot.send(li, "又通了")


async def test_a_deleted_account_comes_back_and_a_removed_bot_too(
    page: Page, url: str, sandbox: Sandbox, robot: Robot, li: int
) -> None:
    """The group is made on the page as well."""
    standing = await opened(page, url, li, sandbox)
    phone = page.get_by_test_id(f"phone-{li}")
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="新建群组").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("群名").fill(f"项目{li}")
    await sheet.get_by_role("checkbox", name="李伟").last.check()
    await sheet.get_by_test_id("make-group").click()
    await expect(phone.get_by_role("button", name=f"项目{li}")).to_be_visible()
    group = next(chat.id for chat in sandbox.world.groups() if chat.title == f"项目{li}")

    for kind, chat in (("kicked", group), ("deactivated", li)):
        await robot.people_side("faults", {"kind": kind, "method": "sendMessage", "chat_id": chat})
        with pytest.raises(AssertionError, match="Forbidden"):
            await robot.send(chat, "听得到吗")
    await expect(standing).to_contain_text("账号已注销")
    await expect(standing).to_contain_text("机器人被移出群组")
    await standing.get_by_role("button", name="全部解除").click()
    await expect(standing).to_have_text("目前没有故障。")
    for chat in (group, li):
        await robot.send(chat, "又通了")
