"""Stories on the page with the real bot behind it: a part, a repair with its photo, and the guided story.

They share one demo, whose clock only goes forward: none may count on being the first.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo import run
from bot.sandbox.client import Player
from tests.browser.hand import FOUND, JOB, LI, PHOTO, WANG, WARRANTY, ZHAO, Hand, everybody_reads_english, phone
from tests.browser.shots import picture_of
from tests.scenario.conftest import monday_nine, playing, settings_for

ENGLISH_PAGE = """localStorage.setItem("fieldclerk.language", '"en"')"""
STEPS = 8

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Stage(NamedTuple):
    demo: run.Demo
    play: Player


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("story")
    async with playing(settings_for(folder), monday_nine()) as (demo, play):
        yield Stage(demo, play)


@pytest_asyncio.fixture(loop_scope="session")
async def english(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    """Everybody reads English, as the page does."""
    await everybody_reads_english(stage.demo)
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = await context.new_page()
    await page.add_init_script(ENGLISH_PAGE)
    yield page
    await context.close()


async def test_a_warranty_part_is_asked_for_approved_signed_and_chased(stage: Stage, english: Page) -> None:
    page = english
    await page.goto(f"{stage.demo.url}/?phones={LI},{WANG},{ZHAO}")
    await Hand(LI, stage.play, page).quickly(*WARRANTY)

    mine = phone(page, LI).locator(".row", has_text="Warranty part").last
    await expect(mine).to_contain_text(re.compile(r"unit leader\W*⏳"))
    number = await mine.locator("code").first.inner_text()
    await picture_of(page, "applied")

    await phone(page, WANG).get_by_role("button", name="Approve").last.click()
    await expect(phone(page, WANG)).to_contain_text(re.compile(r"Wang Fang approved \d\d:\d\d"))
    await expect(mine).to_contain_text(re.compile(r"unit leader\W*✓"))
    await picture_of(page, "approved")

    await _pass_the_time(stage, page, number)
    await expect(phone(page, ZHAO)).to_contain_text("⏰")
    await picture_of(page, "reminded")

    await phone(page, ZHAO).get_by_role("button", name="Sign").last.click()
    await phone(page, ZHAO).get_by_role("button", name="Our fault").last.click()
    await expect(mine).to_contain_text(re.compile(r"quality\W*✓"))
    await expect(mine).to_contain_text(re.compile(r"prepare\W*⏳"))
    await picture_of(page, "signed")


async def _pass_the_time(stage: Stage, page: Page, number: str) -> None:
    """By the button to the next deadline, past others' to this record's."""
    for _ in range(12):
        await expect(page.get_by_test_id("next-due")).not_to_be_empty()
        due = await page.get_by_test_id("next-due").inner_text()
        await page.get_by_test_id("clock-next").click()
        await expect(page.get_by_test_id("next-due")).not_to_have_text(due)
        assert await stage.play.settle(30)
        if number in due:
            return
    raise AssertionError(f"{number} never falls due")


async def test_a_repair_is_reported_with_a_photo(stage: Stage, english: Page) -> None:
    page = english
    await page.goto(f"{stage.demo.url}/?phones={LI},{WANG}")
    hand = Hand(LI, stage.play, page)
    await hand.quickly(*JOB)
    await hand.on_the_page("En route", "On site", "Start", "Finish", *FOUND, PHOTO)
    await expect(phone(page, LI).get_by_role("button", name="View photo").last).to_be_visible()
    await picture_of(page, "photo")
    await hand.on_the_page("That's all", "Solved", "No", "Hand in")
    await expect(phone(page, LI).locator(".row").last).to_contain_text(re.compile(r"report\W*✓"))
    await picture_of(page, "reported")


async def test_a_newcomer_sees_the_phones_of_the_story_and_room_for_a_chat(stage: Stage, browser: Browser) -> None:
    wide = await browser.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page = await wide.new_page()
    await page.goto(stage.demo.url)
    await expect(page.locator(".phone")).to_have_count(3)
    await page.set_viewport_size({"width": 720, "height": 450})  # 1440 by 900, magnified to twice its size
    assert await page.locator(".thread").first.evaluate("node => node.clientHeight") > 150  # px
    await wide.close()


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 390), ("en-GB", 1440)])
async def test_a_newcomer_is_guided_through_job_approval_and_reminder(
    stage: Stage, browser: Browser, locale: str, width: int
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 844}, locale=locale, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(stage.demo.url)
    story, go = page.get_by_test_id("story"), page.get_by_test_id("story-go")
    for step in range(1, STEPS):
        await expect(story.locator(".story-dots .past")).to_have_count(step, timeout=30_000)
        await picture_of(page, f"guided-{locale}-{step}")
        await go.click()
    await expect(story.locator(".story-dots .past")).to_have_count(STEPS, timeout=30_000)
    await go.click()
    await expect(story).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id(f"phone-{LI}")).to_be_visible()
    await expect(story).to_be_hidden()
    await context.close()


async def test_the_guided_story_is_left_at_any_step_and_gone_on_with(stage: Stage, page: Page) -> None:
    await page.goto(stage.demo.url)
    story = page.get_by_test_id("story")
    await expect(story).to_contain_text("您是李伟")
    for named in (LI, WANG, ZHAO):
        await expect(phone(page, named)).to_be_visible()
    await page.get_by_test_id("story-go").click()
    await expect(story).to_contain_text("登记这次维修")
    await expect(phone(page, LI)).to_have_css("box-shadow", re.compile("0px 0px 0px 3px"))  # whose turn it is
    await expect(phone(page, LI).get_by_test_id("composer")).to_have_class(re.compile("hinted"))  # “/new” goes there
    await page.get_by_test_id("story-skip").click()
    await expect(story).to_contain_text("到现场开工")
    await page.get_by_test_id("story-leave").click()
    await expect(story).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id(f"phone-{LI}")).to_be_visible()
    await expect(story).to_be_hidden()
    await page.get_by_test_id("open-story").click()
    await expect(story).to_contain_text("到现场开工")
    await page.get_by_test_id("language").click()
    await expect(story).to_contain_text("Go there and start")
    await page.get_by_test_id("story-again").click()
    await expect(story).to_contain_text("You are Li Wei")
    await expect(page.get_by_test_id(f"person-{WANG}")).to_contain_text("Wang Fang")
