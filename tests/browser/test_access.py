"""The page by axe-core, by keyboard and by ear: in both languages, light and dark, on a phone and on a wide screen."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]  # carries axe.min.js; it has no types
import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from bot.sandbox.server import Sandbox
from tests.browser.gallery import APPROVE, CARD, hang
from tests.browser.robot import Robot
from tests.browser.shots import picture_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = """async (part) => {
  const { violations } = await axe.run(part, { resultTypes: ["violations"] });
  const grave = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  return grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
}"""
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1920, "height": 1080}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def find_no_fault(page: Page, part: str = "html") -> None:
    await page.evaluate(f"window.axe || {AXE}")
    assert await page.evaluate(RUN, part) == []


async def test_the_panel_is_without_serious_fault(
    page: Page, url: str, robot: Robot, sandbox: Sandbox, li: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def due() -> list[dict[str, Any]]:
        return [{"at": f"2099-01-0{n}T09:00:00+08:00", "title": "审核", "person_id": li} for n in (1, 2)]

    monkeypatch.setattr(sandbox.hooks, "timeline", due)
    await robot.people_side("faults", {"kind": "429", "method": "sendPoll", "times": 3})
    await page.goto(f"{url}/?phones={li}")
    await page.get_by_test_id("toggle-panel").click()
    await expect(page.get_by_test_id("timeline").get_by_role("button")).to_have_count(2)
    await find_no_fault(page, ".panel")
    await page.get_by_test_id("tab-log").click()
    await page.get_by_label("筛选方法").fill("getMe")
    await find_no_fault(page, ".panel")
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size(PHONE)
    await find_no_fault(page, ".panel")
    await page.get_by_test_id("tab-timeline").click()
    await find_no_fault(page, ".panel")
    await page.get_by_test_id("tab-trouble").click()
    await find_no_fault(page, ".panel")
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(WIDE)
    await find_no_fault(page, ".panel")
    await picture_of(page, "panel-trouble")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_the_desk_fits_and_is_without_serious_fault(
    page: Page, url: str, robot: Robot, li: int, wang: int, size: ViewportSize
) -> None:
    await hang(robot, li)
    await page.set_viewport_size(size)
    await page.goto(f"{url}/?phones={li},{wang}")
    phone = page.get_by_test_id(f"phone-{li}")
    for language, scheme in product(("zh", "en"), SCHEMES):
        await page.emulate_media(color_scheme=scheme)
        await expect(phone.get_by_role("button", name="同意").last).to_be_in_viewport()
        await expect(phone.get_by_test_id("send")).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        await find_no_fault(page)
        await picture_of(page, f"desk-{language}-{scheme}-{size['width']}")
        if scheme == "dark":
            await page.get_by_test_id("language").click()
    await page.emulate_media(color_scheme="light")


async def test_menus_and_sheets_are_without_serious_fault(page: Page, url: str, robot: Robot, li: int) -> None:
    rich = await hang(robot, li)
    await page.goto(f"{url}/?as={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await find_no_fault(page)
    await phone.get_by_test_id(f"msg-{rich}").locator(".text b").click(button="right")
    await find_no_fault(page)
    await page.keyboard.press("Escape")
    await phone.get_by_test_id("attach").click()
    await page.get_by_role("menuitem", name="转发顾客的消息").click()
    await find_no_fault(page)
    await page.keyboard.press("Escape")
    await phone.get_by_test_id("who").click()
    await find_no_fault(page)


async def focused(page: Page) -> str:
    found: str = await page.evaluate(
        "document.activeElement.dataset.testid ?? document.activeElement.textContent.trim()"
    )
    return found


async def test_everything_is_done_by_keyboard(page: Page, url: str, robot: Robot, li: int) -> None:
    """From the line one goes back to the newest card, up to an older message, answers it, and presses a button."""
    asked = await robot.send(li, "数量是多少？")
    card = await robot.send(li, CARD, APPROVE)
    await page.goto(f"{url}/?as={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await expect(phone).to_contain_text("三包备件")
    await phone.get_by_test_id(f"msg-{card}").focus()
    await page.keyboard.press("Tab")
    assert await focused(page) == f"key-{card}-0-0"
    await page.keyboard.press("Enter")
    assert (await robot.next_update("callback_query", li))["data"] == "yes"
    await page.keyboard.press("ArrowUp")
    assert await focused(page) == f"msg-{asked}"
    await page.keyboard.press("Enter")
    assert await focused(page) == "回复"
    await page.keyboard.press("Enter")
    assert await focused(page) == "composer"
    await page.keyboard.type("3")
    await page.keyboard.press("Enter")
    assert (await robot.next_update("message", li))["reply_to_message"]["message_id"] == asked


async def test_a_press_keeps_the_focus_when_the_card_is_redrawn(page: Page, url: str, robot: Robot, li: int) -> None:
    card = await robot.send(li, CARD, APPROVE)
    await page.goto(f"{url}/?as={li}")
    await page.get_by_test_id(f"key-{card}-0-0").press("Enter")
    again = {"inline_keyboard": [[{"text": "撤销", "callback_data": "undo"}]]}
    await robot.call("editMessageText", chat_id=li, message_id=card, text="已同意", reply_markup=again)
    key = page.get_by_test_id(f"key-{card}-0-0")
    await expect(key).to_have_text("撤销")
    await expect(key).to_be_focused()


async def test_focus_can_be_seen(page: Page, url: str, robot: Robot, li: int) -> None:
    await robot.send(li, CARD, APPROVE)
    await page.goto(f"{url}/?phones={li}")
    await expect(page.get_by_test_id(f"phone-{li}")).to_contain_text("三包备件")
    for _ in range(16):
        await page.keyboard.press("Tab")
        assert await _has_outline(page.locator(":focus")), await focused(page)


async def _has_outline(node: Locator) -> bool:
    """On the element, or on what encloses it: a field's frame, a message's bubble."""
    seen: bool = await node.evaluate(
        """(node) => {
          const drawn = (one) => {
            const style = getComputedStyle(one);
            return style.outlineStyle !== "none" || style.boxShadow.includes("inset");
          };
          const frame = node.closest(".search-box");
          const bubble = node.matches(".row") && node.querySelector(".bubble");
          const written = node.matches(".field") && drawn(node.closest(".composer"));
          return Boolean(drawn(node) || written || (frame && drawn(frame)) || (bubble && drawn(bubble)));
        }"""
    )
    return seen


async def test_the_people_are_one_stop_of_the_tab_key(page: Page, url: str, li: int, wang: int) -> None:
    await page.goto(f"{url}/?phones={li}")
    await page.get_by_label("姓名、岗位或部门").press("ArrowDown")
    first = await focused(page)
    await page.keyboard.press("ArrowDown")
    assert first != await focused(page) != ""
    await page.keyboard.press("End")
    assert await focused(page) == f"person-{wang}"
    await page.keyboard.press("Tab")
    assert await focused(page) == "who"
    await page.keyboard.press("Enter")  # whoever picks another person begins to type a name
    await expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()


async def test_new_messages_are_said_aloud_and_old_ones_are_not(page: Page, url: str, robot: Robot, li: int) -> None:
    await robot.send(li, "以前的消息")
    await page.goto(f"{url}/?as={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await expect(phone).to_contain_text("以前的消息")
    heard = phone.get_by_test_id("announcer")
    await expect(heard).to_be_empty()
    sent = await robot.send(li, "新的消息")
    await expect(heard).to_contain_text("新的消息")
    await robot.call("editMessageText", chat_id=li, message_id=sent, text="改过的消息")
    await expect(heard).to_contain_text("修改了消息: 改过的消息")
