"""Stories on the page with the real bot behind it: a part, a repair with its photo, and the guided story."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo import run
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from tests.browser.hand import FOUND, JOB, LI, PHOTO, WANG, WARRANTY, ZHAO, Hand, everybody_reads_english, phone
from tests.scenario.conftest import MONDAY, settings_for

ENGLISH_PAGE = """localStorage.setItem("fieldclerk.language", '"en"')"""

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


async def test_a_warranty_part_is_asked_for_approved_signed_and_chased(
    demo: run.Demo, page: Page, pictures: Path
) -> None:
    async with Player(demo.url, demo.secret) as play:
        await play.settle(10)
        await everybody_reads_english(demo)
        await page.add_init_script(ENGLISH_PAGE)
        await page.goto(f"{demo.url}/?phones={LI},{WANG},{ZHAO}")
        await Hand(LI, play, page).quickly(*WARRANTY)

    await expect(phone(page, LI)).to_contain_text(re.compile(r"unit leader\W*⏳"))
    await page.screenshot(path=pictures / "applied.png")

    await phone(page, WANG).get_by_role("button", name="Approve").last.click()
    await expect(phone(page, WANG)).to_contain_text("Wang Fang approved 09:00")
    await expect(phone(page, LI)).to_contain_text(re.compile(r"unit leader\W*✓"))
    await page.screenshot(path=pictures / "approved.png")

    await expect(page.get_by_test_id("next-due")).to_contain_text("Tue 24 Nov")
    await page.get_by_test_id("clock-next").click()  # manufacturing is asked about an order line
    await expect(phone(page, ZHAO)).to_contain_text("waits for you today")
    await expect(page.get_by_test_id("next-due")).to_contain_text("SP-202611-0001")
    await page.get_by_test_id("clock-next").click()
    await expect(phone(page, ZHAO)).to_contain_text("⏰")
    await page.screenshot(path=pictures / "reminded.png")

    await phone(page, ZHAO).get_by_role("button", name="Sign").last.click()
    await phone(page, ZHAO).get_by_role("button", name="Our fault").last.click()
    await expect(phone(page, LI)).to_contain_text(re.compile(r"quality\W*✓"))
    await expect(phone(page, LI)).to_contain_text(re.compile(r"prepare\W*⏳"))
    await page.screenshot(path=pictures / "signed.png")


async def test_a_repair_is_reported_with_a_photo(demo: run.Demo, page: Page, pictures: Path) -> None:
    async with Player(demo.url, demo.secret) as play:
        await play.settle(10)
        await everybody_reads_english(demo)
        await page.add_init_script(ENGLISH_PAGE)
        await page.goto(f"{demo.url}/?phones={LI},{WANG}")
        hand = Hand(LI, play, page)
        await hand.quickly(*JOB)
        await hand.on_the_page("En route", "On site", "Start", "Finish", *FOUND, PHOTO)
        await expect(phone(page, LI).get_by_role("button", name="View photo")).to_be_visible()
        await page.screenshot(path=pictures / "photo.png")
        await hand.on_the_page("That's all", "Solved", "No", "Hand in")
    await expect(phone(page, LI)).to_contain_text(re.compile(r"report\W*✓"))
    await page.screenshot(path=pictures / "reported.png")


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 390), ("en-GB", 1440)])
async def test_a_newcomer_is_guided_through_job_approval_and_reminder(
    demo: run.Demo, browser: Browser, pictures: Path, locale: str, width: int
) -> None:
    async with Player(demo.url, demo.secret) as play:
        await play.settle(10)
    context = await browser.new_context(
        viewport={"width": width, "height": 844}, locale=locale, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(demo.url)
    story, go = page.get_by_test_id("story"), page.get_by_test_id("story-go")
    for step in range(1, 8):
        await expect(story.locator(".story-dots .past")).to_have_count(step, timeout=30_000)
        await page.screenshot(path=pictures / f"guided-{locale}-{step}.png")
        await go.click()
    await expect(story.locator(".story-dots .past")).to_have_count(8)
    await go.click()
    await expect(story).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id(f"phone-{LI}")).to_be_visible()
    await expect(story).to_be_hidden()
    await context.close()


async def test_the_guided_story_can_be_left_and_opened_again(demo: run.Demo, page: Page) -> None:
    await page.goto(demo.url)
    story = page.get_by_test_id("story")
    await expect(story).to_contain_text("您是李伟")
    await page.get_by_test_id("story-leave").click()
    await expect(story).to_be_hidden()
    await page.get_by_test_id("open-story").click()
    await expect(story).to_contain_text("您是李伟")
    await page.get_by_test_id("language").click()
    await expect(story).to_contain_text("You are Li Wei")
    await expect(page.get_by_test_id(f"person-{WANG}")).to_contain_text("Wang Fang")
