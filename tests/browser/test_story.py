"""The short form of the main story on the page, with the real bot behind it: asked for, approved, signed, chased."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.demo import run
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from tests.scenario.conftest import MONDAY, settings_for
from tests.scenario.stage import WARRANTY, speak_english
from tests.scenario.talk import LI, WANG, ZHAO, Talk

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[run.Demo]:
    clock = SandboxClock()
    clock.freeze(MONDAY)
    running = await run.start(settings_for(tmp_path), clock, port=0)
    yield running
    await running.stop()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("FIELDCLERK_SCREENSHOTS") or tmp_path)


def phone(page: Page, person_id: int) -> Locator:
    return page.get_by_test_id(f"phone-{person_id}")


async def test_a_warranty_part_is_asked_for_approved_signed_and_chased(
    demo: run.Demo, page: Page, pictures: Path
) -> None:
    async with Player(demo.url, demo.secret) as play:
        await play.settle(10)
        await speak_english(demo)
        await page.goto(f"{demo.url}/?phones={LI},{WANG},{ZHAO}")
        await Talk(play).fill(LI, *WARRANTY)
        await play.settle(10)

    await expect(phone(page, LI)).to_contain_text("unit leader\u2060⏳")
    await page.screenshot(path=pictures / "applied.png")

    await phone(page, WANG).get_by_role("button", name="Approve").last.click()
    await expect(phone(page, WANG)).to_contain_text("Wang Fang approved 09:00")
    await expect(phone(page, LI)).to_contain_text("unit leader\u2060✓")
    await page.screenshot(path=pictures / "approved.png")

    await page.get_by_test_id("clock-next").click()
    await expect(phone(page, ZHAO)).to_contain_text("⏰")
    await page.screenshot(path=pictures / "reminded.png")

    await phone(page, ZHAO).get_by_role("button", name="Sign").last.click()
    await expect(phone(page, LI)).to_contain_text("quality\u2060✓")
    await expect(phone(page, LI)).to_contain_text("prepare\u2060⏳")
    await page.screenshot(path=pictures / "signed.png")
