"""How fast the page is, with a hundred messages in the chat.

Tasks are counted in the processor time of the page's own thread: other work on the machine does not lengthen them.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.gallery import APPROVE, CARD, ENTITIES
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONGEST_TASK = 50  # ms
LATEST = 100  # ms from the call to the screen
SCROLL = """async (node) => {
  node.scrollTop = node.scrollHeight;
  const bottom = node.scrollTop;
  for (let step = 1; step <= 40; step += 1) {
    node.scrollTop = bottom * (1 - step / 40);
    await new Promise(requestAnimationFrame);
  }
  return bottom;
}"""
WATCH = """() => {
  window.arrived = {};
  const look = () => {
    for (const node of document.querySelectorAll(".text")) {
      const mark = /mark-(\\d+);/.exec(node.textContent)?.[1];
      if (mark) window.arrived[mark] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


async def test_a_hundred_messages_are_scrolled_and_added_to_without_a_stutter(
    page: Page, browser: Browser, url: str, robot: Robot, li: int
) -> None:
    for number in range(100):
        await robot.send(li, ENTITIES.format(person=li) if number % 4 == 0 else f"{CARD}\n{number}", APPROVE)
    await page.goto(f"{url}/?phones={li}")
    phone = page.get_by_test_id(f"phone-{li}")
    await expect(phone.locator(".row")).to_have_count(101)

    waits = await _waits(page, robot, li)
    assert waits[len(waits) // 2] < LATEST, waits

    await browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline", "__metadata"])
    assert await phone.locator(".scroller").evaluate(SCROLL) > 10_000
    tasks = _tasks(await browser.stop_tracing())
    assert len(tasks) > 40
    assert tasks[-1] < LONGEST_TASK, tasks[-5:]


async def _waits(page: Page, robot: Robot, person: int) -> list[float]:
    """From the call until the text is on the screen, ms, sorted: each message new and then edited."""
    await page.evaluate(WATCH)
    called: dict[str, float] = {}
    for number in range(1, 6):
        called[f"{number}"] = time.time() * 1000
        sent = await robot.send(person, f"mark-{number};")
        await expect(page.get_by_text(f"mark-{number};").first).to_be_visible()
        called[f"{number}0"] = time.time() * 1000
        await robot.call("editMessageText", chat_id=person, message_id=sent, text=f"mark-{number}0;")
        await expect(page.get_by_text(f"mark-{number}0;").first).to_be_visible()
    arrived = await page.evaluate("window.arrived")
    return sorted(arrived[mark] - at for mark, at in called.items())


def _tasks(trace: bytes) -> list[float]:
    """Processor time of each task of the page's main thread, ms, sorted."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e["name"] == "thread_name"}
    mine = [e for e in events if e["name"] == "RunTask" and names.get((e["pid"], e["tid"])) == "CrRendererMain"]
    return sorted(e.get("tdur", 0) / 1000 for e in mine)
