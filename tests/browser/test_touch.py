"""A finger on a message: what a long press does where the browser itself says nothing of it, as on iPhones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")

Finger = Callable[..., Awaitable[None]]

BESIDE = 1400  # px from the left, where no message reaches
# At one go, for a finger that only seems to stand still on a busy machine; then longer than a press has to be.
SCROLLED = """(message) => {
  const touches = (clientY) => [new Touch({ identifier: 1, target: message, clientX: 100, clientY })];
  for (const [type, y] of [["touchstart", 100], ["touchmove", 60]])
    message.dispatchEvent(new TouchEvent(type, { touches: touches(y), bubbles: true, cancelable: true }));
  return new Promise((done) => setTimeout(done, 650));
}"""


async def finger_of(page: Page) -> Finger:
    session = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        await session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": places})

    return touch


async def middle(message: Locator) -> tuple[float, float]:
    box = await message.locator(".bubble").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_long_press_opens_the_menu_which_stays_when_the_finger_goes(
    page: Page, url: str, robot: Robot, li: int
) -> None:
    await page.goto(f"{url}/?as={li}")
    phone, touch, menu = page.get_by_test_id(f"phone-{li}"), await finger_of(page), page.get_by_role("menu")
    message = phone.get_by_test_id(f"msg-{await robot.send(li, 'https://example.com/')}")
    place = await middle(message)
    await touch("Start", place)
    await expect(menu).to_be_visible()
    await touch("End")
    await page.get_by_role("menuitem", name="回复", exact=True).click()
    await expect(menu).to_have_count(0)
    await expect(phone.get_by_test_id("composer")).to_be_focused()
    assert len(page.context.pages) == 1  # the link under the finger was not followed


async def test_a_touch_beside_closes_the_menu_and_scrolling_opens_none(
    page: Page, url: str, robot: Robot, li: int
) -> None:
    await page.goto(f"{url}/?as={li}")
    phone, touch, menu = page.get_by_test_id(f"phone-{li}"), await finger_of(page), page.get_by_role("menu")
    message = phone.get_by_test_id(f"msg-{await robot.send(li, '请批准')}")
    place = await middle(message)
    await touch("Start", place)
    await expect(menu).to_be_visible()
    await touch("End")
    await touch("Start", (BESIDE, place[1]))
    await touch("End")
    await expect(menu).to_have_count(0)
    await message.evaluate(SCROLLED)
    await expect(menu).to_have_count(0)
